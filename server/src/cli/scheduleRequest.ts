/** The simulation that the command line's options ask for; shared by simulate, sweep and plan. */
import { HINT_MEANINGS, POLICIES } from "../schedule/schedule";
import { parseWhatIf } from "../schedule/whatIf";
import { buildGraph } from "../workload/graph";
import type { ScheduleRequest } from "../workspace/snapshot";
import type { CommandContext } from "./command";
import { type Failure, failure, hasFailed } from "./failure";
import type { RunInput } from "./runInputs";
import { contentionOf, numberOf } from "./values";

const MAX_RESERVE = 99;

/** The request for one input; `threads` as the command read it. */
export function scheduleRequestOf(
  { args }: CommandContext,
  run: RunInput,
  threads: number | undefined,
): ScheduleRequest | Failure {
  const capacity = numberOf(args, "capacity", { min: 0.01, max: Number.MAX_VALUE });
  if (hasFailed(capacity)) return capacity;
  const overheadMs = numberOf(args, "overhead-ms", { min: 0, max: Number.MAX_VALUE });
  if (hasFailed(overheadMs)) return overheadMs;
  const reservePercent = numberOf(args, "reserve", { min: 0, max: MAX_RESERVE });
  if (hasFailed(reservePercent)) return reservePercent;
  const contention = contentionOf(args);
  if (hasFailed(contention)) return contention;
  const hints = HINT_MEANINGS.find((meaning) => meaning === args.value("hints"));
  const policy = POLICIES.find((one) => one === args.value("policy"));
  const request: ScheduleRequest = {
    hints: hints ?? "ignored",
    command: args.value("command") === "build" ? "build" : "run",
    reservePercent: reservePercent ?? 0,
    // Without --policy the engine decides: dbt 2 dispatches in its own way.
    ...(policy !== undefined && { policy }),
    ...(run.selection !== undefined && { selection: run.selection }),
    ...(threads !== undefined && { threads }),
    ...(capacity !== undefined && { capacity }),
    ...(overheadMs !== undefined && { overheadMs }),
    ...(contention !== undefined && { contention }),
  };
  const whatIf = whatIfOf(args.values("what-if"), run, request);
  if (hasFailed(whatIf)) return whatIf;
  return whatIf.size > 0 ? { ...request, whatIf } : request;
}

function whatIfOf(
  words: readonly string[],
  { source }: RunInput,
  request: ScheduleRequest,
): ReadonlyMap<string, number> | Failure {
  const whatIf = new Map<string, number>();
  if (words.length === 0) return whatIf;
  const graph = buildGraph(source.workload(source.calibrated?.(request) ?? request));
  for (const word of words) {
    const parsed = parseWhatIf(word, graph);
    if (parsed.edit === undefined) return failure(`--${parsed.problem}`);
    const { edit, skipped = [] } = parsed;
    whatIf.set(graph.ids[edit.task]!, edit.durationMs);
    for (const task of skipped) whatIf.set(graph.ids[task]!, 0);
  }
  return whatIf;
}
