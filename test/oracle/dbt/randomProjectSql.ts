/** Code of the models of a random dbt project: references and configuration in every form. */
import { jinjaLiteral, randomConfig } from "./randomProjectConfig";
import { PACKAGE, type RandomModel, type RandomWorld, ROOT } from "./randomProjectWorld";

/** SQL of a model. `allowed` are the names that it may refer to. */
export function modelSql(world: RandomWorld, model: RandomModel): string {
  const { d } = world;
  const allowed = world.refsOf(model.package);
  const parts: string[] = [];
  if (d.chance(0.55)) parts.push(...configCalls(world, model, allowed));
  const count = allowed.length === 0 ? 0 : d.int(0, 4);
  const lines: string[] = [];
  for (let index = 0; index < count; index++) lines.push(refLine(world, model, d.pick(allowed)));
  const tables = model.package === ROOT ? world.sources : [];
  if (tables.length > 0 && d.chance(0.4)) lines.push(sourceLine(world, d.pick(tables)));
  for (let index = d.int(0, 2); index > 0; index--) lines.push(trap(world, model, allowed));
  if (world.functions.length > 0 && model.package === ROOT && d.chance(0.2)) {
    lines.push(`select {{ function('${d.pick(world.functions)}') }}(1)`);
  }
  const newline = d.chance(0.1) ? "\r\n" : "\n";
  const body = [...parts, "select 1 as id", ...lines].join(newline);
  return d.chance(0.2) ? `${newline}  ${body}${newline}${newline}` : body;
}

function configCalls(
  { d, release, groups }: RandomWorld,
  model: RandomModel,
  allowed: readonly string[],
): string[] {
  const refs = allowed.filter((name) => !name.includes("@"));
  const wish = { d, release, kind: "model", place: "file", refs, density: 0.09 } as const;
  const calls: string[] = [];
  for (let index = d.chance(0.15) ? 2 : 1; index > 0; index--) {
    const config = randomConfig({ ...wish, groups: model.package === ROOT ? groups : [] });
    if (model.isLoose && d.chance(0.3)) config["enabled"] = d.chance(0.5);
    if (model.versions.length === 0 && d.chance(0.08)) config["alias"] = `${model.name}_aka`;
    // dbt refuses a `config()` without anything in it.
    if (Object.keys(config).length === 0) config["tags"] = ["z"];
    const entries = Object.entries(config);
    const named = entries.filter(([key]) => /^\w+$/.test(key));
    const words = named.map(([key, value]) => `${key}=${jinjaLiteral(value)}`);
    const others = words.filter((word) => !word.startsWith("meta="));
    calls.push(
      d.pick([
        () => `{{ config(${words.join(", ")}) }}`,
        () => `{{\n  config(\n    ${words.join(",\n    ")}\n  )\n}}`,
        () => `{{ config(${jinjaLiteral(config)}) }}`,
        () => `{% do config(${words.join(", ")}) %}`,
        () => `{%- set options = ${jinjaLiteral(config)} -%}\n{{ config(**options) }}`,
        () => `{% if var('on', true) %}{{ config(${words.join(", ")}) }}{% endif %}`,
        () => `-- {{ config(${words.join(", ")}) }}`,
        () => `{% if var('off', false) %}{{ config(materialized='table') }}{% endif %}`,
        () => `{{ tuned(${words.join(", ")}) }}`,
        () => `{{ config(${[...others, "meta={'from': var('on'), 'n': 1 + 2}"].join(", ")}) }}`,
      ])(),
    );
  }
  return calls;
}

/** A reference to `name`, which may be `name`, or `name@version`. */
function refLine(world: RandomWorld, model: RandomModel, target: string): string {
  const { d } = world;
  const [name, version] = target.split("@") as [string, string | undefined];
  const owner = world.models.find((one) => one.name === name)?.package ?? ROOT;
  if (version !== undefined) {
    return d.pick([
      `select * from {{ ref('${name}', v=${version}) }}`,
      `select * from {{ ref('${name}', version=${version}) }}`,
      `select * from {{ ref('${owner}', '${name}', v='${version}') }}`,
      `{% set which = ${version} %}select * from {{ ref("${name}", version=which) }}`,
    ]);
  }
  const [first, last] = [name.slice(0, 3), name.slice(3)];
  const forms = [
    `select * from {{ ref('${name}') }}`,
    `select * from {{ref("${name}")}}`,
    `select * from {{ ref('${owner}', '${name}') }}`,
    `-- depends_on: {{ ref('${name}') }}`,
    `{% set relation = ref('${name}') %}select * from {{ relation }}`,
    `{% for one in ['${name}'] %}select * from {{ ref(one) }}{% endfor %}`,
    `select * from {{ ref('${first}' ~ '${last}') }}`,
    `{% if var('on') %}select * from {{ ref('${name}') }}{% endif %}`,
    `{% if var('off') %}nothing{% else %}select * from {{ ref('${name}') }}{% endif %}`,
    `{% set sql %}select * from {{ ref('${name}') }}{% endset %}{{ sql }}`,
    `{% if execute %}{{ run_query('x') }}{% endif %}select * from {{ ref('${name}') | upper }}`,
    `{% set ns = namespace(r=none) %}{% set ns.r = ref('${name}') %}{{ ns.r }}`,
    `{{ var('no_such', ref('${name}')) }}`,
    `{%- for i in range(2) -%}{{ ref('${name}') if i == 1 else '' }}{%- endfor -%}`,
    `{{ ref(**{'model_name': '${name}'}) if false else ref('${name}') }}`,
    `{% call wrapped() %}{{ ref('${name}') }}{% endcall %}`,
    `{{ { 'a': ref('${name}') }['a'] }} {{ [ref('${name}')] | length }}`,
  ];
  if (model.package === ROOT) {
    forms.push(`{{ my_ref('${name}') }}`, `{{ union_of(['${name}']) }}`);
    if (world.hasPackage) {
      forms.push(`{{ ${PACKAGE}.pick_ref('${name}') }}`, `{{ spread('${name}') }}`);
    }
  }
  return d.pick(forms);
}

function sourceLine({ d }: RandomWorld, [source, table]: readonly [string, string]): string {
  return d.pick([
    `select * from {{ source('${source}', '${table}') }}`,
    `select * from {{ source("${source}","${table}") }}`,
    `{% set s = '${source}' %}{{ source(s, '${table}') }}`,
    `{{ my_source('${source}', '${table}') }}`,
    `{{ source('${source}', '${table}').identifier }}`,
  ]);
}

/** What looks like a reference and is none, and other things that a reader trips over. */
function trap({ d }: RandomWorld, model: RandomModel, allowed: readonly string[]): string {
  const name = allowed.length === 0 ? "x" : d.pick(allowed).split("@")[0]!;
  return d.pick([
    `{# {{ ref('${name}') }} #}`,
    `{% raw %}{{ ref('${name}') }}{% endraw %}`,
    "{% if is_incremental() %}where id > (select max(id) from {{ this }}){% endif %}",
    `{% if execute and 1 == 2 %}{{ ref('${name}') }}{% endif %}`,
    "{% for c in var('columns', ['x', 'y']) %}{{ c }}{{ ',' if not loop.last }}{% endfor %}",
    "{{ target.name }} {{ target.schema | upper }} {{ model.name }} {{ this.identifier }}",
    "{{ env_var('HEDDLE_NO_SUCH', 'fallback') }} {{ dbt_version[:2] }}",
    "{% set q = dbt.type_string() %}{{ dbt.dateadd('day', 1, 'now()') }}",
    "{% call statement('x') %}select 1{% endcall %}",
    `{{ "{{ ref('${name}') }}" }}`,
    "{% macro local(x) %}{{ x }}{% endmacro %}",
    "{{ adapter.dispatch('greet', 'shop')() }}",
    "select '{' || '}' -- }} %} {",
    `{%- if target.name != 'prod' -%}/* ${model.folder} */{%- endif -%}`,
    "{{ log('hello', info=false) }}{{ exceptions.warn('careful') if false }}",
    "{{ var('nested')['a'] }} {{ var('jinja_text') }}",
    "{% set a, b = 1, 2 %}{{ a + b }} {{ 'x' if a is divisibleby 2 else 'y' }}",
  ]);
}

/** Code of a Python model. */
export function pythonCode(world: RandomWorld, model: RandomModel): string {
  const { d } = world;
  const allowed = world.refsOf(model.package).filter((name) => !name.includes("@"));
  const lines = ["def model(dbt, session):"];
  if (d.chance(0.6)) {
    const words = d.some(
      ["tags=['py', 'x']", "meta={'a': 1}", "packages=['numpy']", "enabled=True"].concat(
        d.chance(0.3) ? ["materialized='incremental'"] : [],
      ),
      0.5,
    );
    if (words.length > 0) lines.push(`    dbt.config(${words.join(", ")})`);
  }
  if (d.chance(0.3)) lines.push("    key = dbt.config.get('threads', 3)");
  if (d.chance(0.2)) lines.push("    level = dbt.config.meta_get('level')");
  if (allowed.length > 0) {
    lines.push(
      `    a = dbt.ref('${d.pick(allowed)}')`,
      `    b = dbt.ref("${d.pick(allowed)}")  # dbt.ref('no')`,
    );
  }
  if (model.package === ROOT && world.sources.length > 0 && d.chance(0.5)) {
    const [source, table] = d.pick(world.sources);
    lines.push(`    c = dbt.source('${source}', '${table}')`);
  }
  lines.push("    text = \"dbt.ref('never')\"", "    return session", "");
  return lines.join("\n");
}
