/**
 * Runs with microbatch models whose batches dbt-core spreads over its workers: who runs when, batch
 * by batch. Only dbt's own dispatch, without hints, pools or slowdown. Source: dbt-core 1.11.16
 * `task/run.py` (`MicrobatchModelRunner.execute`, `_submit_batch`, `_maybe_wait_for_microbatch`).
 */
import type { WorkloadGraph } from "../workload/graph";
import { EndHeap } from "./endHeap";
import { IntHeap } from "./intHeap";
import { parentCounts } from "./simulation";

/** Batches of one model; its duration is that of all of them, one after the other. */
export interface Batches {
  readonly count: number;
  /** The adapter runs batches at once and the model's `concurrent_batches` does not forbid it. */
  readonly isParallel: boolean;
}

export interface MicrobatchOptions {
  readonly threads: number;
  /** By task id; tasks of fewer than three batches run as any other. */
  readonly batches: ReadonlyMap<string, Batches>;
  /**
   * No more than max(1, threads / 2) microbatch models at a time: `dbt run` of 1.11.3 and later. The
   * main thread waits with the next one in hand, so nothing else is handed out meanwhile.
   */
  readonly isCapped: boolean;
}

export interface BatchSpan {
  readonly id: string;
  /** From 0. */
  readonly batch: number;
  readonly startMs: number;
  readonly endMs: number;
}

export interface MicrobatchRun {
  readonly makespanMs: number;
  /** True where models wait for batches that wait for their workers, for ever (dbt-core #11420). */
  readonly isDeadlocked: boolean;
  /** By id; a microbatch model holds a worker for all of it, also while it waits for its batches. */
  readonly spans: ReadonlyMap<string, { readonly startMs: number; readonly endMs: number }>;
  /** In start order. */
  readonly batches: readonly BatchSpan[];
}

/** A model that runs batch by batch. */
interface Orchestrator {
  readonly task: number;
  readonly count: number;
  readonly isParallel: boolean;
  readonly batchMs: number;
  /** The next batch to run or submit. */
  next: number;
  /** Submitted batches that have not ended. */
  pending: number;
  /** Place among all starts, by which ends at one instant are told apart. */
  sequence: number;
  /** Nothing is left but to wait for them. */
  isWaiting: boolean;
}

/** What waits for a worker or runs on one. */
interface Job {
  readonly task: number;
  readonly model?: Orchestrator;
  /** A batch that was submitted to the pool; absent for the model itself. */
  readonly batch?: number;
}

const FEWEST_BATCHES = 3;

/** O((n + edges + batches) log). Throws on fewer threads than 1. */
export function simulateMicrobatch(
  graph: WorkloadGraph,
  { threads, batches, isCapped }: MicrobatchOptions,
): MicrobatchRun {
  if (!(threads >= 1)) throw new Error(`simulateMicrobatch: threads must be at least 1`);
  const mostModels = isCapped ? Math.max(1, Math.floor(threads / 2)) : Infinity;
  const { size, durationMs, childStart, children, ids } = graph;
  const models = new Map<number, Orchestrator>();
  let events = size;
  for (const [id, { count, isParallel }] of batches) {
    const task = graph.indexOf.get(id);
    if (task === undefined || count < FEWEST_BATCHES) continue;
    const batchMs = durationMs[task]! / count;
    models.set(task, {
      task,
      count,
      isParallel,
      batchMs,
      next: 0,
      pending: 0,
      sequence: 0,
      isWaiting: false,
    });
    events += count;
  }
  const missing = parentCounts(graph);
  const startMs = new Float64Array(size);
  const endMs = new Float64Array(size);
  const spans: BatchSpan[] = [];
  /** The priority queue: smallest number first, which is (level, id) order. */
  const ready = new IntHeap(size);
  /** The pool's own queue. */
  const waiting: Job[] = [];
  let firstWaiting = 0;
  const running = new EndHeap(events);
  const jobs: Job[] = [];
  let free = threads;
  let started = 0;
  let finished = 0;
  let now = 0;
  let inProgress = 0;
  let modelsInProgress = 0;
  let held: Job | undefined;

  const runUntil = (end: number, job: Job, sequence: number): void => {
    jobs.push(job);
    running.push(end, jobs.length - 1, sequence);
  };
  const runBatch = (
    model: Orchestrator,
    batch: number,
    job: Job,
    sequence = model.sequence,
  ): void => {
    const end = now + model.batchMs;
    spans.push({ id: ids[model.task]!, batch, startMs: now, endMs: end });
    runUntil(end, job, sequence);
  };
  /** Goes on with a model whose batch has just ended on its own worker, or whose last one has. */
  const goOn = (model: Orchestrator): void => {
    const last = model.count - 1;
    while (model.next < last) {
      const batch = model.next++;
      if (model.isParallel && inProgress < threads) {
        model.pending++;
        waiting.push({ task: model.task, model, batch });
      } else {
        runBatch(model, batch, { task: model.task, model });
        return;
      }
    }
    model.isWaiting = model.pending > 0;
    if (model.isWaiting) return;
    model.next++;
    runBatch(model, last, { task: model.task, model });
  };
  const handOut = (): void => {
    for (;;) {
      if (held !== undefined) {
        if (modelsInProgress > mostModels) return;
        waiting.push(held);
        held = undefined;
      }
      if (ready.size === 0) return;
      const task = ready.pop();
      const model = models.get(task);
      inProgress++;
      if (model === undefined) waiting.push({ task });
      else {
        modelsInProgress++;
        held = { task, model };
      }
    }
  };
  const start = (job: Job): void => {
    free--;
    started++;
    if (job.model !== undefined && job.batch !== undefined) {
      runBatch(job.model, job.batch, job, started);
      return;
    }
    startMs[job.task] = now;
    if (job.model === undefined) {
      runUntil(now + durationMs[job.task]!, job, started);
      return;
    }
    job.model.sequence = started;
    runBatch(job.model, job.model.next++, job);
  };
  const finish = (task: number): void => {
    endMs[task] = now;
    finished++;
    free++;
    inProgress--;
    if (models.has(task)) modelsInProgress--;
    for (let at = childStart[task]!; at < childStart[task + 1]!; at++) {
      const child = children[at]!;
      missing[child] = missing[child]! - 1;
      if (missing[child] === 0) ready.push(child);
    }
  };

  for (let root = 0; root < graph.rootCount; root++) ready.push(root);
  for (;;) {
    handOut();
    while (free > 0 && firstWaiting < waiting.length) start(waiting[firstWaiting++]!);
    if (running.size === 0) break;
    now = running.topEnd();
    const { task, model, batch } = jobs[running.pop()]!;
    if (model === undefined) finish(task);
    else if (batch !== undefined) {
      free++;
      model.pending--;
      if (model.isWaiting && model.pending === 0) goOn(model);
    } else if (model.next === model.count) finish(task);
    else goOn(model);
  }
  return {
    isDeadlocked: finished < size,
    makespanMs: endMs.reduce((latest, end) => Math.max(latest, end), 0),
    spans: new Map(ids.map((id, task) => [id, { startMs: startMs[task]!, endMs: endMs[task]! }])),
    batches: spans.sort((a, b) => a.startMs - b.startMs),
  };
}
