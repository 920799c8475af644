/**
 * The simulation where running tasks slow each other down: the database shares its work among them
 * and dbt's own interpreter serves one node at a time. Dispatch is the same `ReadyLine` as in
 * `Simulation`; only the passing of time differs.
 */
import type { WorkloadGraph } from "../workload/graph";
import { EndHeap } from "./endHeap";
import { ReadyLine } from "./readyLine";
import type { HintMeaning } from "./schedule";
import { type ArrivalOrder, parentCounts, type RunRecord } from "./simulation";

/** What happens to a task from its start to its end. */
export interface StretchedTimes {
  /** Work in the database, in ms when alone. */
  readonly durationMs: Float64Array;
  /** Speed of each task when n of them are in the database, at index n. */
  readonly pace: Float64Array;
  /** Time that dbt's interpreter spends on the task before its SQL runs; shared by all, in ms. */
  readonly interpreterMs?: Float64Array | undefined;
  /** Added to the work of the first task of each thread: opening its connection, in ms. */
  readonly connectMs?: number | undefined;
}

/**
 * A place where tasks share the passing of time evenly (processor sharing). All its tasks get on
 * at one speed, so one clock of work done per task is enough: a task that enters at clock c with
 * work w is done at clock c + w, whatever the speed does in between.
 */
class Server {
  readonly done: EndHeap;
  private clock = 0;

  constructor(
    capacity: number,
    private readonly speedOf: (count: number) => number,
  ) {
    this.done = new EndHeap(capacity);
  }

  reset(): void {
    this.done.clear();
    this.clock = 0;
  }

  enter(task: number, work: number, sequence: number): void {
    this.done.push(this.clock + work, task, sequence);
  }

  /** Virtual ms from now until its next task is done; Infinity when idle. */
  untilNext(): number {
    const count = this.done.size;
    return count === 0 ? Infinity : (this.done.topEnd() - this.clock) / this.speedOf(count);
  }

  pass(ms: number): void {
    const count = this.done.size;
    if (count > 0) this.clock += ms * this.speedOf(count);
  }

  /** Takes its next task out; its clock stands exactly where that task is done. */
  finish(): number {
    this.clock = this.done.topEnd();
    return this.done.pop();
  }
}

/** Reusable buffers around one graph, hint meaning and order, as `Simulation` has them. */
export class StretchedSimulation implements RunRecord {
  readonly startMs: Float64Array;
  readonly endMs: Float64Array;
  readonly events: Int32Array;
  private readonly graph: WorkloadGraph;
  private readonly line: ReadyLine;
  private readonly missing: Int32Array;
  private readonly parentCount: Int32Array;
  private readonly work: Float64Array;
  private readonly sequence: Int32Array;
  private pace: Float64Array = new Float64Array(0);
  /** Tasks that take no thread pass time at full speed and slow nobody. */
  private readonly aside: Server;
  private readonly interpreter: Server;
  private readonly database: Server;

  constructor(graph: WorkloadGraph, meaning: HintMeaning, rank?: Int32Array) {
    const { size } = graph;
    this.graph = graph;
    this.line = new ReadyLine(graph, meaning, rank);
    this.startMs = new Float64Array(size);
    this.endMs = new Float64Array(size);
    this.events = new Int32Array(2 * size);
    this.missing = new Int32Array(size);
    this.parentCount = parentCounts(graph);
    this.work = new Float64Array(size);
    this.sequence = new Int32Array(size);
    this.aside = new Server(size, () => 1);
    this.interpreter = new Server(size, (count) => 1 / count);
    this.database = new Server(size, (count) => this.pace[count]!);
  }

  /** Takes over changes that the caller made in `rank`. */
  readRanks(): void {
    this.line.readRanks();
  }

  get peakThreads(): number {
    return this.line.peakUsed;
  }

  /** Makespan in ms; `times.pace` reaches up to `threads`. O((n + edges) log n). */
  run(threads: number, times: StretchedTimes, arrival: ArrivalOrder): number {
    const { graph, line, aside, interpreter, database, startMs, endMs, events, missing } = this;
    const { interpreterMs, connectMs = 0 } = times;
    this.pace = times.pace;
    missing.set(this.parentCount);
    line.reset(threads);
    aside.reset();
    interpreter.reset();
    database.reset();
    for (const root of arrival.roots) line.enter(root);
    let now = 0;
    let happened = 0;
    let started = 0;
    let connections = 0;
    const workOf = this.work;
    workOf.set(times.durationMs);
    for (;;) {
      for (let task = line.next(); task >= 0; task = line.next()) {
        const place = started++;
        this.sequence[task] = place;
        startMs[task] = now;
        events[happened++] = task;
        if (graph.takesThread[task] === 0) {
          aside.enter(task, workOf[task]!, place);
          continue;
        }
        if (connections < threads && connectMs > 0) {
          connections++;
          workOf[task] = workOf[task]! + connectMs;
        }
        const python = interpreterMs === undefined ? 0 : interpreterMs[task]!;
        if (python > 0) interpreter.enter(task, python, place);
        else database.enter(task, workOf[task]!, place);
      }
      const first = firstToFinish(aside, interpreter, database);
      const wait = first.untilNext();
      if (wait === Infinity) return now;
      const elapsed = Math.max(0, wait);
      now += elapsed;
      aside.pass(elapsed);
      interpreter.pass(elapsed);
      database.pass(elapsed);
      const task = first.finish();
      if (first === interpreter) {
        database.enter(task, workOf[task]!, this.sequence[task]!);
        continue;
      }
      endMs[task] = now;
      events[happened++] = ~task;
      line.leave(task);
      for (let at = graph.childStart[task]!; at < graph.childStart[task + 1]!; at++) {
        const child = arrival.children[at]!;
        const left = missing[child]! - 1;
        missing[child] = left;
        if (left === 0) line.enter(child);
      }
    }
  }
}

/** The server whose next task is done first; ties in start order of those tasks. */
function firstToFinish(aside: Server, interpreter: Server, database: Server): Server {
  const first = isSooner(interpreter, database) ? interpreter : database;
  return isSooner(aside, first) ? aside : first;
}

function isSooner(one: Server, other: Server): boolean {
  if (one.done.size === 0) return false;
  if (other.done.size === 0) return true;
  const wait = one.untilNext();
  const otherWait = other.untilNext();
  if (wait !== otherWait) return wait < otherWait;
  return one.done.topSequence() < other.done.topSequence();
}
