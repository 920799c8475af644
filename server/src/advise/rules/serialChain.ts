/**
 * Finds a run that is as long as its longest chain of models: no thread count can shorten it, only
 * a shorter chain can. One finding per project, at the ref into the chain's longest model.
 */
import { formatDuration } from "../../base/duration";
import { hasEvidence } from "../evidence";
import { durationBasis, nameList } from "../phrases";
import { refSite } from "../places";
import type { Rule } from "../rule";

/** The chain's share of the run from which on nothing else decides. */
const DECIDING_SHARE = 0.9;

export const serialChain: Rule = {
  code: "serial-chain",
  severity: "information",
  title: "The run is as long as one chain of models",
  advice: "simulated",

  *check(input) {
    const schedule = input.schedule();
    if (schedule === undefined || schedule.threads < 2 || !hasEvidence(input)) return;
    const { criticalPath, criticalPathMs, makespanMs } = schedule;
    if (criticalPath.length < 2 || criticalPathMs < makespanMs * DECIDING_SHARE) return;
    const durations = input.durations();
    const longest = criticalPath.slice(1).reduce((best, id) => {
      const isLonger = (durations.get(id)?.ms ?? 0) > (durations.get(best)?.ms ?? 0);
      return isLonger ? id : best;
    });
    const node = input.project.nodes.get(longest);
    if (node === undefined) return;
    const before = criticalPath[criticalPath.indexOf(longest) - 1]!;
    const names = criticalPath.map((id) => input.project.nodes.get(id)?.name ?? id);
    const { file, span } = refSite(input.project, node, before);
    yield {
      file,
      span,
      message: `${formatDuration(criticalPathMs)} of the ${formatDuration(makespanMs)} run are one chain: ${nameList(names, 5)}. More threads cannot shorten it; a shorter ${node.name} or a broken chain can (${durationBasis(input)}).`,
    };
  },
};
