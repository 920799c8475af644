/** Finds ephemeral models whose work is done again inside each of several models. */
import { isMaterialized, isOwnModel, readersThrough } from "../lineage";
import { nameList } from "../phrases";
import { nodeSite } from "../places";
import type { Rule } from "../rule";

const MANY_READERS = 3;
/** Above the article's lowest score: below it there is nothing worth storing. */
const REAL_WORK = 3;

export const ephemeralRepeated: Rule = {
  code: "ephemeral-repeated",
  severity: "information",
  title: "An ephemeral model's work is repeated in several models",
  advice: "heuristic",

  *check({ project, complexity }) {
    for (const node of project.nodes.values()) {
      if (!isOwnModel(project, node) || !isMaterialized(node, "ephemeral")) continue;
      const score = complexity(node.uniqueId)?.score ?? 0;
      if (score <= REAL_WORK) continue;
      const readers = readersThrough(project, node, (reader) =>
        isMaterialized(reader, "ephemeral"),
      );
      if (readers.length < MANY_READERS) continue;
      yield {
        ...nodeSite(project, node),
        message: `${node.name} is ephemeral (complexity ${score}) and runs ${readers.length} times, inside ${nameList(readers.map((reader) => reader.name))}. As a table it would run once.`,
      };
    }
  },
};
