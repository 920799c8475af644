/**
 * Nodes that would be built as one and the same relation. Source: dbt-core 1.11
 * `parser/manifest.py` (`_check_resource_uniqueness`).
 */
import { entryOf } from "../../yaml/values";
import { isSurelyEnabled } from "../nodes/draft";
import type { NodeDraft } from "../nodes/nodeDraft";
import { addProblem, type Resolution } from "../resolution";

export function checkRelations(resolution: Resolution): void {
  const byRelation = new Map<string, NodeDraft>();
  const isFusion = resolution.engine === "fusion";
  for (const draft of resolution.drafts.values()) {
    if (!isRelational(draft) || !isSurelyEnabled(draft) || draft.uncertain.length > 0) continue;
    // dbt 2 lets an ephemeral model share a name that is never built.
    if (isFusion && entryOf(draft.config?.values ?? {}, "materialized") === "ephemeral") continue;
    const relation = `"${draft.database}"."${draft.schema}"."${draft.alias}"`;
    const other = byRelation.get(relation);
    if (other === undefined) {
      byRelation.set(relation, draft);
      continue;
    }
    addProblem(
      resolution,
      "duplicate-model-name",
      "error",
      { file: draft.file, span: { start: draft.offset, end: draft.offset } },
      `The ${draft.resourceType} '${draft.name}' and the ${other.resourceType} '${other.name}' (${other.file}) would both be ${relation}; dbt refuses that. Change one's name, alias or schema.`,
    );
  }
}

function isRelational(draft: NodeDraft): boolean {
  const { resourceType } = draft;
  return resourceType === "model" || resourceType === "seed" || resourceType === "snapshot";
}
