/**
 * Descriptions of enabled resources, rendered as dbt does when everything else is parsed: a
 * missing docs block stops it there. Source: dbt-core 1.11 `parser/manifest.py` (`process_docs`).
 */
import { entryOf, isYamlList, isYamlMap, type YamlMap } from "../../yaml/values";
import { coreOnly } from "../coreOnly";
import { isEnabled } from "../nodes/draft";
import type { NodeDraft } from "../nodes/nodeDraft";
import type { ResourceType } from "../project";
import type { NodeNames } from "../properties/nodeNames";
import type { PropertyEntry } from "../properties/propertyEntry";
import { spanIn } from "../properties/readProperties";
import { holdsIn } from "../release";
import { hasJinja } from "../render/yamlRender";
import { addProblem, type Resolution } from "../resolution";

type Path = readonly (string | number)[];

const NODES: Readonly<Record<string, ResourceType>> = {
  models: "model",
  seeds: "seed",
  snapshots: "snapshot",
  analyses: "analysis",
};
const OTHERS: Readonly<Record<string, ResourceType>> = {
  exposures: "exposure",
  metrics: "metric",
  semantic_models: "semantic_model",
  saved_queries: "saved_query",
};
/** Entries of whose descriptions dbt notes the docs blocks. */
const NOTED: ReadonlySet<string> = new Set([...Object.keys(NODES), "sources"]);
const PARTS = ["columns", "arguments", "dimensions", "measures", "entities"];

/** Renders the descriptions of `entries`; a node's own goes into its `extra`. */
export function checkDescriptions(
  resolution: Resolution,
  entries: readonly PropertyEntry[],
  names: NodeNames,
): void {
  // Docs blocks are read, and refused, whether or not anything shows them.
  resolution.evaluator.descriptionText(resolution.root.name);
  for (const entry of entries) {
    if (!hasJinja(entry.file.text)) continue;
    const draft = draftOf(resolution, entry, names);
    if (draft !== undefined && isEnabled(draft)) {
      const own = render(resolution, entry, entry.value, []);
      if (own !== undefined && entryOf(entry.value, "versions") === undefined) {
        draft.extra["description"] = own;
      }
    } else if (entry.key === "sources") checkSource(resolution, entry);
    else if (entry.key === "macros" && hasMacro(resolution, entry)) {
      render(resolution, entry, entry.value, []);
    }
  }
}

function draftOf(
  { drafts }: Resolution,
  { key, name, owner }: PropertyEntry,
  names: NodeNames,
): NodeDraft | undefined {
  const type = NODES[key];
  if (type !== undefined) return names.find(type, name, owner.name);
  const other = OTHERS[key];
  return other === undefined ? undefined : drafts.get(`${other}.${owner.name}.${name}`);
}

function hasMacro({ evaluator }: Resolution, { owner, name }: PropertyEntry): boolean {
  return evaluator.hasMacro(owner.name, name);
}

function checkSource(resolution: Resolution, entry: PropertyEntry): void {
  const tables = entryOf(entry.value, "tables");
  let isAnyOn = false;
  (isYamlList(tables) ? tables : []).forEach((table, index) => {
    if (!isYamlMap(table)) return;
    const id = `source.${entry.owner.name}.${entry.name}.${String(entryOf(table, "name"))}`;
    const draft = resolution.drafts.get(id);
    if (draft === undefined || !isEnabled(draft)) return;
    isAnyOn = true;
    const own = render(resolution, entry, table, ["tables", index]);
    if (own !== undefined) draft.extra["description"] = own;
  });
  if (isAnyOn) renderOne(resolution, entry, entry.value, []);
}

/** Renders the descriptions of a map and its columns; gives the map's own if it has Jinja. */
function render(
  resolution: Resolution,
  entry: PropertyEntry,
  map: YamlMap,
  path: Path,
): string | undefined {
  for (const key of PARTS) {
    const list = entryOf(map, key);
    if (!isYamlList(list)) continue;
    list.forEach((part, index) => {
      if (isYamlMap(part)) renderOne(resolution, entry, part, [...path, key, index]);
    });
  }
  return renderOne(resolution, entry, map, path);
}

function renderOne(
  resolution: Resolution,
  entry: PropertyEntry,
  map: YamlMap,
  path: Path,
): string | undefined {
  const text = entryOf(map, "description");
  if (typeof text !== "string" || !hasJinja(text)) return undefined;
  const result = resolution.evaluator.descriptionText(entry.owner.name)(text);
  const [part] = path;
  const isNoted = part === undefined || part === "columns" || part === "tables";
  if (
    isNoted &&
    NOTED.has(entry.key) &&
    holdsIn(resolution.release, "descriptionDocBlocks") &&
    /\{%(?![-+]?\s*(?:end)?raw\b)/.test(text)
  ) {
    addProblem(
      resolution,
      "evaluation-error",
      coreOnly(resolution.engine),
      { file: entry.file.path, span: spanIn(entry, [...path, "description"]) },
      "dbt-core stops at a statement {% … %} in a description; only {{ … }} may stand there.",
    );
  }
  if ("value" in result) return typeof result.value === "string" ? result.value : undefined;
  if ("unknown" in result) return undefined;
  addProblem(
    resolution,
    "evaluation-error",
    result.isUndefined === true ? coreOnly(resolution.engine) : "error",
    { file: entry.file.path, span: spanIn(entry, [...path, "description"]) },
    `dbt cannot render this description: ${result.error}${/[.?!]$/.test(result.error) ? "" : "."}`,
  );
  return undefined;
}
