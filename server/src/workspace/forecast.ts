/**
 * How a project would run, as history and SQL tell: durations, workload, schedule, sweep, calibration.
 * Knows the graph and the times, not the texts, and serves every state of the project in which these
 * are the same.
 */
import { lazy, lazyBy } from "../base/lazy";
import { estimateDurations } from "../dbt/artifacts/estimateDurations";
import { collectDurations } from "../dbt/artifacts/history";
import type { Durations } from "../dbt/artifacts/modelDuration";
import type { RunRecord } from "../dbt/artifacts/runRecord";
import type { DbtNode, DbtProject } from "../dbt/project";
import { projectWorkload } from "../dbt/projectWorkload";
import { editWorkload } from "../schedule/editWorkload";
import { createShareSaving } from "../schedule/shareSaving";
import { simulate } from "../schedule/simulate";
import { sweep } from "../schedule/sweep";
import { graphOf } from "../workload/graph";
import type { Workload } from "../workload/workload";
import {
  aloneRuns,
  type Calibrate,
  comparableRuns,
  pastPredictions,
  runMargins,
} from "./observedHistory";
import { runnableTasks } from "./runnableTasks";
import type { ProjectSnapshot, ScheduleRequest, SweepRequest } from "./snapshot";

/** The answers of a snapshot that rest on the run alone. */
export interface Forecast
  extends Pick<
    ProjectSnapshot,
    | "durations"
    | "calibration"
    | "predictions"
    | "calibrated"
    | "workload"
    | "schedule"
    | "savingIf"
    | "sweep"
    | "runs"
  > {
  /** False where a cycle keeps models from running, so that no advice can be simulated. */
  isComplete(): boolean;
  /** On the critical path of today's run. */
  isCritical(uniqueId: string): boolean;
  /** Tasks of today's run that wait for a node directly. */
  dependentCount(uniqueId: string): number;
}

export interface ForecastInput {
  readonly project: DbtProject;
  readonly runs: readonly RunRecord[];
  /** Complexity score of a node's SQL. */
  readonly scoreOf: (node: DbtNode) => number;
  readonly calibrate: Calibrate;
}

/** Forecast over a resolved project. O(1); each value costs when it is first asked for. */
export function createForecast(input: ForecastInput): Forecast {
  const { project, runs, scoreOf } = input;
  const durationsFrom = (records: readonly RunRecord[]): Durations => {
    const measured = collectDurations(records, project, {
      ...(project.target === null ? {} : { target: project.target.name }),
    });
    return estimateDurations(project, measured, scoreOf).durations;
  };
  const durations = lazy(() => durationsFrom(runs));
  const historyInput = { project, runs, scoreOf };
  const calibration = lazy(() => {
    const comparable = comparableRuns(historyInput);
    return { ...input.calibrate(comparable), ...runMargins(comparable) };
  });
  const alone = lazy(() => durationsFrom(aloneRuns(runs, calibration())));
  const wholeWorkload = lazyBy((command: "run" | "build") =>
    projectWorkload(project, durations(), { command }),
  );
  const wholeAlone = lazyBy((command: "run" | "build") =>
    projectWorkload(project, alone(), { command }),
  );
  const runnable = lazyBy((workload: Workload) => runnableTasks(workload.tasks));
  const plain = lazy((): Workload => {
    const chosen = wholeWorkload("run");
    return { ...chosen, tasks: runnable(chosen).tasks };
  });
  const workload = (request: ScheduleRequest = {}): Workload => {
    const command = request.command ?? "run";
    const { selection, whatIf, edits } = request;
    const isAlone = request.durations === "alone" && calibration().slowedBy !== "nothing";
    const isEdited = whatIf !== undefined || edits !== undefined;
    const isPlain = selection === undefined && !isEdited && !isAlone;
    if (isPlain && command === "run") return plain();
    const chosen =
      selection !== undefined
        ? projectWorkload(project, isAlone ? alone() : durations(), { command, selection })
        : isAlone
          ? wholeAlone(command)
          : wholeWorkload(command);
    const { tasks } = selection === undefined ? runnable(chosen) : runnableTasks(chosen.tasks);
    const timed = whatIf === undefined ? tasks : tasks.map((task) => withDuration(task, whatIf));
    return editWorkload({ ...chosen, tasks: timed }, edits);
  };
  const scheduleOptions = (request: ScheduleRequest) => {
    const { command, reservePercent, selection, whatIf, edits, durations: _, ...options } = request;
    const wanted = options.threads ?? project.threads.effective;
    const threads = Math.max(1, Math.floor((wanted * (100 - (reservePercent ?? 0))) / 100));
    const policy = project.engine === "fusion" ? ("fusion" as const) : ("dbt-core" as const);
    return { hints: "ignored" as const, policy, ...options, threads };
  };
  const calibrated = (request: ScheduleRequest = {}): ScheduleRequest => {
    const { capacity, contention, overhead, overheadMs } = request;
    const own = capacity ?? contention ?? overhead ?? overheadMs;
    if (own !== undefined || calibration().slowedBy === "nothing") return request;
    return { ...request, ...calibration().slowdown, durations: "alone" };
  };
  const simulated = (asked: ScheduleRequest) => {
    const request = calibrated(asked);
    return simulate(workload(request), scheduleOptions(request));
  };
  const swept = ({ from, to, ...asked }: SweepRequest) => {
    const request = calibrated(asked);
    return sweep(workload(request), {
      ...scheduleOptions(request),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    });
  };
  const todayGraph = lazy(() => graphOf(workload(calibrated({}))));
  const todayOptions = lazy(() => scheduleOptions(calibrated({})));
  const today = lazy(() => simulate(todayGraph(), todayOptions()));
  const todaySweep = lazy(() => sweep(todayGraph(), todayOptions()));
  const saving = lazy(() => createShareSaving(todayGraph(), todayOptions()));
  const critical = lazy(
    () => new Set(today().tasks.flatMap((task) => (task.critical ? [task.id] : []))),
  );
  const dependentCounts = lazy(() => countDependents(workload()));

  return {
    durations,
    runs: lazy(() => comparableRuns(historyInput)),
    calibration,
    predictions: lazy(() => pastPredictions(historyInput, calibration())),
    calibrated,
    workload,
    schedule: (request) => (request === undefined ? today() : simulated(request)),
    savingIf: (uniqueId, share) => saving()(uniqueId, share),
    sweep: (request) => (request === undefined ? todaySweep() : swept(request)),
    isComplete: () => runnable(wholeWorkload("run")).left.length === 0,
    isCritical: (uniqueId) => critical().has(uniqueId),
    dependentCount: (uniqueId) => dependentCounts().get(uniqueId) ?? 0,
  };
}

function withDuration<T extends Workload["tasks"][number]>(
  task: T,
  whatIf: ReadonlyMap<string, number>,
): T {
  const durationMs = whatIf.get(task.id);
  return durationMs === undefined ? task : { ...task, durationMs, durationOrigin: "given" };
}

function countDependents({ tasks }: Workload): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { dependsOn } of tasks) {
    for (const parent of dependsOn) counts.set(parent, (counts.get(parent) ?? 0) + 1);
  }
  return counts;
}
