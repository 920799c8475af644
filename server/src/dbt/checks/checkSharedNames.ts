/**
 * Enabled nodes that share a name where the engine cannot tell which one `ref` means: a model with
 * versions beside one without, and on dbt 2 a snapshot beside a model. Source: dbt-core 1.11
 * `parser/manifest.py` (`_check_resource_uniqueness`); dbt 2.0.0-alpha.4 as observed.
 */
import { isSurelyEnabled } from "../nodes/draft";
import type { NodeDraft } from "../nodes/nodeDraft";
import { addProblem, type Resolution } from "../resolution";

const RELATIONAL: ReadonlySet<string> = new Set(["model", "seed", "snapshot"]);

/** Reports the one that is in the way. O(nodes). */
export function checkSharedNames(resolution: Resolution): void {
  const versioned = new Map<string, NodeDraft>();
  const models = new Map<string, NodeDraft>();
  const isFusion = resolution.engine === "fusion";
  const relevant: NodeDraft[] = [];
  for (const draft of resolution.drafts.values()) {
    if (!RELATIONAL.has(draft.resourceType) || !isSurelyEnabled(draft)) continue;
    relevant.push(draft);
    if (isFusion && draft.resourceType !== "model") continue;
    (draft.version === null ? models : versioned).set(keyOf(draft), draft);
  }
  const report = (draft: NodeDraft, message: string): void => {
    const site = { file: draft.file, span: { start: draft.offset, end: draft.offset } };
    addProblem(resolution, "duplicate-model-name", "error", site, message);
  };
  for (const draft of models.values()) {
    const other = versioned.get(keyOf(draft));
    if (other === undefined) continue;
    report(
      draft,
      `'${draft.name}' has versions (${other.file}) and stands here without one; dbt refuses that. Name this file after a version, or give it as \`defined_in\`.`,
    );
  }
  if (!isFusion) return;
  const asked = new Set<string>();
  for (const { rendering } of resolution.drafts.values()) {
    for (const { kind, args } of rendering.refs) if (kind === "ref") asked.add(args.at(-1) ?? "");
  }
  for (const draft of relevant) {
    const seed =
      draft.resourceType === "snapshot" && asked.has(draft.name)
        ? relevant.find((one) => one.resourceType === "seed" && keyOf(one) === keyOf(draft))
        : undefined;
    if (seed === undefined) continue;
    report(
      draft,
      `A seed (${seed.file}) has the name '${draft.name}' too, so dbt 2 cannot tell which one ref('${draft.name}') means. Rename one.`,
    );
  }
  for (const draft of relevant) {
    const model = draft.resourceType === "snapshot" ? models.get(keyOf(draft)) : undefined;
    if (model === undefined) continue;
    report(
      draft,
      `A model (${model.file}) has the name '${draft.name}' too, so dbt 2 cannot tell which one ref('${draft.name}') means. Rename one.`,
    );
  }
}

function keyOf(draft: NodeDraft): string {
  return `${draft.package.name} ${draft.name}`;
}
