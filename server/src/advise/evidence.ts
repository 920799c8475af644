/**
 * Whether advice about the schedule rests on something: rules that speak of minutes stay silent
 * where most durations are assumed, because then the minutes are made up.
 */
import type { Workload } from "../workload/workload";
import type { RuleInput } from "./rule";

/** Share of the run's work, by assumed durations too, that must be known for advice in minutes. */
const KNOWN_SHARE = 0.5;

const known = new WeakMap<Workload, boolean>();

/** True where at least half of the run's work is measured, given or estimated. O(tasks) once. */
export function hasEvidence(input: RuleInput): boolean {
  const workload = input.workload();
  if (workload === undefined) return false;
  const answer = known.get(workload) ?? isMostlyKnown(workload);
  known.set(workload, answer);
  return answer;
}

function isMostlyKnown({ tasks }: Workload): boolean {
  let knownMs = 0;
  let totalMs = 0;
  for (const { durationMs, durationOrigin } of tasks) {
    totalMs += durationMs;
    if (durationOrigin !== "assumed") knownMs += durationMs;
  }
  return totalMs > 0 && knownMs >= totalMs * KNOWN_SHARE;
}
