/** `--batches ID=N`: how many batches microbatch models run. */
import type { MicrobatchRequest } from "../ide/answers/microbatchAnswer";
import { findTask } from "../schedule/whatIf";
import { buildGraph } from "../workload/graph";
import type { ScheduleRequest } from "../workspace/snapshot";
import type { CommandContext } from "./command";
import { type Failure, failure } from "./failure";
import type { RunInput } from "./runInputs";
import { parsePair } from "./values";

const MOST_BATCHES = 100_000;

/** What was asked for; empty where nothing was. Only dbt-core's own dispatch knows batches. */
export function batchesOf(
  { args }: CommandContext,
  { source }: RunInput,
  request: ScheduleRequest,
): { readonly microbatch?: Omit<MicrobatchRequest, "threads"> } | Failure {
  const words = args.values("batches");
  if (words.length === 0) return {};
  const { hints = "ignored", policy = "dbt-core", capacity, contention, singleThreaded } = request;
  const other =
    hints !== "ignored"
      ? "--hints"
      : policy !== "dbt-core"
        ? "--policy"
        : capacity !== undefined
          ? "--capacity"
          : contention !== undefined
            ? "--contention"
            : singleThreaded === true
              ? "--single-threaded"
              : undefined;
  if (other !== undefined) {
    return failure(`--batches follows dbt-core's own dispatch; leave ${other} out`);
  }
  const graph = buildGraph(source.workload(request));
  const counts = new Map<string, number>();
  for (const word of words) {
    const [id = "", text = ""] = parsePair(word) ?? [];
    const count = Number(text);
    if (!/^\d+$/.test(text) || count < 1 || count > MOST_BATCHES) {
      return failure(`--batches: "${word}" is not ID=N with N from 1 to ${MOST_BATCHES}`);
    }
    const task = findTask(id, graph);
    if (typeof task === "string") return failure(`--batches ${word}: ${task}`);
    counts.set(graph.ids[task]!, count);
  }
  return { microbatch: { counts, isCapped: request.command !== "build" } };
}
