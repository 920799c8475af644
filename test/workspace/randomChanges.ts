/** Random changes of a small dbt project: what people, dbt and git do to one, and half of it. */
import fc from "fast-check";
import type { Settings } from "../../server/src/protocol";

/** One step; files are relative to the project. `ask` takes a snapshot and reads all of it. */
export type Step =
  | { readonly do: "type"; readonly file: string; readonly text: string }
  | { readonly do: "close"; readonly file: string }
  | { readonly do: "write"; readonly file: string; readonly text: string; readonly told: Told }
  | { readonly do: "delete"; readonly file: string; readonly told: Told }
  | { readonly do: "rename"; readonly file: string; readonly to: string }
  | { readonly do: "set"; readonly settings: Partial<Settings> }
  | { readonly do: "open"; readonly folders: readonly string[] }
  | { readonly do: "ask" };

/** Whether a change on disk is told of the file itself or of its folder. */
export type Told = "file" | "folder";

const runResults = (seconds: number, day: number): string =>
  JSON.stringify({
    metadata: {
      dbt_schema_version: "https://schemas.getdbt.com/dbt/run-results/v6.json",
      dbt_version: "1.11.0",
      generated_at: `2026-01-0${day}T02:00:00Z`,
      invocation_id: `run-${day}`,
    },
    results: ["model.shop.a", "model.shop.b", "seed.shop.s"].map((id, index) => ({
      unique_id: id,
      status: "success",
      timing: [
        {
          name: "execute",
          started_at: `2026-01-0${day}T01:00:00Z`,
          completed_at: `2026-01-0${day}T01:00:${String(seconds + index).padStart(2, "0")}Z`,
        },
      ],
      thread_id: "Thread-1 (worker)",
      execution_time: seconds + index,
      adapter_response: {},
      failures: null,
      message: "OK",
    })),
    elapsed_time: 60,
    args: { which: "run" },
  });

const MODELS = [
  "select 1",
  "select * from {{ ref('a') }}",
  "select * from {{ ref('b') }} join {{ ref('c') }} using (id)",
  "select * from {{ source('raw', 'orders') }} -- {{ ref('s') }}",
  "{{ config(materialized='table', tags=['x'], meta={'threads': 3}) }} select 1",
  "{{ config(enabled=var('on', true), threads=2) }} select * from {{ ref('d') }}",
  "{{ pick('a') }} select * from {{ ref(pick('b')) }}",
  "{% if target.name == 'prod' %}{{ ref('a') }}{% else %}{{ ref('c') }}{% endif %}",
  "select {{ env_var('LEVEL', '1') }}, {{ run_started_at }} from {{ ref('pkg', 'p') }}",
  "select * from {{ ref('e', v=2) }} -- {{ undefined_thing() }}",
];
const PROPERTIES = [
  "version: 2\nmodels:\n  - name: a\n    config: {tags: [nightly], meta: {heddle: {threads: 4}}}\n",
  "models:\n  - name: b\n    columns:\n      - name: id\n        data_tests: [unique, not_null]\n",
  "models:\n  - name: c\n    config: {enabled: false}\n  - name: d\n    description: '{{ doc(\"d\") }}'\n",
  "sources:\n  - name: raw\n    tables: [{name: orders, columns: [{name: id, tests: [unique]}]}]\n",
  "models:\n  - name: e\n    latest_version: 2\n    versions: [{v: 1}, {v: 2, defined_in: d}]\n",
  "exposures:\n  - name: board\n    type: dashboard\n    owner: {email: a@b.c}\n    depends_on: [ref('a')]\n",
  "unit_tests:\n  - name: u\n    model: a\n    given: []\n    expect: {rows: [{id: 1}]}\n",
  "models: [{name: a, config: {materialized: view}}, {name: a}]\nseeds: [{name: s}]\n",
];
const MACROS = [
  "{% macro pick(name) %}{{ return(name) }}{% endmacro %}",
  "{% macro pick(name) %}{{ return('c') }}{% endmacro %}{% macro other() %}x{% endmacro %}",
  "{% macro generate_schema_name(custom, node) %}{{ node.name }}_{{ var('n', 0) }}{% endmacro %}",
  "{% macro pick(name) %}{{ inner(name) }}{% endmacro %}{% macro inner(x) %}{{ return(x) }}{% endmacro %}",
  "{% test small(model, column_name) %}select 1{% endtest %}",
];
const PROJECTS = [
  "name: shop\nprofile: shop\n",
  "name: shop\nprofile: shop\nmodels:\n  shop:\n    +tags: all\n    marts: {+materialized: table, +threads: 5}\n",
  "name: shop\nprofile: shop\nvars: {on: false, n: 3}\nmodels: {+meta: {threads: 2}}\n",
  "name: shop\nprofile: shop\nmodel-paths: [models, more]\nseeds: {+enabled: false}\n",
  "name: renamed\nprofile: other\nrequire-dbt-version: '>=2.0.0'\n",
];
const PROFILES = [
  "shop:\n  target: dev\n  outputs:\n    dev: {type: postgres, schema: d, threads: 4}\n    prod: {type: postgres, schema: p, threads: 8}\n",
  "shop:\n  target: prod\n  outputs:\n    prod: {type: duckdb, schema: x}\n",
];

/** The texts that each file of the project may hold. */
export const FILES: Readonly<Record<string, readonly string[]>> = {
  "dbt_project.yml": PROJECTS,
  "profiles.yml": PROFILES,
  "models/a.sql": MODELS,
  "models/b.sql": MODELS,
  "models/c.sql": MODELS,
  "models/marts/d.sql": MODELS,
  "models/marts/e_v1.sql": MODELS,
  "more/deep/f.sql": MODELS,
  "models/props.yml": PROPERTIES,
  "models/marts/props.yml": PROPERTIES,
  "models/docs.md": ["{% docs d %}text{% enddocs %}", "nothing"],
  "macros/m.sql": MACROS,
  "macros/n.sql": MACROS,
  "seeds/s.csv": ["id\n1\n", "id,x\n1,2\n"],
  "snapshots/s.sql": [
    "{% snapshot snap %}{{ config(strategy='check', unique_key='id', check_cols='all') }}select * from {{ ref('a') }}{% endsnapshot %}",
  ],
  "tests/t.sql": ["select * from {{ ref('b') }}", "{{ config(severity='warn') }} select 1"],
  "analyses/y.sql": ["select * from {{ ref('a') }}"],
  "packages.yml": ["packages: [{package: x/pkg, version: 1.0.0}]\n", "packages: []\n"],
  "dbt_packages/pkg/dbt_project.yml": ["name: pkg\nmodels: {+tags: p}\n", "name: shop\n"],
  "dbt_packages/pkg/models/p.sql": MODELS,
  "dbt_packages/pkg/macros/q.sql": MACROS,
  "nested/dbt_project.yml": ["name: nested\nprofile: shop\n", "name: shop\n"],
  "nested/models/a.sql": MODELS,
  "selectors.yml": [
    "selectors: [{name: x, definition: 'tag:x'}]\n",
    "selectors: [{name: y, default: true, definition: a}]\n",
  ],
  "heddle.yml": ["rules: {serial-chain: 'off'}\n", "rules: {unknown-ref: hint, nothing: error}\n"],
  "target/run_results.json": [runResults(5, 1), runResults(50, 2), "{"],
  "history/2026/run_results_3.json": [runResults(9, 3), "[]"],
};

export const SETTINGS: readonly Partial<Settings>[] = [
  {},
  { vars: { on: false } },
  { target: "prod" },
  { threads: 3, reservePercent: 0 },
  { engine: "fusion" },
  { env: { LEVEL: "2" }, at: "2025-05-05T05:05:05Z" },
  { history: ["history/**/*.json"] },
  { rules: { "unknown-ref": "off" } },
  { projectDir: "nested" },
  { profilesDir: "nested" },
];

const FOLDERS = [[""], ["models"], ["nested"], ["nested/models", ""], []];

const file = fc.constantFrom(...Object.keys(FILES));
const told = fc.constantFrom<Told>("file", "file", "folder");

/** A file with one of its texts, sometimes cut short as while somebody types. */
const fileWithText = file.chain((name) =>
  fc
    .tuple(fc.constantFrom(...(FILES[name] ?? [""])), fc.option(fc.nat(60), { freq: 3 }))
    .map(([text, cut]) => ({ file: name, text: cut === null ? text : text.slice(0, cut) })),
);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fileWithText.map((it) => ({ do: "type", ...it }) as const) },
  { weight: 2, arbitrary: file.map((name) => ({ do: "close", file: name }) as const) },
  {
    weight: 6,
    arbitrary: fc
      .tuple(fileWithText, told)
      .map(([it, whom]) => ({ do: "write", ...it, told: whom }) as const),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(file, told)
      .map(([name, whom]) => ({ do: "delete", file: name, told: whom }) as const),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(file, file)
      .map(([from, to]) => ({ do: "rename", file: from, to }) as const),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...SETTINGS).map((settings) => ({ do: "set", settings }) as const),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...FOLDERS).map((folders) => ({ do: "open", folders }) as const),
  },
  { weight: 4, arbitrary: fc.constant({ do: "ask" } as const) },
);

/** A project to begin with: each file at one of its texts, or absent. */
export const startingFiles = fc
  .tuple(
    ...Object.entries(FILES).map(([name, texts]) =>
      fc
        .option(fc.constantFrom(...texts), { freq: name === "dbt_project.yml" ? 20 : 3 })
        .map((text) => [name, text] as const),
    ),
  )
  .map(
    (entries) =>
      new Map(
        entries.flatMap(([name, text]): [string, string][] =>
          text === null ? [] : [[name, text]],
        ),
      ),
  );

export const steps = fc.array(step, { minLength: 1, maxLength: 14 });
