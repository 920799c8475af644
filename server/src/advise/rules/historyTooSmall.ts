/**
 * Finds a run history of so few runs that an average over them proves little: the first article's
 * query leaves out models with fewer than five samples. One finding per project.
 */
import { SIGNIFICANT_RUNS } from "../classify";
import { hasEvidence } from "../evidence";
import { counted, percentOf } from "../phrases";
import { projectNameSite } from "../places";
import type { Rule } from "../rule";

/** Share of the measured work that must rest on enough runs. */
const ENOUGH_SHARE = 0.5;

export const historyTooSmall: Rule = {
  code: "history-too-small",
  severity: "hint",
  title: "Most measured durations rest on fewer than five runs",

  *check(input) {
    const runs = input.runs().length;
    if (runs === 0 || !hasEvidence(input)) return;
    let measuredMs = 0;
    let fewMs = 0;
    for (const duration of input.durations().values()) {
      if (duration.origin !== "measured") continue;
      measuredMs += duration.ms;
      if (duration.runs < SIGNIFICANT_RUNS) fewMs += duration.ms;
    }
    if (measuredMs === 0 || fewMs < measuredMs * ENOUGH_SHARE) return;
    const site = projectNameSite(input.project);
    if (site === undefined) return;
    yield {
      ...site,
      message: `${counted(runs, "run")} on record, and ${percentOf(fewMs, measuredMs)} of the measured time rests on fewer than ${SIGNIFICANT_RUNS}: one slow night can decide the advice. Keep target/run_results.json of each run and name them in heddle.history (--history).`,
    };
  },
};
