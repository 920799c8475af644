/**
 * Finds `threads` keys that dbt-core 1.x reads and never uses: its run queue takes one thread count
 * for the whole run (`task/runnable.py`, `execute_nodes`). One finding per place.
 */
import type { DbtProject } from "../../dbt/project";
import { type HintSite, hintSites } from "../hintSites";
import { hintSpan } from "../hintSpan";
import { idleHintSites } from "../idleHintSites";
import { moveHintFix } from "../moveHint";
import { nodesCounted } from "../phrases";
import type { Rule } from "../rule";
import { isSchemaChecked } from "../schemaChecks";
import { relatedNodes } from "./relatedNodes";

export const threadsIgnoredByDbt: Rule = {
  code: "threads-ignored-by-dbt",
  severity: "information",
  title: "dbt-core has no threads per model and ignores the key",

  *check({ project }) {
    if (project.engine !== "dbt-core") return;
    const isWarned = isSchemaChecked(project);
    for (const site of hintSites(project)) {
      // A value that nobody can follow is the graver finding on the same key.
      if (site.key !== "threads" || site.threads === undefined) continue;
      const fix = moveHintFix(project, site);
      yield {
        file: site.origin.file,
        span: hintSpan(project, site.origin),
        ...(isWarned && { severity: "warning" }),
        message: message(project, site, isWarned),
        ...(fix && { fixes: [fix] }),
        related: relatedNodes(project, site),
      };
    }
    // What is not installed may lie below such a key.
    if (project.problems.some(({ code }) => code === "missing-package")) return;
    for (const site of idleHintSites(project)) {
      const fix = moveHintFix(project, site);
      yield {
        file: site.origin.file,
        span: hintSpan(project, site.origin),
        ...(isWarned && { severity: "warning" }),
        message: `dbt-core ignores \`threads\` here${warning(isWarned)}, and nothing of the project lies below this key; dbt 2 refuses it. Remove it, or move it to meta.heddle.threads.`,
        ...(fix && { fixes: [fix] }),
      };
    }
  },
};

function message(project: DbtProject, site: HintSite, isWarned: boolean): string {
  const who = nodesCounted(site.nodes);
  const share = site.nodes.length === 1 ? "shares" : "share";
  const threads = project.threads.effective;
  return (
    `dbt-core ignores \`threads\` here${warning(isWarned)}: ${who} ${share} the run's ` +
    `${threads === 1 ? "1 thread" : `${threads} threads`}, and dbt 2 refuses the key. ` +
    "Move it to meta.heddle.threads."
  );
}

function warning(isWarned: boolean): string {
  return isWarned ? " and warns (CustomKeyInConfigDeprecation)" : "";
}
