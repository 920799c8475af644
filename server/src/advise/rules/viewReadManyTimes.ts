/**
 * Finds heavy views that several tables of the same run each compute anew. Views that reach their
 * readers through one view on top of them are one finding, at that view.
 */
import type { DbtNode, DbtProject } from "../../dbt/project";
import { dependentsOf, isMaterialized, isOwnModel, readersThrough } from "../lineage";
import { counted, nameList } from "../phrases";
import { nodeSite } from "../places";
import type { Rule } from "../rule";

const MANY_READERS = 3;
/** The article's threshold of medium processing. */
const MEDIUM_WORK = 8;
const MOST_RELATED = 10;

export const viewReadManyTimes: Rule = {
  code: "view-read-many-times",
  severity: "information",
  title: "A heavy view is computed by several tables of one run",
  advice: "heuristic",

  *check({ project, complexity }) {
    const scoreOf = ({ uniqueId }: DbtNode): number => complexity(uniqueId)?.score ?? 0;
    const heavyByTop = new Map<DbtNode, DbtNode[]>();
    for (const node of project.nodes.values()) {
      if (!isOwnModel(project, node) || !isMaterialized(node, "view")) continue;
      if (scoreOf(node) <= MEDIUM_WORK) continue;
      const top = topOf(project, node);
      heavyByTop.set(top, [...(heavyByTop.get(top) ?? []), node]);
    }
    for (const [top, heavy] of heavyByTop) {
      const readers = readersThrough(project, top, isPassedOn);
      if (readers.length < MANY_READERS) continue;
      const below = heavy.filter((node) => node !== top);
      const most = Math.max(...heavy.map(scoreOf));
      const what =
        below.length === 0
          ? `a view (complexity ${most})`
          : `a view over ${counted(below.length, "heavy view")} (complexity up to ${most})`;
      yield {
        ...nodeSite(project, top),
        message: `${top.name} is ${what} that ${nameList(readers.map((reader) => reader.name))} each compute anew: ${readers.length} times a run. As a table it would run once.`,
        related: below.slice(0, MOST_RELATED).map((node) => ({
          ...nodeSite(project, node),
          message: `${node.name} runs with it (complexity ${scoreOf(node)})`,
        })),
      };
    }
  },
};

/** The last view on the way to the readers, as long as there is only one way. */
function topOf(project: DbtProject, node: DbtNode): DbtNode {
  const seen = new Set<DbtNode>();
  let top = node;
  while (!seen.has(top)) {
    seen.add(top);
    const [next, ...others] = dependentsOf(project, top.uniqueId);
    const isOnlyWay = next !== undefined && others.length === 0 && isOwnModel(project, next);
    if (!isOnlyWay || !isMaterialized(next, "view")) return top;
    top = next;
  }
  return node;
}

function isPassedOn(node: DbtNode): boolean {
  return isMaterialized(node, "view") || isMaterialized(node, "ephemeral");
}
