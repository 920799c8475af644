/** Finds a run with more threads than shorten it: the rest only loads the database. */
import { formatDuration } from "../../base/duration";
import { hasEvidence } from "../evidence";
import { counted, durationBasis } from "../phrases";
import type { Rule } from "../rule";
import { threadsFix } from "./threadsFix";

export const threadsAboveGain: Rule = {
  code: "threads-above-gain",
  severity: "information",
  title: "The run has more threads than shorten it",
  advice: "simulated",

  *check(input) {
    const { site, effective } = input.project.threads;
    if (site === undefined || input.project.engine !== "dbt-core" || !hasEvidence(input)) return;
    const sweep = input.sweep();
    if (sweep === undefined || sweep.recommended.threads >= effective) return;
    const { threads } = sweep.recommended;
    const fewer = sweep.points.find((point) => point.threads === threads)?.makespanMs;
    const all = input.schedule()?.makespanMs;
    if (fewer === undefined || all === undefined) return;
    yield {
      file: site.file,
      span: site.span,
      message: `${counted(effective, "thread")} end the run in ${formatDuration(all)}, ${threads} in ${formatDuration(fewer)}: ${sweep.recommended.because} (${durationBasis(input)}).`,
      fixes: threadsFix(input.project, site, threads),
    };
  },
};
