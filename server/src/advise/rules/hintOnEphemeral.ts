/** Finds hints that only reach ephemeral models, which never run on their own. */
import { hintSites } from "../hintSites";
import { hintSpan } from "../hintSpan";
import { isMaterialized } from "../lineage";
import { nodesCounted } from "../phrases";
import type { Rule } from "../rule";

export const hintOnEphemeral: Rule = {
  code: "hint-on-ephemeral",
  severity: "information",
  title: "A hint reaches only ephemeral models",

  *check({ project }) {
    for (const { origin, nodes, threads } of hintSites(project)) {
      if (threads === undefined) continue;
      if (!nodes.every((node) => isMaterialized(node, "ephemeral"))) continue;
      yield {
        file: origin.file,
        span: hintSpan(project, origin),
        message: `${nodesCounted(nodes)} ${nodes.length === 1 ? "is" : "are"} ephemeral: the SQL runs inside the models that ref it, so a hint here limits nothing. Hint those models instead.`,
      };
    }
  },
};
