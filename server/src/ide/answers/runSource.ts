/**
 * Whatever can be simulated: a dbt project in one state, or a workload that any tool wrote. Gives
 * the second the questions that the first one answers; selections are dbt's and do not reach it.
 */
import { editWorkload } from "../../schedule/editWorkload";
import { createEngine, threadsOf } from "../../schedule/engine";
import { reservedThreads } from "../../schedule/reserve";
import type { SimulateOptions } from "../../schedule/schedule";
import { simulate } from "../../schedule/simulate";
import { sweep } from "../../schedule/sweep";
import { buildGraph } from "../../workload/graph";
import type { Task, Workload } from "../../workload/workload";
import type { ProjectSnapshot, ScheduleRequest } from "../../workspace/snapshot";

/** `ProjectSnapshot` is one; a workload file has no history to learn from. */
export type RunSource = Pick<ProjectSnapshot, "workload" | "schedule" | "sweep"> &
  Partial<Pick<ProjectSnapshot, "calibrated" | "calibration" | "predictions">>;

/**
 * A workload file as a source. `workload` keeps the file's own capacity, as a project's keeps the
 * profile's: what a run asks for is in its request. Every method costs what its simulation costs.
 */
export function workloadSource(file: Workload): RunSource {
  const workload = (request: ScheduleRequest = {}) =>
    editWorkload(withDurations(file, request.whatIf), request.edits);
  return {
    workload,
    schedule: (request = {}) => simulate(workload(request), simulateOptionsOf(file, request)),
    sweep(request = {}) {
      const { from, to } = request;
      return sweep(workload(request), {
        ...simulateOptionsOf(file, request),
        ...(from !== undefined && { from }),
        ...(to !== undefined && { to }),
      });
    },
  };
}

/** Makespan of a run in ms, without its schedule: a tenth of the work of one. */
export function runLength(file: Workload, request: ScheduleRequest): number {
  const options = simulateOptionsOf(file, request);
  const workload = workloadSource(file).workload(request);
  if (options.policy === "fusion") return simulate(workload, options).makespanMs;
  return createEngine(buildGraph(workload), options).run(threadsOf(options.threads, options));
}

/** Threads of a run: those asked for, else the workload's, less what is kept free. */
export function threadsOfRun({ capacity }: Workload, request: ScheduleRequest): number {
  return reservedThreads(request.threads ?? capacity.threads, request.reservePercent ?? 0);
}

function simulateOptionsOf(file: Workload, request: ScheduleRequest): SimulateOptions {
  const { hints = "ignored", policy = "dbt-core", overheadMs, capacity, contention } = request;
  return {
    threads: threadsOfRun(file, request),
    hints,
    policy,
    ...(request.singleThreaded === true && { singleThreaded: true }),
    ...(overheadMs !== undefined && { overheadMs }),
    ...(capacity !== undefined && { capacity }),
    ...(contention !== undefined && { contention }),
  };
}

function withDurations(file: Workload, whatIf: ScheduleRequest["whatIf"]): Workload {
  if (whatIf === undefined) return file;
  const tasks = file.tasks.map((task): Task => {
    const durationMs = whatIf.get(task.id);
    return durationMs === undefined ? task : { ...task, durationMs, durationOrigin: "given" };
  });
  return { ...file, tasks };
}
