/**
 * Finds `threads` keys that stop dbt 2 (Fusion) from reading the project: dbt1060 in a model or a
 * properties file, dbt1013 on a folder of dbt_project.yml. One finding per place.
 */
import { hintSites } from "../hintSites";
import { hintSpan } from "../hintSpan";
import { idleHintSites } from "../idleHintSites";
import { moveHintFix } from "../moveHint";
import type { Rule } from "../rule";
import { relatedNodes } from "./relatedNodes";

export const threadsRejectedByDbt2: Rule = {
  code: "threads-rejected-by-dbt-2",
  severity: "error",
  title: "dbt 2 refuses a threads key on models",

  *check({ project }) {
    if (project.engine !== "fusion") return;
    for (const site of [...hintSites(project), ...idleHintSites(project)]) {
      if (site.key !== "threads") continue;
      const fix = moveHintFix(project, site);
      const code = /(?:^|\/)dbt_project\.ya?ml$/.test(site.origin.file) ? "dbt1013" : "dbt1060";
      yield {
        file: site.origin.file,
        span: hintSpan(project, site.origin),
        message: `dbt 2 refuses \`threads\` here (${code}): the project does not parse. Move it to meta.heddle.threads.`,
        ...(fix && { fixes: [fix] }),
        related: relatedNodes(project, site),
      };
    }
  },
};
