/** Finds thread hints that are no positive whole number, so that no one can follow them. */
import type { Json } from "../../dbt/project";
import { hintSites } from "../hintSites";
import { hintSpan } from "../hintSpan";
import { nodesCounted } from "../phrases";
import type { Rule } from "../rule";
import { relatedNodes } from "./relatedNodes";

export const invalidThreadsValue: Rule = {
  code: "invalid-threads-value",
  severity: "warning",
  title: "A thread hint is no positive whole number",

  *check({ project }) {
    for (const site of hintSites(project)) {
      const { origin, key, value, threads, nodes } = site;
      if (value === undefined || threads !== undefined) continue;
      // dbt 2 refuses the key whatever its value.
      if (key === "threads" && project.engine === "fusion") continue;
      const by = origin.via.includes("(") ? ` from ${origin.via}` : "";
      yield {
        file: origin.file,
        span: hintSpan(project, origin),
        message: `threads is ${shown(value)}${by}, not a whole number from 1: ${nodesCounted(nodes)} ${
          nodes.length === 1 ? "has" : "have"
        } no hint.`,
        related: relatedNodes(project, site),
      };
    }
  },
};

function shown(value: Json): string {
  if (value === null) return "null";
  if (typeof value === "string") return value === "" ? "empty" : `the text "${clip(value)}"`;
  return clip(JSON.stringify(value));
}

function clip(text: string): string {
  return text.length > 40 ? `${text.slice(0, 37)}…` : text;
}
