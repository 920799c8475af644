/**
 * Reads manifest.json (v9 to v12 and what later ones keep of them): the part of it that Heddle
 * compares its own reading with. Text in, data out; never throws.
 */
import type { Problem } from "../../base/problem";
import type { Json, ResourceType } from "../project";
import {
  artifactProblem,
  type JsonRecord,
  parseJsonRecord,
  recordOf,
  textOf,
  textsOf,
  timeOf,
} from "./jsonValue";
import { defined } from "./runResults";

/** A node, source, exposure, metric, semantic model, saved query, unit test or function. */
export interface ManifestNode {
  readonly uniqueId: string;
  readonly resourceType: ResourceType;
  readonly name: string;
  readonly package: string;
  /** Relative to the node's own project, with `/`. */
  readonly file: string;
  readonly fqn: readonly string[];
  readonly config: Readonly<Record<string, Json>>;
  readonly tags: readonly string[];
  readonly schema: string | null;
  readonly database: string | null;
  readonly alias: string | null;
  /** Sorted and unique. */
  readonly dependsOn: readonly string[];
  readonly dependsOnMacros: readonly string[];
  readonly rawCode: string;
  readonly version: string | number | null;
  /** Everything else that the manifest says of the node. */
  readonly fields: JsonRecord;
}

export interface ManifestMacro {
  readonly uniqueId: string;
  readonly text: string;
  readonly dependsOn: readonly string[];
}

export interface Manifest {
  readonly file: string;
  readonly schemaVersion: number;
  readonly dbtVersion?: string;
  readonly generatedMs?: number;
  readonly adapter?: string;
  readonly projectName?: string;
  readonly nodes: ReadonlyMap<string, ManifestNode>;
  readonly sources: ReadonlyMap<string, ManifestNode>;
  readonly macros: ReadonlyMap<string, ManifestMacro>;
  readonly disabled: ReadonlySet<string>;
}

/** Sections of the manifest whose members are nodes of the graph. */
export const SECTIONS: readonly string[] = [
  "nodes",
  "exposures",
  "metrics",
  "semantic_models",
  "saved_queries",
  "unit_tests",
  "functions",
];

/** The manifest that `text` holds. O(length). */
export function parseManifest(
  text: string,
  file: string,
): { readonly manifest?: Manifest; readonly problems: readonly Problem[] } {
  const { value, problems } = parseJsonRecord(text, file);
  if (value === undefined) return { problems };
  const head = manifestHead(file, recordOf(value["metadata"]) ?? {});
  if (recordOf(value["nodes"]) === undefined || head === undefined) {
    return { problems: [artifactProblem(file, "is no dbt manifest")] };
  }
  const nodes = new Map<string, ManifestNode>();
  for (const section of SECTIONS) readSection(value[section], nodes);
  const sources = new Map<string, ManifestNode>();
  readSection(value["sources"], sources);
  return {
    manifest: {
      ...head,
      nodes,
      sources,
      macros: readMacros(value["macros"]),
      disabled: new Set(Object.keys(recordOf(value["disabled"]) ?? {})),
    },
    problems: [],
  };
}

/** What the metadata say; undefined where they are of another artifact. */
export function manifestHead(
  file: string,
  metadata: JsonRecord,
): Omit<Manifest, "nodes" | "sources" | "macros" | "disabled"> | undefined {
  const match = /\/([a-z-]+)\/v(\d+)(\.json)?$/.exec(textOf(metadata["dbt_schema_version"]) ?? "");
  if (match !== null && match[1] !== "manifest") return undefined;
  return {
    file,
    schemaVersion: match === null ? 0 : Number(match[2]),
    ...defined({
      dbtVersion: textOf(metadata["dbt_version"]),
      generatedMs: timeOf(metadata["generated_at"]),
      adapter: textOf(metadata["adapter_type"]),
      projectName: textOf(metadata["project_name"]),
    }),
  };
}

function readSection(section: unknown, into: Map<string, ManifestNode>): void {
  for (const [uniqueId, item] of Object.entries(recordOf(section) ?? {})) {
    const fields = recordOf(item);
    if (fields !== undefined) into.set(uniqueId, nodeOf(uniqueId, fields));
  }
}

/** The node that one entry of a section describes. */
export function nodeOf(uniqueId: string, fields: JsonRecord): ManifestNode {
  const dependsOn = recordOf(fields["depends_on"]);
  const version = fields["version"];
  return {
    uniqueId,
    resourceType: resourceTypeOf(uniqueId, fields),
    name: textOf(fields["name"]) ?? uniqueId,
    package: textOf(fields["package_name"]) ?? "",
    file: (textOf(fields["original_file_path"]) ?? "").replaceAll("\\", "/"),
    fqn: textsOf(fields["fqn"]),
    config: configOf(fields["config"]),
    tags: tagsOf(fields),
    schema: textOf(fields["schema"]) ?? null,
    database: textOf(fields["database"]) ?? null,
    alias: textOf(fields["alias"]) ?? null,
    dependsOn: sorted(textsOf(dependsOn?.["nodes"])),
    dependsOnMacros: sorted(textsOf(dependsOn?.["macros"])),
    rawCode: textOf(fields["raw_code"]) ?? textOf(fields["raw_sql"]) ?? "",
    version: typeof version === "string" || typeof version === "number" ? version : null,
    fields,
  };
}

function sorted(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}

/** Unit tests keep their tags in `config`; a lone tag may stand without a list. */
function tagsOf(fields: JsonRecord): readonly string[] {
  const tags = fields["tags"] ?? recordOf(fields["config"])?.["tags"];
  return typeof tags === "string" ? [tags] : textsOf(tags);
}

function configOf(value: unknown): Readonly<Record<string, Json>> {
  // What JSON.parse made is JSON; only the name of its type is missing.
  return (recordOf(value) ?? {}) as Readonly<Record<string, Json>>;
}

function resourceTypeOf(uniqueId: string, fields: JsonRecord): ResourceType {
  const word = textOf(fields["resource_type"]) ?? uniqueId.slice(0, uniqueId.indexOf("."));
  return RESOURCE_TYPES.find((candidate) => candidate === word) ?? "operation";
}

const RESOURCE_TYPES: readonly ResourceType[] = [
  "model",
  "seed",
  "snapshot",
  "test",
  "analysis",
  "operation",
  "source",
  "exposure",
  "metric",
  "semantic_model",
  "saved_query",
  "unit_test",
  "function",
];

function readMacros(section: unknown): ReadonlyMap<string, ManifestMacro> {
  const macros = new Map<string, ManifestMacro>();
  for (const [uniqueId, item] of Object.entries(recordOf(section) ?? {})) {
    const fields = recordOf(item);
    if (fields === undefined) continue;
    macros.set(uniqueId, {
      uniqueId,
      text: textOf(fields["macro_sql"]) ?? "",
      dependsOn: textsOf(recordOf(fields["depends_on"])?.["macros"]),
    });
  }
  return macros;
}
