/**
 * Puts the example project together in memory: path below `examples/ecommerce` to text. The same
 * bytes every time; `generateEcommerce` writes them and a test compares them.
 */
import { HEADERS, OWN_SQL } from "./ecommerceArticle";
import { type HistoryModel, historyRuns } from "./ecommerceHistory";
import { MACROS } from "./ecommerceMacros";
import { type DurationClass, MODEL_SPECS } from "./ecommerceModels";
import { isIncremental, shapedRelation } from "./ecommerceShapes";
import { SOURCE_TABLES } from "./ecommerceSources";
import { type Relation, stagingRelations, utilityRelations } from "./ecommerceStaging";
import {
  DBT_PROJECT,
  EXPOSURES,
  PROFILES,
  propertiesYaml,
  SELECTORS,
  SINGULAR_TEST,
  sourcesYaml,
} from "./ecommerceYaml";

/** Every model in an order in which each comes after those it uses. */
export function ecommerceRelations(): readonly Relation[] {
  const relations = new Map<string, Relation>();
  for (const relation of [...stagingRelations(), ...utilityRelations()]) {
    const own = OWN_SQL.get(relation.name);
    const sql = `${HEADERS.get(relation.name) ?? ""}${relation.sql}`;
    relations.set(
      relation.name,
      own === undefined ? { ...relation, sql } : { ...relation, ...own },
    );
  }
  const waiting = new Set(MODEL_SPECS);
  while (waiting.size > 0) {
    const before = waiting.size;
    for (const spec of waiting) {
      const own = OWN_SQL.get(spec.name);
      const refs = own?.refs ?? [spec.base, ...spec.lookups.map((lookup) => lookup.ref)];
      if (!refs.every((ref) => relations.has(ref))) continue;
      relations.set(
        spec.name,
        own === undefined
          ? shapedRelation(spec, relations, HEADERS.get(spec.name) ?? "")
          : { name: spec.name, folder: spec.folder, ...own },
      );
      waiting.delete(spec);
    }
    if (waiting.size === before) {
      throw new Error(`cycle or unknown ref among ${[...waiting].map((s) => s.name).join(", ")}`);
    }
  }
  return [...relations.values()];
}

/** An example is not run again, so its recorded runs get older with every day. */
const HEDDLE = `rules:
  history-too-old: off # the recorded runs of an example never get newer
`;

/** The whole project: path below `examples/ecommerce` to text. */
export function ecommerceFiles(): ReadonlyMap<string, string> {
  const relations = ecommerceRelations();
  const files = new Map<string, string>([
    ["dbt_project.yml", DBT_PROJECT],
    ["profiles.yml", PROFILES],
    ["selectors.yml", SELECTORS],
    ["heddle.yml", HEDDLE],
    ["models/staging/sources.yml", sourcesYaml()],
    ["models/marts/exposures.yml", EXPOSURES],
    ["tests/lifetime_value_is_not_negative.sql", SINGULAR_TEST],
    [".gitignore", "logs/\ndbt_packages/\ntarget/*\n!target/run_results.json\n.user.yml\n"],
  ]);
  for (const [name, text] of MACROS) files.set(`macros/${name}`, text);
  for (const relation of relations) {
    files.set(`${relation.folder}/${relation.name}.sql`, relation.sql);
  }
  for (const folder of new Set(relations.map((relation) => relation.folder))) {
    const members = relations.filter((relation) => relation.folder === folder);
    files.set(`${folder}/_models.yml`, propertiesYaml(members, folder.includes("marts") ? 1 : 3));
  }
  const runs = historyRuns(historyModels(relations));
  for (const { day, text } of runs) files.set(`history/run_results-${day}.json`, text);
  files.set("target/run_results.json", runs.at(-1)!.text);
  return files;
}

function historyModels(relations: readonly Relation[]): readonly HistoryModel[] {
  const classOf = new Map<string, DurationClass>(
    MODEL_SPECS.map((spec) => [spec.name, spec.durationClass]),
  );
  const isView = (relation: Relation): boolean =>
    relation.folder.startsWith("models/staging") || relation.folder === "models/utilities";
  return relations.map((relation) => ({
    name: relation.name,
    uniqueId: `model.ecommerce.${relation.name}`,
    relationName: `"ecommerce"."analytics"."${relation.name}"`,
    durationClass: classOf.get(relation.name) ?? "light",
    materialized: isView(relation)
      ? "view"
      : isIncremental(relation.name)
        ? "incremental"
        : "table",
    dependsOn: relation.refs.map((ref) => `model.ecommerce.${ref}`),
  }));
}

/** Statements that make the raw tables, empty, so that the project can really run on Postgres. */
export function sourceTablesSql(): string {
  const typeOf = {
    id: "bigint",
    text: "text",
    num: "numeric",
    int: "integer",
    date: "date",
    ts: "timestamp",
    bool: "boolean",
  };
  const schemas = [...new Set(SOURCE_TABLES.map((table) => table.source))];
  const tables = SOURCE_TABLES.map((table) => {
    const columns = table.columns.map(({ name, kind }) => `${name} ${typeOf[kind]}`);
    return `create table ${table.source}.${table.name} (${columns.join(", ")});`;
  });
  return `${[...schemas.map((schema) => `create schema ${schema};`), ...tables].join("\n")}\n`;
}
