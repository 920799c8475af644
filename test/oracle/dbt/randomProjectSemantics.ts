/** Exposures, metrics, semantic models, saved queries and unit tests of a random dbt project. */
import { type Fields, metaOf } from "./randomProjectConfig";
import { type Yaml, yamlText } from "./randomProjectText";
import { type RandomWorld, ROOT } from "./randomProjectWorld";

export function writeSemantics(world: RandomWorld): void {
  const { d, files, models } = world;
  const plain = models.filter(({ isLoose, versions, language, package: owner }) => {
    return !isLoose && versions.length === 0 && language === "sql" && owner === ROOT;
  });
  const [target] = plain;
  if (target !== undefined && d.chance(0.4)) {
    // No ephemeral model may carry a semantic one.
    const text = `{{ config(materialized='table') }}select * from {{ ref('${target.name}') }}`;
    files.set("models/marts/semantic_facts.sql", text);
    writeSemanticModel(world, "semantic_facts");
  }
  if (world.release >= 12 && d.chance(0.4)) writePlainSemantics(world);
  if (plain.length > 0)
    writeExposures(
      world,
      plain.map(({ name }) => name),
    );
  if (world.seeds.length > 0 && d.chance(0.4)) {
    files.set("models/marts/unit_target.sql", `select * from {{ ref('${world.seeds[0]}') }}`);
    files.set("models/marts/unit.yml", yamlText({ unit_tests: unitTests(world) }, d));
  }
}

function writeSemanticModel(world: RandomWorld, model: string): void {
  const { d, files, release, metrics } = world;
  files.set(
    "models/metricflow_time_spine.sql",
    "{{ config(materialized='table') }}select cast('2024-01-01' as date) as date_day",
  );
  if (release >= 12 || (release >= 9 && d.chance(0.6))) {
    const spine: Fields = {
      name: "metricflow_time_spine",
      time_spine: { standard_granularity_column: "date_day" },
      columns: [{ name: "date_day", granularity: "day" }],
    };
    files.set("models/spine.yml", yamlText({ models: [spine] }, d));
  }
  const hasOwnMetric = d.chance(0.5);
  const config = (): Fields => ({
    ...(d.chance(0.5) && { meta: metaOf(d, "yaml") }),
    ...(world.groups.length > 0 && d.chance(0.3) && { group: world.groups[0]! }),
  });
  const semantic: Fields = {
    name: `sem_${model}`,
    model: d.pick([`ref('${model}')`, `ref("${model}")`, `ref('${ROOT}', '${model}')`]),
    defaults: { agg_time_dimension: "at" },
    entities: [{ name: "the_id", type: "primary", expr: "id" }],
    dimensions: [
      { name: "at", type: "time", type_params: { time_granularity: "day" } },
      { name: "kind", type: "categorical", expr: "id" },
    ],
    measures: [
      { name: "total", agg: "sum", expr: "id" },
      { name: "how_many", agg: "count", expr: "id", create_metric: hasOwnMetric },
    ],
    ...(d.chance(0.5) && { config: config() }),
  };
  const list: Fields[] = [
    {
      name: "m_total",
      label: "Total",
      type: "simple",
      type_params: { measure: "total" },
      ...(d.chance(0.5) && { config: config() }),
    },
  ];
  metrics.push("m_total");
  if (hasOwnMetric) {
    metrics.push("how_many");
    list.push({
      name: "m_ratio",
      label: "Ratio",
      type: "ratio",
      type_params: { numerator: "m_total", denominator: { name: "how_many" } },
      ...(d.chance(0.4) && { meta: { a: 1 }, tags: ["metric_tag"] }),
    });
    metrics.push("m_ratio");
  }
  if (d.chance(0.5)) {
    list.push({
      name: "m_derived",
      label: "Derived",
      type: "derived",
      type_params: { expr: "tt * 2", metrics: [{ name: "m_total", alias: "tt" }] },
      filter: "{{ Dimension('the_id__kind') }} = 1",
    });
    metrics.push("m_derived");
  }
  const file: Fields = { semantic_models: [semantic], metrics: list };
  if (d.chance(0.6)) {
    file["saved_queries"] = [
      {
        name: "saved_one",
        query_params: {
          metrics: [d.pick(metrics)],
          group_by: ["TimeDimension('the_id__at', 'day')"],
        },
        exports: [{ name: "out", config: { export_as: d.pick(["table", "view"]) } }],
        ...(d.chance(0.5) && { config: { ...config(), cache: { enabled: d.chance(0.5) } } }),
        ...(release >= 10 && d.chance(0.4) && { tags: d.pick<Yaml>(["q", ["q1", "q2"]]) }),
      },
    ];
  }
  files.set("models/semantics.yml", yamlText(file, d));
}

/** A semantic model and metrics in a model's own entry, and metrics that rest on these. */
function writePlainSemantics(world: RandomWorld): void {
  const { d, files, metrics } = world;
  files.set("models/marts/sold.sql", "{{ config(materialized='table') }}select 1 as id");
  const spine: Fields = {
    name: "sold_days",
    time_spine: { standard_granularity_column: "day" },
    columns: [{ name: "day", granularity: "day" }],
  };
  const hasSpine = files.has("models/spine.yml");
  if (!hasSpine) files.set("models/sold_days.sql", "select current_date as day");
  const own = (): Fields => (d.chance(0.4) ? { config: { meta: metaOf(d, "yaml") } } : {});
  const entry: Fields = {
    name: "sold",
    semantic_model: d.pick<Yaml>([
      true,
      { name: "sales" },
      { enabled: true, config: { meta: metaOf(d, "yaml") } },
      { name: "sales", group: world.groups[0] ?? null, config: { meta: { a: 1 } } },
    ]),
    agg_time_dimension: "at",
    columns: [
      { name: "id", entity: { type: "primary", name: "sold_id" }, data_tests: ["unique"] },
      { name: "at", granularity: "day", dimension: { type: "time" } },
      { name: "colour", dimension: d.pick<Yaml>(["categorical", { type: "categorical" }]) },
    ],
    ...(d.chance(0.4) && {
      derived_semantics: {
        dimensions: [{ name: "is_big", type: "categorical", expr: "amount > 1" }],
      },
    }),
    metrics: [
      { name: "sold_total", agg: "sum", expr: "amount", ...own() },
      {
        name: "sold_count",
        agg: "count",
        expr: 1,
        filter: "{{ Dimension('sold_id__colour') }} = 'red'",
      },
      ...(d.chance(0.4)
        ? [{ name: "sold_off", agg: "max", expr: "x", config: { enabled: false } }]
        : []),
      { name: "sold_each", type: "ratio", numerator: "sold_total", denominator: "sold_count" },
    ],
  };
  metrics.push("sold_total", "sold_each");
  const list: Fields[] = [
    {
      name: "sold_growing",
      type: "cumulative",
      input_metric: "sold_total",
      // dbt 1.12.0 takes a window of this form for one that is not nested, which it refuses.
      ...(d.chance(0.1) ? { window: "7 days" } : { grain_to_date: "month" }),
    },
    {
      name: "sold_both",
      type: "derived",
      expr: "sold_total + sc",
      input_metrics: ["sold_total", { name: "sold_count", alias: "sc" }],
      ...own(),
    },
  ].filter(() => d.chance(0.6));
  files.set(
    "models/marts/sold.yml",
    yamlText({ models: hasSpine ? [entry] : [entry, spine], metrics: list }, d),
  );
}

function writeExposures(world: RandomWorld, names: readonly string[]): void {
  const { d, files, metrics, sources } = world;
  const exposures: Fields[] = [];
  for (let index = d.int(0, 2); index > 0; index--) {
    const dependsOn = [`ref('${d.pick(names)}')`, `ref("${d.pick(names)}")`];
    if (sources.length > 0) dependsOn.push(`source('${sources[0]![0]}', '${sources[0]![1]}')`);
    if (metrics.length > 0) dependsOn.push(`metric('${d.pick(metrics)}')`);
    const exposure: Fields = {
      name: `board_${index}`,
      type: d.pick(["dashboard", "notebook", "ml"]),
      owner: { name: "Kim", email: "kim@example.com" },
      depends_on: d.some(dependsOn, 0.7),
    };
    if (d.chance(0.4)) exposure["tags"] = d.some(["e1", "e2"], 0.6);
    if (d.chance(0.4)) exposure["meta"] = metaOf(d, "yaml");
    if (d.chance(0.4)) {
      exposure["config"] = {
        enabled: d.pick<Yaml>([
          true,
          "{{ var('on') }}",
          "{{ target.name == 'dev' }}",
          d.chance(0.5),
        ]),
        ...(d.chance(0.5) && { meta: { z: 1 } }),
        ...(d.chance(0.5) && { tags: ["from_config"] }),
      };
    }
    exposures.push(exposure);
  }
  if (exposures.length > 0)
    files.set("models/marts/exposures.yml", yamlText({ version: 2, exposures }, d));
}

function unitTests({ d, seeds, release }: RandomWorld): Fields[] {
  return [1, 2].slice(0, d.int(1, 2)).map((index) => ({
    name: `unit_${index}`,
    model: "unit_target",
    given: [{ input: `ref('${seeds[0]}')`, rows: [{ id: 1, name: "a" }] }],
    expect: { rows: [{ id: 1, name: "a" }] },
    ...(d.chance(0.5) && {
      config: {
        tags: d.pick<Yaml>(["u", ["u1", "u2"]]),
        meta: { a: true },
        ...(release >= 9 && d.chance(0.3) && { enabled: false }),
      },
    }),
    ...(d.chance(0.3) && { overrides: { vars: { on: false }, macros: { is_incremental: true } } }),
  }));
}
