/**
 * Where Heddle's reading of a project differs from a manifest that dbt wrote: every node, every
 * field that advice rests on. Knows what the manifest spells differently; explains nothing.
 */
import { compareText } from "../../base/problem";
import type { DbtNode, DbtProject, Json } from "../project";
import type { Manifest, ManifestNode } from "./manifest";

/** One field that differs; `null` where a side has none. */
export interface Difference {
  readonly uniqueId: string;
  /** `enabled`, `dependsOn`, `schema` …, or `config.<key>`. */
  readonly field: string;
  readonly ours: Json;
  readonly theirs: Json;
}

/** Differences by unique_id, then field. Sources are compared too. O(nodes × config keys). */
export function compareWithManifest(
  project: Pick<DbtProject, "nodes" | "sources">,
  manifest: Pick<Manifest, "nodes" | "sources">,
): readonly Difference[] {
  const differences: Difference[] = [];
  const compareAll = (
    ours: ReadonlyMap<string, DbtNode>,
    theirs: ReadonlyMap<string, ManifestNode>,
  ): void => {
    for (const uniqueId of new Set([...ours.keys(), ...theirs.keys()])) {
      const our = ours.get(uniqueId);
      const their = theirs.get(uniqueId);
      if (our !== undefined && their !== undefined) compareNode(our, their, differences);
      else {
        const [mine, dbts] = [our !== undefined, their !== undefined];
        differences.push({ uniqueId, field: "enabled", ours: mine, theirs: dbts });
      }
    }
  };
  compareAll(project.nodes, manifest.nodes);
  compareAll(project.sources, manifest.sources);
  return differences.sort(
    (a, b) => compareText(a.uniqueId, b.uniqueId) || compareText(a.field, b.field),
  );
}

function compareNode(our: DbtNode, their: ManifestNode, differences: Difference[]): void {
  const compare = (field: string, ours: Json | undefined, theirs: Json | undefined): void => {
    if (canonical(ours ?? null) === canonical(theirs ?? null)) return;
    differences.push({
      uniqueId: our.uniqueId,
      field,
      ours: ours ?? null,
      theirs: theirs ?? null,
    });
  };
  compare("resourceType", our.resourceType, their.resourceType);
  compare("fqn", our.fqn, their.fqn);
  compare("dependsOn", [...our.dependsOn].sort(), their.dependsOn);
  compare("dependsOnMacros", [...our.dependsOnMacros].sort(), their.dependsOnMacros);
  compare("tags", asSet(our.tags), asSet(their.tags));
  if (hasRelation(our)) {
    compare("schema", our.schema, their.schema);
    compare("database", our.database, their.database);
    compare("alias", our.alias, their.alias);
  }
  for (const key of new Set([...Object.keys(our.config), ...Object.keys(their.config)])) {
    const [ours, theirs] = [own(our.config, key), own(their.config, key)];
    // dbt writes every key it knows: an earlier dbt did not know this one.
    const isUnknownToThem = theirs === undefined && isUnset(ours);
    if (!isUnknownToThem && !isSameConfigValue(key, ours, theirs)) {
      const field = `config.${key}`;
      differences.push({
        uniqueId: our.uniqueId,
        field,
        ours: ours ?? null,
        theirs: theirs ?? null,
      });
    }
  }
}

/** True where two values of one config key mean the same to dbt, however they are spelled. */
export function isSameConfigValue(key: string, a: Json | undefined, b: Json | undefined): boolean {
  if (key === "tags") return canonical(asSet(a)) === canonical(asSet(b));
  if (HOOKS.has(key)) return canonical(hookTexts(a)) === canonical(hookTexts(b));
  return canonical(a ?? null) === canonical(b ?? null);
}

const HOOKS = new Set(["pre-hook", "post-hook"]);

/** Resource types that stand for a relation in the database. */
function hasRelation({ resourceType }: DbtNode): boolean {
  return ["model", "seed", "snapshot"].includes(resourceType);
}

function own(config: Readonly<Record<string, Json>>, key: string): Json | undefined {
  return Object.hasOwn(config, key) ? config[key] : undefined;
}

function isUnset(value: Json | undefined): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

/** Tags are a set to dbt, in an order of its own. */
function asSet(value: Json | undefined): Json {
  if (!Array.isArray(value)) return value ?? null;
  return [...new Set(value.map((item: Json) => String(item)))].sort();
}

/** The manifest holds a hook as `{sql, transaction, index}`, Heddle as its SQL. */
function hookTexts(value: Json | undefined): Json {
  if (value === undefined || value === null) return [];
  const hooks: readonly Json[] = Array.isArray(value) ? value : [value];
  return hooks.map((hook) =>
    typeof hook === "object" && hook !== null && "sql" in hook ? (hook.sql ?? null) : hook,
  );
}

/** The same text for equal values, whatever the order of keys. */
function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map((item: Json) => canonical(item)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => compareText(a, b));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(",")}}`;
}
