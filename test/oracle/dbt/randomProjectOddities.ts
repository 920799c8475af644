/**
 * What few projects write and dbt reads all the same: YAML anchors and merges, enforced contracts
 * with constraints, sources that the root project overrides, docs blocks of another package.
 */

import type { Fields } from "./randomProjectConfig";
import { type Yaml, yamlText } from "./randomProjectText";
import { PACKAGE, pathIn, type RandomModel, type RandomWorld, ROOT } from "./randomProjectWorld";

/** Adds files of its own to the world; the models in them are referred to by nothing else. */
export function writeOddities(world: RandomWorld): void {
  const { d } = world;
  if (d.chance(0.5)) writeAnchored(world);
  if (d.chance(0.5)) writeContracts(world);
  if (world.hasPackage && d.chance(0.6)) writePackageParts(world);
}

function addModel(world: RandomWorld, model: Partial<RandomModel> & { name: string }, sql: string) {
  const { package: owner = ROOT, folder = "marts", name } = model;
  world.files.set(pathIn(owner, `models/${folder}/${name}.sql`), sql);
}

/** Anchors stand where dbt looks for nothing, in lists, and inside configs; merges in all places. */
function writeAnchored(world: RandomWorld): void {
  const { d, files } = world;
  const names = ["anchored_a", "anchored_b", "anchored_c"];
  for (const name of names) addModel(world, { name }, "select 1 as id");
  const spare = d.pick(["anchors", "x-shared", "definitions"]);
  const inner = d.pick([
    "materialized: table\n    tags: [base, shared]",
    "materialized: view\n    meta: &meta {owner: x, level: 010}",
    "schema: alt\n    tags: from_anchor\n    enabled: yes",
  ]);
  const order = d.chance(0.5)
    ? "      <<: *base\n      tags: [own]\n"
    : "      tags: [own]\n      <<: *base\n";
  const merged = d.pick([
    order,
    "      <<: [*base, *other]\n",
    "      <<: [*other, *base]\n      materialized: incremental\n",
    "      <<: {tags: [flow], <<: *base}\n",
  ]);
  const text = [
    "version: 2",
    `${spare}:`,
    `  base: &base\n    ${inner}`,
    "  other: &other\n    materialized: table\n    meta: {from: other}",
    "  column: &id_column\n    name: id\n    tags: [col]\n    data_tests: &both [unique, not_null]",
    "models:",
    `  - name: ${names[0]}\n    config:\n${merged}`.trimEnd(),
    "    columns:\n      - *id_column",
    `  - name: ${names[1]}\n    config: *${d.pick(["base", "other"])}`,
    "    columns:\n      - <<: *id_column\n        name: second",
    `  - &whole\n    name: ${names[2]}\n    config: {<<: *other, tags: [c]}`,
    `    data_tests:\n      - has_rows: ${d.chance(0.5) ? "&rows " : ""}{at_least: 2}`,
    "    columns:\n      - name: x\n        data_tests: *both",
  ];
  files.set("models/marts/anchored.yml", `${text.join("\n")}\n`);
}

/** Models whose contract is enforced, by a properties file, their own config or a folder's. */
function writeContracts(world: RandomWorld): void {
  const { d, files, release, seeds } = world;
  const entries: Fields[] = [];
  for (const name of ["bound_a", "bound_b"]) {
    const isInFile = d.chance(0.4);
    const materialized = d.pick(["table", "view", "incremental"]);
    const head = [
      `materialized='${materialized}'`,
      ...(materialized === "incremental" ? ["on_schema_change='fail'"] : []),
      ...(isInFile ? ["contract={'enforced': true}"] : []),
    ];
    addModel(world, { name }, `{{ config(${head.join(", ")}) }}select 1 as id, 'a' as name`);
    const foreign: Fields[] =
      release >= 9 && seeds.length > 0 && d.chance(0.5)
        ? [{ type: "foreign_key", to: `ref('${d.pick(seeds)}')`, to_columns: ["id"] }]
        : [];
    const columns: Fields[] = [
      {
        name: "id",
        data_type: "int",
        constraints: [{ type: "not_null" }, ...(d.chance(0.4) ? foreign : [])],
      },
      { name: "name", data_type: d.pick(["varchar", "text"]), quote: d.chance(0.3) },
    ];
    const constraints = d.some<Fields>(
      [
        { type: "primary_key", columns: ["id"] },
        { type: "check", expression: "id > 0", name: "positive" },
        { type: "unique", columns: ["id", "name"] },
      ],
      0.4,
    );
    const contract: Yaml = { enforced: true, ...(d.chance(0.4) && { alias_types: d.chance(0.5) }) };
    entries.push({
      name,
      ...(!isInFile && { config: { contract, ...(d.chance(0.3) && { tags: ["bound"] }) } }),
      ...(constraints.length > 0 && { constraints }),
      columns,
    });
  }
  files.set("models/marts/bound.yml", yamlText({ version: 2, models: entries }, d));
}

/** A source and docs of the package that the root project overrides and cites. */
function writePackageParts(world: RandomWorld): void {
  const { d, files, release } = world;
  files.set(
    pathIn(PACKAGE, "models/kit_docs.md"),
    "{% docs kit_block %}Of the package.{% enddocs %}\n{% docs a_block %}Also here.{% enddocs %}\n",
  );
  const tests = { name: "id", data_tests: ["not_null"] };
  files.set(
    pathIn(PACKAGE, "models/kit_sources.yml"),
    yamlText(
      {
        version: 2,
        sources: [
          {
            name: "kit_raw",
            schema: "raw",
            ...(d.chance(0.4) && { tags: ["kit"] }),
            ...(d.chance(0.4) && { meta: { owner: "kit" } }),
            ...(d.chance(0.3) && { loaded_at_field: "at", freshness: warnAfter(1) }),
            tables: [{ name: "one", columns: [tests] }, { name: "two" }],
          },
        ],
      },
      d,
    ),
  );
  const code = "select * from {{ source('kit_raw', 'one') }}";
  addModel(world, { name: "kit_reader", package: PACKAGE, folder: "kit" }, code);
  if (d.chance(0.7)) {
    const override: Fields = {
      name: "kit_raw",
      overrides: PACKAGE,
      ...(d.chance(0.5) && { schema: "mine" }),
      ...(d.chance(0.4) && { database: "lake" }),
      ...(d.chance(0.3) && { meta: { mine: 1 } }),
      ...(d.chance(0.3) && { tags: ["mine"] }),
      ...(release >= 9 && d.chance(0.3) && { config: { enabled: true, event_time: "at" } }),
      ...(d.chance(0.6) && {
        tables: [
          {
            name: "one",
            ...(d.chance(0.5) && { identifier: "one_really" }),
            ...(d.chance(0.4) && { freshness: warnAfter(6) }),
            ...(d.chance(0.4) && { columns: [{ name: "id", data_tests: ["unique"] }] }),
          },
        ],
      }),
    };
    files.set("models/overrides.yml", yamlText({ version: 2, sources: [override] }, d));
  }
  addModel(world, { name: "citing" }, "select 1 as id");
  const cited = {
    name: "citing",
    description: d.pick([
      `{{ doc('${PACKAGE}', 'kit_block') }}`,
      `{{ doc("${ROOT}", "a_block") }} and {{ doc('${PACKAGE}', 'a_block') }}`,
      "{{ doc('kit_block') }}",
    ]),
    columns: [{ name: "id", description: `{{ doc('${PACKAGE}', 'a_block') }}` }],
  };
  files.set("models/marts/citing.yml", yamlText({ models: [cited] }, d));
}

function warnAfter(count: number): Yaml {
  return { warn_after: { count, period: "hour" } };
}
