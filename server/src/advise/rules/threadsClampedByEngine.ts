/** Finds a thread count that the engine replaces by another (dbt 2: 2 to 48, Redshift 2 to 4). */
import type { Rule } from "../rule";
import { threadsFix } from "./threadsFix";

export const threadsClampedByEngine: Rule = {
  code: "threads-clamped-by-engine",
  severity: "information",
  title: "The engine uses another thread count than configured",

  *check({ project }) {
    const { site, value, effective } = project.threads;
    if (site === undefined || value === effective) return;
    const why = effective > value ? "never uses fewer" : "never opens more connections";
    const engine = project.engine === "fusion" ? "dbt 2" : "dbt";
    yield {
      file: site.file,
      span: site.span,
      message: `threads ${value} becomes ${effective}: ${engine} ${why}${
        project.adapter === null ? "" : ` with ${project.adapter}`
      }.`,
      fixes: threadsFix(project, site, effective),
    };
  },
};
