/**
 * From collected drafts to the nodes that everyone else sees: names, links, checks of each node and
 * of all together. Keeps apart what was found of each, so that an edit can repeat a part.
 */
import type { Problem } from "../base/problem";
import { checkCycles } from "./checks/checkCycles";
import { checkConfigTypes, checkNode } from "./checks/checkNodes";
import { checkRelations } from "./checks/checkRelations";
import { checkSharedNames } from "./checks/checkSharedNames";
import { checkUnusedPaths } from "./checks/checkUnusedPaths";
import { checkFusionConfigs } from "./checks/fusion/checkConfigs";
import { finishNode } from "./finishNode";
import { linkNode } from "./link";
import { linkSemantic } from "./linkSemantic";
import { type LinkTables, linkTables } from "./linkTables";
import { nameNode } from "./names";
import { isEnabled } from "./nodes/draft";
import type { NodeDraft } from "./nodes/nodeDraft";
import type { DbtNode, DbtProject, RefSite } from "./project";
import { attributeSince, type Resolution } from "./resolution";

/** Checks that look at all nodes together. */
export const WHOLE_CHECKS = {
  customKeys: checkFusionConfigs,
  configTypes: checkConfigTypes,
  relations: checkRelations,
  sharedNames: checkSharedNames,
  cycles: checkCycles,
  unusedPaths: checkUnusedPaths,
} as const;

export type WholeCheck = keyof typeof WHOLE_CHECKS;

export interface FinishedProject extends Pick<DbtProject, "nodes" | "sources" | "disabled"> {
  readonly tables: LinkTables;
  readonly found: Map<WholeCheck, readonly Problem[]>;
}

const NAMED: ReadonlySet<string> = new Set([
  "model",
  "seed",
  "snapshot",
  "test",
  "analysis",
  "operation",
  "function",
]);

/** Names, links, checks and sorts the drafts. */
export function finishProject(resolution: Resolution): FinishedProject {
  for (const draft of resolution.drafts.values()) nameDraft(resolution, draft);
  linkSemantic(resolution);
  const tables = linkTables(resolution);
  const refs = new Map<NodeDraft, readonly RefSite[]>();
  for (const draft of resolution.drafts.values()) {
    const before = resolution.problems.length;
    const linked = linkNode(resolution, tables, draft);
    if (linked.length > 0) refs.set(draft, linked);
    checkNode(resolution, draft);
    attributeSince(resolution, draft, before);
  }
  const found = new Map<WholeCheck, readonly Problem[]>();
  for (const name of Object.keys(WHOLE_CHECKS) as WholeCheck[]) {
    found.set(name, runWhole(resolution, name));
  }
  const nodes = new Map<string, DbtNode>();
  const sources = new Map<string, DbtNode>();
  const disabled = new Map<string, DbtNode>();
  for (const id of [...resolution.drafts.keys()].sort()) {
    const draft = resolution.drafts.get(id)!;
    const node = finishNode(draft, refs.get(draft) ?? NO_REFS);
    if (!isEnabled(draft)) disabled.set(node.uniqueId, node);
    else if (draft.resourceType === "source") sources.set(node.uniqueId, node);
    else nodes.set(node.uniqueId, node);
  }
  return { nodes, sources, disabled, tables, found };
}

const NO_REFS: readonly RefSite[] = [];

/** Fills schema, database and alias of a draft whose kind has them. */
export function nameDraft(resolution: Resolution, draft: NodeDraft): void {
  if (!NAMED.has(draft.resourceType)) return;
  const before = resolution.problems.length;
  nameNode(resolution, draft);
  if (resolution.problems.length > before) resolution.badlyNamed.add(draft);
}

/** What one check of all nodes finds; taken out of the resolution's own list. O(nodes + edges). */
export function runWhole(resolution: Resolution, name: WholeCheck): readonly Problem[] {
  const before = resolution.problems.length;
  WHOLE_CHECKS[name](resolution);
  return resolution.problems.splice(before);
}
