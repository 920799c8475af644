/**
 * A project's past runs as the schedule room takes them, and what follows from them: how much tasks
 * slow each other down, what a run takes before its first and after its last task, and how well
 * each run would have been predicted from those before it.
 */
import { estimateDurations } from "../dbt/artifacts/estimateDurations";
import { collectDurations, usableRuns } from "../dbt/artifacts/history";
import { observeRun } from "../dbt/artifacts/observedRun";
import type { RunRecord } from "../dbt/artifacts/runRecord";
import type { DbtNode, DbtProject } from "../dbt/project";
import { projectWorkload } from "../dbt/projectWorkload";
import { calibrateRuns, type RunCalibration } from "../schedule/calibrateRuns";
import type { ObservedRun } from "../schedule/observedRun";
import {
  type PredictedRun,
  type PredictionHistory,
  predictionHistory,
} from "../schedule/predictionHistory";
import type { SimulateOptions } from "../schedule/schedule";
import { runnableTasks } from "./runnableTasks";

/** What lies before and after the tasks of a run, in ms: medians over the runs that tell. */
export interface RunMargins {
  /** Process start to first task, hooks of on-run-start included (dbt 1.10 and later). */
  readonly startupMs?: number;
  /** Hooks of on-run-start and on-run-end, which run one by one on the main thread. */
  readonly hooksMs?: number;
}

/** What predictions of a project take from its history. */
export interface HistoryInput {
  readonly project: DbtProject;
  /** In any order; runs that do not count are left out here. */
  readonly runs: readonly RunRecord[];
  /** Complexity score of a node's SQL, for models that had not run yet. */
  readonly scoreOf: (node: DbtNode) => number;
}

/** Runs predicted again, the newest ones. */
const MOST_PREDICTED = 10;
/** Observations that the calibration before each of them looks at. */
const OBSERVATIONS_OF_PAST = 1_000;

/** The runs of the target in use, else those of the newest run's target, oldest first. */
export function comparableRuns({ project, runs }: HistoryInput): readonly RunRecord[] {
  const usable = usableRuns(runs);
  const own = usable.filter(({ target }) => target === project.target?.name);
  if (own.length > 0) return own;
  const target = usable.at(-1)?.target;
  return usable.filter((run) => run.target === target);
}

/** Learns what runs say about tasks beside each other. See `calibrateRuns` for the cost. */
export type Calibrate = (runs: readonly RunRecord[]) => RunCalibration;

/** A `Calibrate` that remembers its last answer, for the same runs come with every keystroke. */
export function rememberingCalibrate(): Calibrate {
  let last: { readonly runs: readonly RunRecord[]; readonly found: RunCalibration } | undefined;
  return (runs) => {
    const isSame =
      last?.runs.length === runs.length && last.runs.every((run, at) => run === runs[at]);
    if (last === undefined || !isSame) last = { runs, found: historyCalibration(runs) };
    return last.found;
  };
}

function historyCalibration(runs: readonly RunRecord[], mostObservations?: number): RunCalibration {
  return calibrateRuns(
    runs.flatMap((run) => observedOf(run) ?? []),
    mostObservations,
  );
}

/** The runs with what ran beside each node taken out of its time; as they are where nothing did. */
export function aloneRuns(
  runs: readonly RunRecord[],
  calibration: RunCalibration,
): readonly RunRecord[] {
  if (calibration.slowedBy === "nothing") return runs;
  return runs.map((run) => {
    const observed = observedOf(run);
    if (observed === undefined) return run;
    const alone = calibration.aloneMs(observed);
    const spans = new Map(observed.tasks.map(({ id, startMs, endMs }) => [id, endMs - startMs]));
    const nodes = run.nodes.map((node) => {
      const spanMs = spans.get(node.uniqueId) ?? 0;
      if (spanMs <= 0) return node;
      const share = Math.min(1, (alone.get(node.uniqueId) ?? spanMs) / spanMs);
      return { ...node, executionMs: node.executionMs * share };
    });
    return { ...run, nodes };
  });
}

/** Medians over the runs that tell. O(results). */
export function runMargins(runs: readonly RunRecord[]): RunMargins {
  const startups: number[] = [];
  const hooks: number[] = [];
  for (const run of runs) {
    const { startupMs } = observeRun(run, () => []);
    if (startupMs !== undefined && startupMs >= 0) startups.push(startupMs);
    const own = run.nodes.filter(({ uniqueId }) => uniqueId.startsWith("operation."));
    if (own.length > 0) hooks.push(own.reduce((sum, { executionMs }) => sum + executionMs, 0));
  }
  return {
    ...(startups.length === 0 ? {} : { startupMs: median(startups) }),
    ...(hooks.length === 0 ? {} : { hooksMs: median(hooks) }),
  };
}

/**
 * The newest runs, each predicted with today's graph from what was known before it: durations,
 * and where `calibration` found that tasks slow each other down, that too, learned anew from the
 * earlier runs. Runs of nothing, and a first run, have no prediction.
 */
export function pastPredictions(
  input: HistoryInput,
  calibration: RunCalibration,
): PredictionHistory {
  const runs = comparableRuns(input);
  const first = Math.max(1, runs.length - MOST_PREDICTED);
  const predicted = runs.slice(first).flatMap((run, at): readonly PredictedRun[] => {
    const observed = observedOf(run);
    if (observed === undefined) return [];
    const one = predictRun(input, runs.slice(0, first + at), run, observed, calibration);
    return one === undefined ? [] : [one];
  });
  return predictionHistory(predicted);
}

function predictRun(
  { project, scoreOf }: HistoryInput,
  before: readonly RunRecord[],
  run: RunRecord,
  observed: ObservedRun,
  calibration: RunCalibration,
): PredictedRun | undefined {
  const learned =
    calibration.slowedBy === "nothing"
      ? calibration
      : historyCalibration(before, OBSERVATIONS_OF_PAST);
  const measured = collectDurations(aloneRuns(before, learned), project, {
    ...(run.target === undefined ? {} : { target: run.target }),
    ...(run.isFullRefresh ? { fullRefresh: true } : {}),
  });
  const { durations } = estimateDurations(project, measured, scoreOf);
  const ran = observed.tasks.map(({ id }) => id);
  const workload = projectWorkload(project, durations, { command: commandOf(run), selection: ran });
  if (workload.tasks.length === 0) return undefined;
  return {
    name: run.file,
    observed,
    workload: { ...workload, tasks: runnableTasks(workload.tasks).tasks },
    options: { ...orderOf(run, observed, project), ...learned.slowdown },
  };
}

/** In which order and within which seats a run was handed out. */
function orderOf(
  { steered }: RunRecord,
  { threads }: ObservedRun,
  { engine }: DbtProject,
): Pick<SimulateOptions, "threads" | "hints" | "policy"> {
  if (steered === undefined) {
    return { threads, hints: "ignored", policy: engine === "fusion" ? "fusion" : "dbt-core" };
  }
  const { hints, workers = threads } = steered;
  return { threads: Math.min(threads, workers), hints, policy: "longest-path" };
}

function commandOf({ command, nodes }: RunRecord): "run" | "build" {
  if (command === "run") return "run";
  return nodes.every(({ uniqueId }) => uniqueId.startsWith("model.")) ? "run" : "build";
}

/** Tasks that took a worker; absent where the file tells no times. */
function observedOf(run: RunRecord): ObservedRun | undefined {
  const { tasks, threads } = observeRun(run, () => []);
  if (tasks.length === 0) return undefined;
  const executions = new Map(run.nodes.map((node) => [node.uniqueId, node.executionMs]));
  return {
    threads: Math.max(1, threads),
    tasks: tasks.map(({ id, startMs, endMs, thread }) => {
      const executionMs = executions.get(id);
      return { id, startMs, endMs, thread, ...(executionMs === undefined ? {} : { executionMs }) };
    }),
  };
}

function median(values: readonly number[]): number {
  const ascending = [...values].sort((a, b) => a - b);
  const at = ascending.length >> 1;
  return ascending.length % 2 === 1 ? ascending[at]! : (ascending[at - 1]! + ascending[at]!) / 2;
}
