/** The simulation that the command line's options ask for; shared by simulate, sweep and plan. */
import { cycleOf, type WorkloadEdit } from "../schedule/editWorkload";
import type { Failures } from "../schedule/failures";
import { HINT_MEANINGS, POLICIES } from "../schedule/schedule";
import { parseWhatIf } from "../schedule/whatIf";
import { buildGraph } from "../workload/graph";
import type { ScheduleRequest } from "../workspace/snapshot";
import type { CommandContext } from "./command";
import { type Failure, failure, hasFailed } from "./failure";
import type { RunInput } from "./runInputs";
import { isSupposition } from "./supposedRefresh";
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
    ...(args.has("single-threaded") && { singleThreaded: true }),
  };
  // What is supposed of a model's data is in its workload already.
  const words = args.values("what-if");
  const ofTasks = run.refresh === undefined ? words : words.filter((word) => !isSupposition(word));
  const changes = changesOf(ofTasks, run, request);
  if (hasFailed(changes)) return changes;
  const { whatIf, edits } = changes;
  return {
    ...request,
    ...(whatIf.size > 0 && { whatIf }),
    ...(edits.length > 0 && { edits }),
  };
}

function changesOf(
  words: readonly string[],
  run: RunInput,
  request: ScheduleRequest,
): { readonly whatIf: ReadonlyMap<string, number>; readonly edits: WorkloadEdit[] } | Failure {
  const whatIf = new Map<string, number>();
  const edits: WorkloadEdit[] = [];
  if (words.length === 0) return { whatIf, edits };
  const workload = run.source.workload(run.source.calibrated?.(request) ?? request);
  const graph = buildGraph(workload);
  for (const word of words) {
    const parsed = parseWhatIf(word, graph, continuingOf(run));
    if (parsed.problem !== undefined) return failure(`--${parsed.problem}`);
    const { edit, change, skipped = [] } = parsed;
    if (change !== undefined) edits.push(change);
    else whatIf.set(graph.ids[edit.task]!, edit.durationMs);
    for (const task of skipped) whatIf.set(graph.ids[task]!, 0);
  }
  const cycle = cycleOf(workload, edits);
  if (cycle !== undefined)
    return failure(`--what-if: ${cycle[0]} would depend on itself: ${cycle.join(" → ")}`);
  return { whatIf, edits };
}

/** What fails by `--what-if`, and whether that ends the run; absent where nothing does. */
export function failuresOf(
  { args }: CommandContext,
  run: RunInput,
  { command, selection }: ScheduleRequest,
): { readonly failures?: Failures } | Failure {
  const failing = args.values("what-if").filter((word) => /=\s*fails\s*$/.test(word));
  if (failing.length === 0) {
    if (!args.has("fail-fast")) return {};
    return failure("--fail-fast: nothing fails; say what does, e.g. --what-if orders=fails");
  }
  const graph = buildGraph(
    run.source.workload({
      ...(command !== undefined && { command }),
      ...(selection !== undefined && { selection }),
    }),
  );
  const failed = failing.flatMap((word) => {
    const { edit } = parseWhatIf(word, graph);
    return edit === undefined ? [] : [graph.ids[edit.task]!];
  });
  return { failures: { failed, continuing: continuingOf(run), failFast: args.has("fail-fast") } };
}

/** Models whose failure skips nobody (dbt 1.12's `on_error`). */
function continuingOf({ snapshot }: RunInput): readonly string[] {
  if (snapshot === undefined) return [];
  return [...snapshot.project.nodes.values()].flatMap(({ uniqueId, config }) =>
    config["on_error"] === "continue" ? [uniqueId] : [],
  );
}
