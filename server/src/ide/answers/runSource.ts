/**
 * Whatever can be simulated: a dbt project in one state, or a workload that any tool wrote. Gives
 * the second the questions that the first one answers; selections are dbt's and do not reach it.
 */
import { reservedThreads } from "../../schedule/reserve";
import type { SimulateOptions } from "../../schedule/schedule";
import { simulate } from "../../schedule/simulate";
import { sweep } from "../../schedule/sweep";
import type { Task, Workload } from "../../workload/workload";
import type { ProjectSnapshot, ScheduleRequest } from "../../workspace/snapshot";

/** `ProjectSnapshot` is one. */
export type RunSource = Pick<ProjectSnapshot, "workload" | "schedule" | "sweep">;

/** A workload file as a source. Every method costs what its simulation costs. */
export function workloadSource(file: Workload): RunSource {
  const workload = (request: ScheduleRequest = {}) => applyRequest(file, request);
  return {
    workload,
    schedule(request = {}) {
      const asked = workload(request);
      return simulate(asked, simulateOptionsOf(asked, request));
    },
    sweep(request = {}) {
      const asked = workload(request);
      const { from, to } = request;
      return sweep(asked, {
        ...simulateOptionsOf(asked, request),
        ...(from !== undefined && { from }),
        ...(to !== undefined && { to }),
      });
    },
  };
}

/** The options of a simulation of `workload`, which already has the request's threads. */
export function simulateOptionsOf(workload: Workload, request: ScheduleRequest): SimulateOptions {
  const { hints = "ignored", policy = "dbt-core", overheadMs, capacity, contention } = request;
  return {
    threads: workload.capacity.threads,
    hints,
    policy,
    ...(overheadMs !== undefined && { overheadMs }),
    ...(capacity !== undefined && { capacity }),
    ...(contention !== undefined && { contention }),
  };
}

function applyRequest(file: Workload, request: ScheduleRequest): Workload {
  const { threads = file.capacity.threads, reservePercent = 0, whatIf } = request;
  const tasks = file.tasks.map((task): Task => {
    const durationMs = whatIf?.get(task.id);
    return durationMs === undefined ? task : { ...task, durationMs, durationOrigin: "given" };
  });
  return {
    ...file,
    tasks,
    capacity: { ...file.capacity, threads: reservedThreads(threads, reservePercent) },
  };
}
