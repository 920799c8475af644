/**
 * A dbt project of any size for benchmarks: layered models with realistic SQL, macros, YAML with
 * two generic tests a model and hints in `meta.heddle`, which dbt 1 and dbt 2 both take. The same
 * size and seed give the same bytes.
 */

export interface GeneratedProject {
  /** Texts by path relative to the project. */
  readonly files: ReadonlyMap<string, string>;
  readonly modelCount: number;
  readonly testCount: number;
}

const MODELS_PER_YAML = 49;
const DOMAINS = [
  "sales",
  "finance",
  "product",
  "marketing",
  "support",
  "logistics",
  "people",
  "web",
];
const COLUMNS = ["order_id", "customer_id", "amount", "status", "created_at", "region", "channel"];

/** Project with `modelCount` models and two generic tests for each; O(modelCount). */
export function generateProject(modelCount: number, seed = 1): GeneratedProject {
  const random = seededRandom(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const files = new Map<string, string>();
  const stagingCount = Math.ceil(modelCount * 0.3);
  const intermediateCount = Math.ceil(modelCount * 0.4);
  const names: string[] = [];
  const folders: string[] = [];

  for (let index = 0; index < modelCount; index++) {
    const layer =
      index < stagingCount
        ? "staging"
        : index < stagingCount + intermediateCount
          ? "intermediate"
          : "marts";
    const domain = DOMAINS[index % DOMAINS.length]!;
    const name = `${layer === "staging" ? "stg" : layer === "intermediate" ? "int" : "fct"}_${domain}_${index}`;
    const folder = `models/${layer}/${domain}`;
    const parents =
      layer === "staging"
        ? []
        : Array.from({ length: 1 + Math.floor(random() * 4) }, () => {
            // Most parents are near in the list, so that chains are as deep as in real projects.
            const window = Math.min(index, 400);
            const near = index - 1 - Math.floor(random() * window);
            return names[random() < 0.6 ? near : Math.floor(random() * stagingCount)]!;
          });
    files.set(`${folder}/${name}.sql`, modelSql(layer, index, [...new Set(parents)], pick, random));
    names.push(name);
    folders.push(folder);
  }

  for (let first = 0, part = 0; first < modelCount; first += MODELS_PER_YAML, part++) {
    const chunk = names.slice(first, first + MODELS_PER_YAML);
    files.set(`${folders[first]}/schema_${part}.yml`, propertiesYaml(chunk));
  }
  files.set("models/sources.yml", sourcesYaml(stagingCount));
  files.set("macros/money.sql", MACROS);
  files.set("dbt_project.yml", PROJECT);
  files.set("profiles.yml", PROFILES);
  return { files, modelCount, testCount: modelCount * 2 };
}

function modelSql(
  layer: string,
  index: number,
  parents: readonly string[],
  pick: <T>(items: readonly T[]) => T,
  random: () => number,
): string {
  const usesMacro = random() < 0.3;
  const amount = usesMacro ? "{{ cents_to_dollars('amount') }}" : "amount / 100.0";
  const config =
    random() < 0.5
      ? `{{ config(materialized='${pick(["view", "table", "table"])}', tags=['${pick(DOMAINS)}']) }}\n\n`
      : "";
  if (layer === "staging") {
    return `${config}with source as (

    select * from {{ source('raw', 'table_${index}') }}

),

renamed as (

    select
        ${COLUMNS.join(",\n        ")},
        ${amount} as amount_usd,
        case when status = 'returned' then 1 else 0 end as is_returned
    from source
    where created_at >= '2020-01-01' -- older rows were never migrated

)

select * from renamed
`;
  }
  const imports = parents.map(
    (name, place) => `p${place} as (\n\n    select * from {{ ref('${name}') }}\n\n)`,
  );
  const joins = parents
    .slice(1)
    .map((_, place) => `    left join p${place + 1} on p0.order_id = p${place + 1}.order_id`)
    .join("\n");
  const windows = Array.from(
    { length: Math.floor(random() * 3) },
    (_, place) =>
      `        sum(p0.amount) over (\n            partition by p0.customer_id\n            order by p0.created_at\n        ) as running_${place},\n`,
  ).join("");
  const loop = usesMacro
    ? "{% for channel in ['web', 'store', 'phone'] %}\n        sum(case when p0.channel = '{{ channel }}' then 1 end) as {{ channel }}_orders,\n        {% endfor %}"
    : "";
  const increment =
    random() < 0.1
      ? "\n{% if is_incremental() %}\n    where p0.created_at > (select max(created_at) from {{ this }})\n{% endif %}\n"
      : "";
  return `${config}with ${imports.join(",\n\n")},

joined as (

    select
        p0.customer_id,
        p0.region,
${windows}        ${loop}
        ${amount.replace("amount", "p0.amount")} as amount_usd,
        count(*) as order_count
    from p0
${joins}${increment}
    group by 1, 2

)

select * from joined
`;
}

function propertiesYaml(names: readonly string[]): string {
  const models = names.map(
    (name) => `  - name: ${name}
    description: "One row per order of ${name.replaceAll("_", " ")}, refreshed every night."
    columns:
      - name: order_id
        description: Primary key.
        data_tests:
          - unique
          - not_null
      - name: amount_usd
        description: Amount in US dollars.
`,
  );
  return `version: 2\n\nmodels:\n${models.join("\n")}`;
}

function sourcesYaml(count: number): string {
  const tables = Array.from({ length: count }, (_, index) => `      - name: table_${index}\n`);
  return `version: 2\n\nsources:\n  - name: raw\n    schema: raw\n    tables:\n${tables.join("")}`;
}

const MACROS = `{% macro cents_to_dollars(column_name, precision=2) %}
    round({{ column_name }} / 100.0, {{ precision }})
{% endmacro %}
`;

const PROJECT = `name: bench
version: "1.0"
profile: bench
models:
  bench:
    staging:
      +materialized: view
      +meta:
        heddle:
          threads: 6
    intermediate:
      +materialized: table
      +meta:
        heddle:
          threads: 2
    marts:
      +materialized: table
      +meta:
        heddle:
          threads: 1
`;

const PROFILES = `bench:
  target: dev
  outputs:
    dev:
      type: duckdb
      path: bench.duckdb
      threads: 16
`;

/** Mulberry32: small, fast, and the same on every machine. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
