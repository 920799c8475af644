/**
 * Corners of a random dbt project that are nodes or decide about nodes: versions that are no whole
 * numbers, models of one name of which one is off, several snapshots in a file, functions that read
 * models, private models, materializations and microbatches.
 */
import { type Fields, metaOf, randomConfig } from "./randomProjectConfig";
import { type Yaml, yamlText } from "./randomProjectText";
import { PACKAGE, pathIn, type RandomWorld, ROOT } from "./randomProjectWorld";

/** Adds files of its own to the world; nothing else refers to what is in them. */
export function writeCorners(world: RandomWorld): void {
  const { d } = world;
  if (d.chance(0.4)) writeOddVersions(world);
  if (d.chance(0.4)) writeTwins(world);
  if (d.chance(0.4)) writeSnapshotFile(world);
  if (d.chance(0.4)) writeFunctionsOfModels(world);
  if (d.chance(0.4)) writePrivateModels(world);
  if (d.chance(0.4)) writeMaterialization(world);
  if (d.chance(0.4)) writeMicrobatch(world);
  if (d.chance(0.35)) writeOverrides(world);
}

function put(world: RandomWorld, path: string, text: string): void {
  world.files.set(path, text);
}

function properties(world: RandomWorld, path: string, value: Fields): void {
  put(world, path, yamlText(value, world.d));
}

/** Versions that are texts or fractions, with tests, config and exposure of some. */
function writeOddVersions(world: RandomWorld): void {
  const { d, release } = world;
  const [first, second] = d.pick<readonly [Yaml, Yaml]>([
    ["alpha", "beta"],
    [1.5, 2],
    ["1", 2],
    [10, 9],
    ["2024-01", "2024-02"],
  ]);
  const suffix = (v: Yaml): string => `odd_v${String(v)}`;
  for (const v of [first, second]) {
    const config = d.chance(0.3) ? "{{ config(tags=['own'], alias='odd_alias') }}" : "";
    const isFirst = v === first;
    const file = isFirst && d.chance(0.5) ? "odd" : suffix(v);
    put(
      world,
      `models/marts/${file}.sql`,
      `${isFirst ? "" : config}select ${isFirst ? 1 : 2} as id`,
    );
    if (file === "odd") put(world, "models/marts/read_odd.sql", "select * from {{ ref('odd') }}");
  }
  const isPlain = world.files.has("models/marts/odd.sql");
  const literal = (v: Yaml): string => (typeof v === "string" ? `'${v}'` : String(v));
  const latest = d.chance(0.5) ? { latest_version: d.pick([first, second]) } : {};
  put(
    world,
    "models/marts/uses_odd.sql",
    `select * from {{ ref('odd') }} union all select * from {{ ref('odd', v=${literal(second)}) }} union all select * from {{ ref('${ROOT}', 'odd', version=${literal(first)}) }}`,
  );
  properties(world, "models/marts/odd.yml", {
    models: [
      {
        name: "odd",
        ...latest,
        config: { tags: ["all"], ...(d.chance(0.3) && { materialized: "table" }) },
        columns: [
          { name: "id", data_tests: ["not_null"] },
          { name: "extra", tags: ["c"] },
        ],
        data_tests: [{ has_rows: { at_least: 3 } }],
        versions: [
          {
            v: first,
            ...(isPlain && { defined_in: "odd" }),
            ...(d.chance(0.4) && { config: { meta: metaOf(d, "yaml"), schema: "old" } }),
            ...(d.chance(0.3) && { deprecation_date: "2030-01-01" }),
            ...(d.chance(0.4) && { columns: [{ include: ["id"] }] }),
          },
          {
            v: second,
            ...(d.chance(0.3) && { config: { alias: "second_alias", tags: "two" } }),
            ...(d.chance(0.4) && {
              columns: [
                { include: "*", exclude: ["extra"] },
                { name: "late", data_tests: ["unique"] },
              ],
            }),
            ...(release >= 9 && d.chance(0.3) && { description: "b" }),
          },
        ],
      },
    ],
  });
}

/** Two files of one name: dbt takes the one that is on, wherever the other is switched off. */
function writeTwins(world: RandomWorld): void {
  const { d } = world;
  const off = d.pick(["{{ config(enabled=false) }}", "{{ config(enabled=var('off')) }}"]);
  put(world, "models/staging/twin.sql", `${off}select * from {{ ref('no_such_model') }}`);
  put(world, "models/marts/twin.sql", "{{ config(enabled=var('on')) }}select 1 as id");
  put(world, "models/marts/of_twin.sql", "select * from {{ ref('twin') }}");
  properties(world, "models/marts/twin.yml", {
    models: [
      {
        name: "twin",
        description: "one of two",
        config: { meta: { of: "both" } },
        columns: [{ name: "id", data_tests: ["unique", "not_null"] }],
      },
      ...(d.chance(0.5) ? [{ name: "of_twin", config: { enabled: false } }] : []),
    ],
  });
}

/** Two snapshots in a file, one of them perhaps off, with config in the file and beside it. */
function writeSnapshotFile(world: RandomWorld): void {
  const { d, release } = world;
  const target = release === 8 ? "target_schema='snaps', " : "";
  const block = (name: string, config: string): string =>
    `{% snapshot ${name} %}\n{{ config(${target}unique_key='id', ${config}) }}\nselect 1 as id, current_date as at\n{% endsnapshot %}\n`;
  put(
    world,
    `snapshots/${d.pick(["", "deep/"])}pair.sql`,
    block("pair_check", `strategy='check', check_cols=${d.pick(["'all'", "['id']"])}`) +
      block(
        "pair_time",
        `strategy='timestamp', updated_at='at', enabled=${d.pick(["true", "var('on')", "var('off')"])}`,
      ),
  );
  const own = randomConfig({
    ...{ d, release, kind: "snapshot", place: "yaml" },
    ...{ refs: [], groups: world.groups, density: 0.12 },
  });
  const later: Fields =
    release >= 9
      ? {
          ...(d.chance(0.4) && {
            snapshot_meta_column_names: { dbt_valid_to: "until", dbt_scd_id: "scd" },
          }),
          ...(d.chance(0.3) && { dbt_valid_to_current: "to_date('9999-12-31')" }),
          ...(d.chance(0.3) && { hard_deletes: "new_record" }),
        }
      : {};
  properties(world, "snapshots/pair.yml", {
    snapshots: [
      {
        name: "pair_check",
        config: { ...own, ...later },
        columns: [{ name: "id", data_tests: ["unique"] }],
      },
      { name: "pair_time", columns: [{ name: "at", data_tests: ["not_null"] }] },
    ],
  });
}

/** Functions that read models and each other, and a model that calls one. */
function writeFunctionsOfModels(world: RandomWorld): void {
  const { d, files, release } = world;
  if (release < 11) return;
  put(world, "models/marts/rates.sql", "{{ config(materialized='table') }}select 2 as rate");
  const name = d.pick(["priced", "sub/priced"]);
  put(world, `functions/${name}.sql`, "x * (select max(rate) from {{ ref('rates') }})");
  put(world, "functions/doubled.sql", "{{ function('priced') }}(x) * 2");
  put(
    world,
    "models/marts/calls.sql",
    "select {{ function('doubled') }}(1), {{ function('shop', 'priced') }}(2)",
  );
  const argument = [{ name: "x", data_type: "int" }];
  const config = randomConfig({
    ...{ d, release, kind: "function", place: "yaml" },
    ...{ refs: [], groups: [], density: 0.3 },
  });
  const entries: Fields[] = [
    {
      name: "priced",
      config: { ...config, ...(d.chance(0.4) && { schema: "fns", alias: "priced_by" }) },
      arguments: argument,
      returns: { data_type: "int" },
    },
    { name: "doubled", arguments: argument, returns: { data_type: "int" } },
  ];
  const before = files.has("functions/functions.yml") ? "functions/more.yml" : "functions/all.yml";
  properties(world, before, { functions: entries });
}

/** A private model that its group reads, and access set in other places than the entry. */
function writePrivateModels(world: RandomWorld): void {
  const { d } = world;
  put(world, "models/marts/hidden.sql", "select 1 as id");
  const group = d.chance(0.5) ? "{{ config(group='g_hidden') }}" : "";
  put(world, "models/marts/sees_hidden.sql", `${group}select * from {{ ref('hidden') }}`);
  put(world, "models/marts/open.sql", "{{ config(access='public', group='g_hidden') }}select 1");
  properties(world, "models/marts/hidden.yml", {
    groups: [{ name: "g_hidden", owner: { email: "o@example.com" } }],
    models: [
      d.chance(0.5)
        ? { name: "hidden", access: "private", group: "g_hidden" }
        : { name: "hidden", config: { access: "private", group: "g_hidden" } },
      ...(group === "" ? [{ name: "sees_hidden", config: { group: "g_hidden" } }] : []),
    ],
  });
}

/** A materialization of the project's own, and configuration asked for while a model is read. */
function writeMaterialization(world: RandomWorld): void {
  const { d } = world;
  put(
    world,
    "macros/materialize.sql",
    `{% materialization my_kind, ${d.pick(["default", "adapter='duckdb'"])} %}{{ return({'relations': []}) }}{% endmaterialization %}\n`,
  );
  put(
    world,
    "models/staging/own_kind.sql",
    "{{ config(materialized='my_kind', picked='x') }}\n{% set kind = config.get('picked', default='y') %}select '{{ kind }}' as k, '{{ config.get('none_such') }}' {{ 'as ' ~ model.name }}",
  );
  const macro = d.pick([
    "{{ config.require('materialized') }}",
    "{{ model.config.materialized }}",
    "{{ this.schema }}.{{ this.identifier }}",
    "{{ model.unique_id }}{{ model.fqn | join('.') }}",
    "{{ adapter.quote('x') }}{{ target.type }}",
  ]);
  put(world, "models/staging/own_facts.sql", `select '${macro}' as f`);
  properties(world, "macros/macros.yml", {
    macros: [
      {
        name: "stamp",
        description: "x",
        arguments: [{ name: "x", type: "string", description: "y" }],
        docs: { show: false },
      },
    ],
  });
}

function writeMicrobatch(world: RandomWorld): void {
  const { d, release } = world;
  put(
    world,
    "models/marts/batched.sql",
    `{{ config(materialized='incremental', ${release >= 9 ? "incremental_strategy='microbatch', event_time='at', begin='2024-01-01', batch_size='day'" : "unique_key='id'"}) }}select 1 as id, current_date as at`,
  );
  properties(world, "models/marts/batched.yml", {
    models: [
      {
        name: "batched",
        config: {
          lookback: d.int(0, 4),
          ...(d.chance(0.4) && { concurrent_batches: d.chance(0.5) }),
          ...(d.chance(0.3) && { begin: "2023-06-01 12:00:00" }),
        },
      },
    ],
  });
}

/** Macros of dbt's own names: builtins, tests, what decides about branches and about names. */
function writeOverrides(world: RandomWorld): void {
  const { d } = world;
  const macros = [
    `{% macro ref() %}
{% set version = kwargs.get('version') or kwargs.get('v') %}
{% if varargs | length == 1 %}{% set found = builtins.ref(varargs[0], version=version) %}
{% else %}{% set found = builtins.ref(varargs[0], varargs[1], version=version) %}{% endif %}
{% do return(found) %}
{% endmacro %}`,
    "{% macro source(source_name, table_name) %}{{ return(builtins.source(source_name, table_name)) }}{% endmacro %}",
    "{% test not_null(model, column_name, note='x') %}{{ config(severity='warn', tags='ours') }}select * from {{ model }} where {{ column_name }} is null{% endtest %}",
    "{% macro default__test_unique(model, column_name) %}{{ stamp('u') }}select {{ column_name }} from {{ model }}{% endmacro %}",
    "{% macro is_incremental() %}{{ return(var('on')) }}{% endmacro %}",
    "{% macro get_where_subquery(relation) %}{{ relation }}{{ stamp('w') }}{% endmacro %}",
    "{% macro should_full_refresh() %}{{ return(false) }}{% endmacro %}",
    "{% macro duckdb__generate_schema_name(custom_schema_name, node) %}{{ custom_schema_name or 'plain' }}{% endmacro %}",
  ];
  for (const [index, text] of macros.entries()) {
    if (d.chance(0.3)) put(world, `macros/own/override_${index}.sql`, `${text}\n`);
  }
  put(
    world,
    "models/staging/branches.sql",
    "select 1 as id {% if is_incremental() %}from {{ ref('branched') }}{% endif %}{% if should_full_refresh() %}, {{ ref('branched') }}{% endif %}",
  );
  put(world, "models/staging/branched.sql", "{{ config(schema='alt') }}select 1 as id");
  if (world.hasPackage && d.chance(0.5)) {
    const name = d.pick(["generate_schema_name", "default__generate_alias_name"]);
    put(
      world,
      pathIn(PACKAGE, "macros/names.sql"),
      name === "generate_schema_name"
        ? "{% macro generate_schema_name(custom_schema_name, node) %}kit_{{ custom_schema_name or target.schema }}{% endmacro %}"
        : "{% macro default__generate_alias_name(custom_alias_name=none, node=none) %}kit_{{ custom_alias_name or node.name }}{% endmacro %}",
    );
  }
}
