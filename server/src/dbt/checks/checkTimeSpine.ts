/**
 * Semantic models need a model that lists the days. Source: dbt-core 1.11
 * `contracts/graph/semantic_manifest.py`.
 */
import { entryOf, isYamlList, isYamlMap, type YamlMap } from "../../yaml/values";
import { isEnabled } from "../nodes/draft";
import type { PropertyEntry } from "../properties/propertyEntry";
import { spanIn } from "../properties/readProperties";
import { holdsIn } from "../release";
import { addProblem, type Resolution } from "../resolution";

const FINE = ["nanosecond", "microsecond", "millisecond", "second", "minute", "hour", "day"];

/** `entries` are those of all properties files. */
export function checkTimeSpine(resolution: Resolution, entries: readonly PropertyEntry[]): void {
  checkIsBuilt(resolution, entries);
  let first: PropertyEntry | undefined;
  for (const draft of resolution.drafts.values()) {
    if (draft.resourceType === "semantic_model" && isEnabled(draft)) first ??= draft.entry;
    if (draft.name === "metricflow_time_spine" && isEnabled(draft)) return;
  }
  if (first === undefined || entries.some((entry) => isFineSpine(entry.value))) return;
  addProblem(
    resolution,
    "invalid-properties",
    resolution.engine === "fusion" ? "warning" : "error",
    { file: first.file.path, span: spanIn(first, ["name"]) },
    "Semantic models need a time spine: a model with `time_spine` whose column has `granularity: day` or finer.",
  );
}

/** A time spine is read by its relation, which an ephemeral model has none of. */
function checkIsBuilt(resolution: Resolution, entries: readonly PropertyEntry[]): void {
  if (resolution.engine === "fusion" || !holdsIn(resolution.release, "timeSpines")) return;
  for (const entry of entries) {
    if (entry.key !== "models" || !isYamlMap(entryOf(entry.value, "time_spine"))) continue;
    for (const draft of resolution.drafts.values()) {
      if (draft.resourceType !== "model" || draft.name !== entry.name || !isEnabled(draft))
        continue;
      if (draft.package.name !== entry.owner.name) continue;
      if (entryOf(draft.config?.values ?? {}, "materialized") !== "ephemeral") continue;
      const site = { file: entry.file.path, span: spanIn(entry, ["time_spine"]) };
      const message = `'${entry.name}' is ephemeral: a time spine needs a model that is built.`;
      addProblem(resolution, "invalid-properties", "error", site, message);
    }
  }
}

function isFineSpine(value: YamlMap): boolean {
  const spine = entryOf(value, "time_spine");
  if (!isYamlMap(spine)) return false;
  const wanted = entryOf(spine, "standard_granularity_column");
  const columns = entryOf(value, "columns");
  return (
    isYamlList(columns) &&
    columns.some(
      (column) =>
        isYamlMap(column) &&
        entryOf(column, "name") === wanted &&
        FINE.includes(String(entryOf(column, "granularity") ?? "").toLowerCase()),
    )
  );
}
