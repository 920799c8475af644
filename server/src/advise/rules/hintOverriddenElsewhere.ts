/** Finds hints that decide nothing because every node below them has a nearer one. */
import type { ConfigOrigin, DbtNode } from "../../dbt/project";
import { hintSites, isInstalledFile, siteKey } from "../hintSites";
import { nameList } from "../phrases";
import type { Rule } from "../rule";

export const hintOverriddenElsewhere: Rule = {
  code: "hint-overridden-elsewhere",
  severity: "information",
  title: "A hint is overridden for every node it reaches",

  *check({ project }) {
    const deciding = new Set(hintSites(project).map(({ origin }) => siteKey(origin)));
    const useless = new Map<string, { origin: ConfigOrigin; nodes: DbtNode[] }>();
    for (const node of project.nodes.values()) {
      for (const origin of node.hint?.overridden ?? []) {
        const key = siteKey(origin);
        if (deciding.has(key) || isInstalledFile(origin.file)) continue;
        const entry = useless.get(key) ?? { origin, nodes: [] };
        useless.set(key, entry);
        entry.nodes.push(node);
      }
    }
    for (const { origin, nodes } of useless.values()) {
      const [first] = nodes;
      const where = nodes.length === 1 ? ` (${first?.hint?.origin.via})` : "";
      yield {
        file: origin.file,
        span: origin.span,
        message: `This hint decides nothing: ${nameList(nodes.map((node) => node.name))} ${
          nodes.length === 1 ? "has" : "have"
        } a nearer one${where}. Remove it, or the nearer ones.`,
        related: nodes.slice(0, 10).flatMap(({ name, hint }) =>
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
