/** Finds hints above the run's own thread count, which allow no more than having none. */
import { hintSites } from "../hintSites";
import { hintSpan } from "../hintSpan";
import { nodesCounted } from "../phrases";
import type { Rule } from "../rule";
import { setHintFix } from "../setHint";

export const threadsExceedCapacity: Rule = {
  code: "threads-exceed-capacity",
  severity: "information",
  title: "A hint asks for more threads than the run has",

  *check({ project }) {
    const { effective, origin } = project.threads;
    const from =
      origin === "default" ? "dbt's default" : origin === "option" ? "--threads" : origin;
    for (const { threads, origin: site, nodes } of hintSites(project)) {
      if (threads === undefined || threads <= effective) continue;
      const run = effective === 1 ? "1 thread" : `${effective} threads`;
      yield {
        file: site.file,
        span: hintSpan(project, site),
        // In a run of one thread the hint is not what is wrong.
        fixes: effective > 1 ? setHintFix(project, site, effective) : [],
        message: `${nodesCounted(nodes)}: hint ${threads}, but the run has ${run} (${from}). The hint limits nothing; lower it or give the run more threads.`,
      };
    }
  },
};
