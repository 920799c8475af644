/** Macros, generic tests and docs of a random dbt project and of its local package. */
import { PACKAGE, pathIn, type RandomWorld } from "./randomProjectWorld";

/** Writes the macros that the code and the properties of the project call. */
export function writeMacros({ d, files, hasPackage, release }: RandomWorld): void {
  files.set(
    "models/docs.md",
    "{% docs a_block %}\nText with {{ braces }} and ref('x').\n{% enddocs %}\n",
  );
  files.set(
    "macros/helpers.sql",
    `{% macro stamp(x) %}/* {{ x }} {{ target.name }} */{% endmacro %}
{% macro my_ref(name, default_config={}) %}{{ return(ref(name)) }}{% endmacro %}
{% macro my_source(s, t) -%}{{ source(s, t) }}{%- endmacro %}
{% macro tuned() %}{{ config(**kwargs) }}{% endmacro %}
{% macro union_of(names) %}{% for n in names %}select * from {{ my_ref(n) }}{% if not loop.last %} union all {% endif %}{% endfor %}{% endmacro %}
{% macro wrapped() %}({{ caller() }}){% endmacro %}
{% macro spread(name) %}{{ ${hasPackage ? `${PACKAGE}.pick_ref(name)` : "my_ref(name)"} }}{% endmacro %}
{% macro greet() %}{{ return(adapter.dispatch('greet')()) }}{% endmacro %}
{% macro default__greet() %}hello{% endmacro %}
${d.chance(0.5) ? "{% macro duckdb__greet() %}{{ stamp('quack') }}{% endmacro %}" : ""}
`,
  );
  const test = `{% test in_range(model, column_name, low=0, high=none) %}
  {{ config(${d.pick(["severity='warn'", "tags=['from_macro']", "meta={'by': 'macro'}", "limit=5"])}) }}
  select * from {{ model }} where {{ column_name }} < {{ low }}
{% endtest %}
`;
  const folder = d.pick(["macros", "tests/generic"]);
  files.set(
    `${folder}/checks.sql`,
    `${test}{% test has_rows(model, at_least=1, note='') %}{{ stamp('t') }} select count(*) from {{ model }} having count(*) < {{ at_least }}{% endtest %}
{% test rows_like(model, other, options={}) %}select * from {{ model }} except select * from {{ other }}{% endtest %}
`,
  );
  if (d.chance(0.35)) {
    files.set(
      "macros/names.sql",
      d.pick([
        "{% macro generate_schema_name(custom_schema_name, node) -%}{{ target.schema }}{{ '_' ~ custom_schema_name | trim if custom_schema_name }}_{{ node.resource_type }}{%- endmacro %}",
        "{% macro generate_schema_name(custom_schema_name=none, node=none) %}{%- set base = target.schema -%}{%- if custom_schema_name is none -%}{{ base }}{%- elif node.fqn | length > 2 -%}{{ node.fqn[1] }}_{{ custom_schema_name }}{%- else -%}{{ custom_schema_name }}{%- endif -%}{% endmacro %}",
        "{% macro generate_schema_name(custom_schema_name, node) %}{% if 'nightly' in node.config.tags %}night{% else %}{{ default__generate_schema_name(custom_schema_name, node) }}{% endif %}{% endmacro %}",
        "{% macro generate_schema_name(custom_schema_name, node) %}{{ generate_schema_name_for_env(custom_schema_name, node) }}{% endmacro %}",
      ]),
    );
  }
  if (d.chance(0.25)) {
    files.set(
      "macros/alias.sql",
      d.pick([
        "{% macro generate_alias_name(custom_alias_name=none, node=none) -%}{{ node.package_name }}__{{ custom_alias_name or node.name }}{{ '_v' ~ node.version if node.version }}{%- endmacro %}",
        "{% macro default__generate_alias_name(custom_alias_name=none, node=none) -%}{{ (custom_alias_name or node.name) | lower }}{{ '_' ~ (node.version | replace('.', '_')) if node.version }}_x{%- endmacro %}",
      ]),
    );
  }
  if (d.chance(0.15)) {
    files.set(
      "macros/database.sql",
      "{% macro generate_database_name(custom_database_name=none, node=none) -%}{{ (custom_database_name or target.database) ~ ('_seeds' if node.resource_type == 'seed' else '') }}{%- endmacro %}",
    );
  }
  if (!hasPackage) return;
  files.set(
    pathIn(PACKAGE, "macros/kit.sql"),
    `{% macro pick_ref(name) %}{{ return(adapter.dispatch('pick_ref', '${PACKAGE}')(name)) }}{% endmacro %}
{% macro default__pick_ref(name) %}{{ return(builtins.ref(name)) }}{% endmacro %}
{% macro stamp(x) %}package {{ x }}{% endmacro %}
{% macro tuned() %}{{ config(**kwargs) }}{% endmacro %}
{% macro wrapped() %}[{{ caller() }}]{% endmacro %}
{% test is_tidy(model, column_name) %}select * from {{ model }} where {{ ${PACKAGE}.tidy(column_name) }}{% endtest %}
{% macro tidy(c) %}{{ c }} = trim({{ c }}){% endmacro %}
`,
  );
  if (d.chance(0.4)) {
    files.set(
      "macros/override.sql",
      `{% macro ${d.pick(["default__pick_ref", "duckdb__pick_ref", `${PACKAGE}__pick_ref`])}(name) %}{{ return(ref(name)) }}{% endmacro %}\n`,
    );
  }
  void release;
}
