/** Finds heavy views that several tables of the same run each compute anew. */
import { isMaterialized, isOwnModel, readersThrough } from "../lineage";
import { nameList } from "../phrases";
import { nodeSite } from "../places";
import type { Rule } from "../rule";

const MANY_READERS = 3;
/** The article's threshold of medium processing. */
const MEDIUM_WORK = 8;

export const viewReadManyTimes: Rule = {
  code: "view-read-many-times",
  severity: "information",
  title: "A heavy view is computed by several tables of one run",
  advice: "heuristic",

  *check({ project, complexity }) {
    const isPassedOn = (node: Parameters<typeof isMaterialized>[0]): boolean =>
      isMaterialized(node, "view") || isMaterialized(node, "ephemeral");
    for (const node of project.nodes.values()) {
      if (!isOwnModel(project, node) || !isMaterialized(node, "view")) continue;
      const score = complexity(node.uniqueId)?.score ?? 0;
      if (score <= MEDIUM_WORK) continue;
      const readers = readersThrough(project, node, isPassedOn);
      if (readers.length < MANY_READERS) continue;
      yield {
        ...nodeSite(project, node),
        message: `${node.name} is a view (complexity ${score}) that ${nameList(readers.map((reader) => reader.name))} each compute anew: ${readers.length} times a run. As a table it would run once.`,
      };
    }
  },
};
