/** `heddle simulate`: the predicted schedule of a project or workload, its bounds and bottleneck. */
import { threadsOfRun } from "../ide/answers/runSource";
import { type ScheduleAnswer, scheduleAnswer } from "../ide/answers/scheduleAnswer";
import { sweepAnswer } from "../ide/answers/sweepAnswer";
import { workloadAnswer } from "../ide/answers/workloadAnswer";
import { joinDocuments } from "../report/document";
import { type ScheduleSubject, scheduleReport } from "../report/scheduleReport";
import { traceOf } from "../report/trace";
import type { Spread } from "../schedule/monteCarlo";
import type { Workload } from "../workload/workload";
import type { ScheduleRequest } from "../workspace/snapshot";
import { batchesOf } from "./batchCounts";
import type { CommandContext, CommandResult } from "./command";
import { type Failure, failure, hasFailed } from "./failure";
import { jsonText } from "./jsonText";
import type { OptionName } from "./options";
import { printDocument } from "./printDocument";
import { durationsOf, headerFacts, openRuns, type RunInput, threadsOriginOf } from "./runInputs";
import { failuresOf, scheduleRequestOf } from "./scheduleRequest";
import { threadsOf } from "./values";

/** Options that make the run another one than today's. */
const CHANGING: readonly OptionName[] = [
  "threads",
  "hints",
  "policy",
  "capacity",
  "contention",
  "overhead-ms",
  "what-if",
  "single-threaded",
  "reserve",
];

interface Simulated {
  readonly run: RunInput;
  readonly request: ScheduleRequest;
  readonly answer: ScheduleAnswer;
}

export function simulateCommand(context: CommandContext): CommandResult | Failure {
  const threads = threadsOf(context.args);
  if (hasFailed(threads)) return threads;
  const runs = openRuns(context);
  if (hasFailed(runs)) return runs;
  const requests: ScheduleRequest[] = [];
  for (const run of runs) {
    const request = scheduleRequestOf(context, run, threads);
    if (hasFailed(request)) return request;
    requests.push(request);
  }
  if (context.format === "workload") {
    const workloads = runs.map(({ source }, index): Workload => {
      const request = requests[index] ?? {};
      const workload = source.workload(request);
      const { pools } = workload.capacity;
      return { ...workload, capacity: { threads: threadsOfRun(workload, request), pools } };
    });
    return { text: jsonText(workloads.map(workloadAnswer)), status: 0 };
  }
  context.io.progress("simulating");
  const simulated: Simulated[] = [];
  for (const [index, run] of runs.entries()) {
    const request = requests[index] ?? {};
    const failures = failuresOf(context, run, request);
    if (hasFailed(failures)) return failures;
    const batches = batchesOf(context, run, request);
    if (hasFailed(batches)) return batches;
    const origin = threadsOriginOf(context, run);
    const engine = run.snapshot?.project.engine;
    const reencoding = run.refresh?.reencoding(request);
    const answer = scheduleAnswer(run.source, request, {
      threadsOrigin: origin,
      spreads: spreadsOf(run, request),
      isThorough: true,
      ...failures,
      ...batches,
      ...(engine !== undefined && { engine }),
      ...(reencoding !== undefined && { reencoding }),
    });
    simulated.push({ run, request, answer });
  }
  return printed(context, simulated);
}

/** The spread of every duration that history shows one of, in proportion to the one simulated. */
function spreadsOf(
  { snapshot, source }: RunInput,
  request: ScheduleRequest,
): ReadonlyMap<string, Spread> {
  const spreads = new Map<string, Spread>();
  if (snapshot === undefined) return spreads;
  const recorded = snapshot.durations();
  for (const { id, durationMs } of source.workload(snapshot.calibrated(request)).tasks) {
    const { ms = 0, lowMs, highMs } = recorded.get(id) ?? {};
    if (lowMs === undefined || highMs === undefined) continue;
    const share = ms === 0 ? 1 : durationMs / ms;
    spreads.set(id, { lowMs: lowMs * share, highMs: highMs * share });
  }
  return spreads;
}

function printed(
  context: CommandContext,
  simulated: readonly Simulated[],
): CommandResult | Failure {
  const { format } = context;
  if (format === "json")
    return { text: jsonText(simulated.map(({ answer }) => answer)), status: 0 };
  if (format === "trace") {
    const [only, ...rest] = simulated;
    if (only === undefined || rest.length > 0) {
      return failure("--format trace prints one run; give the path of one project");
    }
    return { text: `${JSON.stringify(traceOf(only.answer, only.run.name))}\n`, status: 0 };
  }
  const documents = simulated.map((one) => scheduleReport(one.answer, subjectOf(context, one)));
  return { text: printDocument(joinDocuments(documents), context), status: 0 };
}

function subjectOf(context: CommandContext, { run, request, answer }: Simulated): ScheduleSubject {
  const workload = run.source.workload(request);
  const { threads: _, ...anyThreads } = request;
  const swept = sweepAnswer(run.source, { ...anyThreads, reservePercent: 0 });
  return {
    name: run.name,
    facts: headerFacts(run, workload, answer.threads, threadsOriginOf(context, run)),
    durations: durationsOf(workload),
    runs: run.snapshot?.history().runs ?? 0,
    isRefresh: run.refresh !== undefined,
    isToday: !CHANGING.some((option) => context.args.has(option)),
    ...(answer.tasks.length > 0 && { recommended: swept.recommended }),
  };
}
