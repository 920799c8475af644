/**
 * Finds hints above the run's own thread count, which allow no more than having none. One finding
 * per place; where the run has one thread, that is the one cause of all of them.
 */
import type { DbtProject } from "../../dbt/project";
import { type HintSite, hintSites } from "../hintSites";
import { hintSpan } from "../hintSpan";
import { nodesCounted } from "../phrases";
import type { Finding, Rule } from "../rule";
import { setHintFix } from "../setHint";

export const threadsExceedCapacity: Rule = {
  code: "threads-exceed-capacity",
  severity: "information",
  title: "A hint asks for more threads than the run has",

  *check({ project }) {
    const { effective, origin } = project.threads;
    const from =
      origin === "default" ? "dbt's default" : origin === "option" ? "--threads" : origin;
    const above = hintSites(project).filter(({ threads = 0 }) => threads > effective);
    if (effective === 1 && above.length > 1) {
      yield oneThreadFinding(project, above, from);
      return;
    }
    for (const { threads, origin: site, nodes } of above) {
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

const MOST_RELATED = 10;

function oneThreadFinding(project: DbtProject, sites: readonly HintSite[], from: string): Finding {
  const places = sites.map(({ origin }) => ({
    file: origin.file,
    span: hintSpan(project, origin),
    message: "limits nothing with 1 thread",
  }));
  const { file, span } = project.threads.site ?? places[0]!;
  return {
    file,
    span,
    message: `${sites.length} hints ask for several threads, but the run has 1 thread (${from}). The hints limit nothing; give the run more threads.`,
    related: places.slice(0, MOST_RELATED),
  };
}
