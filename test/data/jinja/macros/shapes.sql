{# Macros in the manner of packages: written for these tests, called with generated arguments. #}
{% macro pick_columns(relation, exclude=[], prefix='', quoted=true) %}
  {%- set kept = [] -%}
  {%- for column in adapter.get_columns_in_relation(relation) if column.name not in exclude -%}
    {%- do kept.append(prefix ~ (column.quoted if quoted else column.name)) -%}
  {%- endfor -%}
  {{ return(kept) }}
{% endmacro %}

{% macro column_list(relation, exclude=none) -%}
  {%- for name in pick_columns(relation, exclude or []) -%}
    {{ name }}{{ ",\n" if not loop.last }}
  {%- else -%}*{%- endfor -%}
{%- endmacro %}

{% macro key_of(fields, separator='-') -%}
  {%- if fields is string -%}{%- set fields = [fields] -%}{%- endif -%}
  {%- if not fields is iterable -%}
    {{ exceptions.raise_compiler_error("key_of needs columns, got " ~ fields) }}
  {%- endif -%}
  md5({% for field in fields %}coalesce(cast({{ field }} as {{ api.Column.translate_type('string') }}), ''){{ " || '" ~ separator ~ "' || " if not loop.last }}{% endfor %})
{%- endmacro %}

{% macro spread(column, values, agg='sum', then_value=1, else_value=0, alias=true) %}
  {% for value in values %}
    {{ agg }}(case when {{ column }} = '{{ value | replace("'", "''") }}' then {{ then_value }} else {{ else_value }} end)
    {%- if alias %} as {{ adapter.quote(value ~ '') }}{% endif %}{% if not loop.last %},{% endif %}
  {% endfor %}
{% endmacro %}

{% macro stack(relations, column='source') %}
  {%- set ns = namespace(columns=[], count=0) -%}
  {%- for relation in relations -%}
    {%- for column in adapter.get_columns_in_relation(relation) if column.name not in ns.columns -%}
      {%- set ns.columns = ns.columns + [column.name] -%}
    {%- endfor -%}
    {%- set ns.count = ns.count + 1 -%}
  {%- endfor -%}
  {% for relation in relations %}
  select '{{ relation.identifier }}' as {{ column }}, {{ ns.columns | join(', ') }} from {{ relation }}
  {% if not loop.last %}union all{% endif %}
  {% endfor %} -- {{ ns.count }}
{% endmacro %}
