/** "heddle.explain/1": what hover and Explain Model say about one node. Adds no word of its own. */
import type { DbtNode } from "../../dbt/project";
import type { ExplainResult } from "../../protocol";
import type { ProjectSnapshot } from "../../workspace/snapshot";
import type { Card, LinkTargets } from "../card";
import { explain } from "../explain";

/** The same as Markdown and, for a terminal, as plain text. */
export interface ExplainAnswer extends ExplainResult {
  readonly text: string;
}

/** `links` says how places are linked, without it nothing is; `reword` may put the card otherwise. */
export function explainAnswer(
  snapshot: ProjectSnapshot,
  node: DbtNode,
  links?: LinkTargets,
  reword?: (card: Card) => Card,
): ExplainAnswer {
  const { markdown, text } = explain(snapshot, node, links, reword);
  return {
    schema: "heddle.explain/1",
    uniqueId: node.uniqueId,
    title: node.name,
    markdown,
    text,
  };
}
