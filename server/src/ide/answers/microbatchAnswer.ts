/**
 * "heddle.schedule/1", `microbatch`: the run if given models ran batch by batch over dbt's workers,
 * as on adapters that run batches in parallel. Only dbt-core's own dispatch, without hints.
 */
import { type Batches, simulateMicrobatch } from "../../schedule/microbatch";
import type { WorkloadGraph } from "../../workload/graph";

export interface MicrobatchAnswer {
  readonly makespanMs: number;
  /** No more than max(1, threads / 2) such models at a time: `dbt run` of 1.11.3 and later. */
  readonly isCapped: boolean;
  /** Models wait for batches that wait for their workers (dbt-core #11420); no makespan then counts. */
  readonly isDeadlocked: boolean;
  /** Longest first. */
  readonly models: readonly {
    readonly id: string;
    readonly batches: number;
    readonly startMs: number;
    readonly endMs: number;
  }[];
}

export interface MicrobatchRequest {
  readonly threads: number;
  /** Number of batches by task id. */
  readonly counts: ReadonlyMap<string, number>;
  readonly isCapped: boolean;
}

/** One simulation; a model's batches take its duration, one after the other, in equal parts. */
export function microbatchAnswer(
  graph: WorkloadGraph,
  { threads, counts, isCapped }: MicrobatchRequest,
): MicrobatchAnswer {
  const batches = new Map(
    [...counts].map(([id, count]): [string, Batches] => [id, { count, isParallel: true }]),
  );
  const { makespanMs, isDeadlocked, spans } = simulateMicrobatch(graph, {
    threads,
    batches,
    isCapped,
  });
  const models = [...counts].flatMap(([id, count]) => {
    const span = spans.get(id);
    return span === undefined ? [] : [{ id, batches: count, ...span }];
  });
  return {
    makespanMs,
    isCapped,
    isDeadlocked,
    models: models.sort((a, b) => b.endMs - b.startMs - (a.endMs - a.startMs)),
  };
}
