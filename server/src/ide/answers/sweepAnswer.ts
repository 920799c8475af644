/** CONTRACT "heddle.sweep/1": makespan against thread count and the count worth paying for. */
import type { SweepResult } from "../../protocol";
import type { SweepRequest } from "../../workspace/snapshot";
import type { RunSource } from "./runSource";

/** One simulation per thread count of the range. */
export function sweepAnswer(source: RunSource, request: SweepRequest = {}): SweepResult {
  return { schema: "heddle.sweep/1", ...source.sweep(request) };
}
