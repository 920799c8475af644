/** CONTRACT "heddle.sweep/1": makespan against thread count and the count worth paying for. */
import type { SweepResult } from "../../protocol";
import type { SweepRequest } from "../../workspace/snapshot";
import type { RunSource } from "./runSource";
import { pastError, slowdownNote } from "./slowdownAnswer";

/** One simulation per thread count of the range. */
export function sweepAnswer(source: RunSource, request: SweepRequest = {}): SweepResult {
  const swept = source.sweep(request);
  const simulated = source.calibrated?.(request) ?? request;
  const tasks = source.workload(simulated).tasks.length;
  const { makespanMs = 0 } =
    swept.points.find(({ threads }) => threads === swept.recommended.threads) ?? {};
  const slowdown = slowdownNote(source, simulated, { tasks, makespanMs });
  const past = pastError(source);
  return {
    schema: "heddle.sweep/1",
    ...swept,
    ...(slowdown !== undefined && { slowdown }),
    ...(past !== undefined && { pastError: past }),
  };
}
