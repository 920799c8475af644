/** "heddle.explain/1": what hover and Explain Model say about one node. Adds no word of its own. */
import type { DbtNode } from "../../dbt/project";
import type { ExplainResult } from "../../protocol";
import type { ProjectSnapshot } from "../../workspace/snapshot";
import type { LinkTargets } from "../card";
import { explain } from "../explain";

/** The same as Markdown and, for a terminal, as plain text. */
export interface ExplainAnswer extends ExplainResult {
  readonly text: string;
}

/** `links` says how places are linked; without it nothing is. */
export function explainAnswer(
  snapshot: ProjectSnapshot,
  node: DbtNode,
  links?: LinkTargets,
): ExplainAnswer {
  const { markdown, text } = explain(snapshot, node, links);
  return {
    schema: "heddle.explain/1",
    uniqueId: node.uniqueId,
    title: node.name,
    markdown,
    text,
  };
}
