/**
 * Nodes that would be built as one and the same relation. Source: dbt-core 1.11
 * `parser/manifest.py` (`_check_resource_uniqueness`).
 */
import { entryOf } from "../../yaml/values";
import { isSurelyEnabled } from "../nodes/draft";
import type { NodeDraft } from "../nodes/nodeDraft";
import { addProblem, type Resolution } from "../resolution";
import { repeated } from "./repeated";

export function checkRelations(resolution: Resolution): void {
  const isFusion = resolution.engine === "fusion";
  const keyOf = (draft: NodeDraft): string | undefined => {
    const { config, database, schema, alias, uncertain } = draft;
    const isBuilt = isRelational(draft) || (!isFusion && storesFailures(draft));
    if (!isBuilt || !isSurelyEnabled(draft) || uncertain.length > 0) return undefined;
    // dbt 2 lets an ephemeral model share a name that is never built.
    const isNever = isFusion && entryOf(config?.values ?? {}, "materialized") === "ephemeral";
    return isNever ? undefined : `"${database}"."${schema}"."${alias}"`;
  };
  for (const { item, first, key } of repeated(resolution.drafts.values(), keyOf)) {
    addProblem(
      resolution,
      "duplicate-model-name",
      "error",
      item.site ?? { file: item.file, span: { start: item.offset, end: item.offset } },
      `The ${item.resourceType} '${item.name}' and the ${first.resourceType} '${first.name}' (${first.file}) would both be ${key}; dbt refuses that. Change one's name, alias or schema.`,
    );
  }
}

/** Whether a test keeps the rows that fail, in a relation of its own. */
export function storesFailures({ resourceType, config }: NodeDraft): boolean {
  return resourceType === "test" && entryOf(config?.values ?? {}, "store_failures") === true;
}

function isRelational(draft: NodeDraft): boolean {
  const { resourceType } = draft;
  return resourceType === "model" || resourceType === "seed" || resourceType === "snapshot";
}
