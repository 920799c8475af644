{% macro between(column, lower=none, upper=none, inclusive=true) %}
  {%- set op = '=' if inclusive -%}
  {%- if lower is none and upper is none -%}{{ return('true') }}{%- endif -%}
  {{ column }} {% if lower is not none %}>{{ op }} {{ lower }}{% endif %}
  {%- if lower is not none and upper is not none %} and {{ column }} {% endif %}
  {%- if upper is not none %}<{{ op }} {{ upper }}{% endif %}
{% endmacro %}

{% macro chosen(name, default_value='none') %}{{ return(adapter.dispatch('chosen', 'macros')(name, default_value)) }}{% endmacro %}
{% macro default__chosen(name, default_value) %}{{ return('default ' ~ name) }}{% endmacro %}
{% macro postgres__chosen(name, default_value) %}
  {% if name is not string %}{{ return(default_value) }}{% endif %}
  {% do log('chosen for ' ~ target.type ~ ': ' ~ name | upper, info=true) %}
  {{ return(macros.default__chosen(name, none)) }}
{% endmacro %}

{% macro powers(upper_bound) %}
  {% if upper_bound <= 0 %}{{ exceptions.raise_compiler_error("upper bound must be positive") }}{% endif %}
  {% for i in range(1, 100) %}
    {% if upper_bound <= 2 ** i %}{{ return(i) }}{% endif %}
  {% endfor %}
{% endmacro %}

{% macro days_back(days, date_format='%Y-%m-%d', unit=none) %}
  {%- set start = run_started_at - modules.datetime.timedelta(days=days) -%}
  {{ start.strftime(date_format) }} {{ (run_started_at.date() - start.date()).days }} {{ unit or 'd' }}
{% endmacro %}

{% macro wrapped(title, level=1) %}{{ '#' * level }} {{ title }}
{{ caller() if caller else 'nothing' }}{% endmacro %}
{% macro wrap_text(text, level=2) %}{% call wrapped(text | title, level) %}{{ text | wordwrap(12) | indent(2, true) }}{% endcall %}{% endmacro %}

{% macro totals(rows, key=0) %}
  {% set out = {} %}
  {% for row in rows %}
    {% if row is mapping %}{% set row = row.values() | list %}{% endif %}
    {% do out.update({row[key] | string: out.get(row[key] | string, 0) + 1}) %}
  {% endfor %}
  {{ return(tojson(out, sort_keys=true)) }}
{% endmacro %}

{% macro results(query, column=0) %}
  {% set table = load_result('x').table %}
  {% set found = table.columns[column].values() if execute else [] %}
  {{ return({'rows': table.rows | length, 'values': found | map('upper') | list, 'query': query | length}) }}
{% endmacro %}

{% macro spare() %}{{ varargs | join('|') }}/{{ kwargs | dictsort }}{% endmacro %}
