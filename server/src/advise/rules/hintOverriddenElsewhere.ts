/** Finds hints that decide nothing because every node below them has a nearer one. */
import { hintSites } from "../hintSites";
import { hintSpan } from "../hintSpan";
import { removeHintInYaml } from "../moveHintInYaml";
import { nameList } from "../phrases";
import type { Rule } from "../rule";
import { isYamlFile, yamlDocument } from "../yamlDocuments";

export const hintOverriddenElsewhere: Rule = {
  code: "hint-overridden-elsewhere",
  severity: "information",
  title: "A hint is overridden for every node it reaches",

  *check({ project }) {
    for (const { origin, key, nodes, overriddenFor } of hintSites(project)) {
      if (nodes.length > 0) continue;
      // dbt 2 refuses the key, which is the graver finding on the same place.
      if (key === "threads" && project.engine === "fusion") continue;
      const names = nameList(overriddenFor.map((node) => node.name));
      const winner = overriddenFor[0]?.hint?.origin.via;
      const where = overriddenFor.length === 1 ? ` (${winner})` : "";
      const document = isYamlFile(origin.file) ? yamlDocument(project, origin.file) : undefined;
      const removal = document && removeHintInYaml(origin.file, document, origin.span.start);
      yield {
        file: origin.file,
        span: hintSpan(project, origin),
        message: `This hint decides nothing: ${names} ${
          overriddenFor.length === 1 ? "has" : "have"
        } another one that wins${where}. Remove it, or the others.`,
        ...(removal && {
          fixes: [{ title: "Remove the hint", preferred: true, edits: [removal] }],
        }),
        related: overriddenFor.slice(0, 10).flatMap(({ name, hint }) =>
          hint === undefined
            ? []
            : [
                {
                  file: hint.origin.file,
                  span: hint.origin.span,
                  message: `decides for ${name}`,
                },
              ],
        ),
      };
    }
  },
};
