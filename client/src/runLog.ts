/**
 * Past runs that the editor saw while dbt overwrote `target/run_results.json`: the newest few per
 * project are kept in the workspace's storage, so that a timeline grows without anybody's doing.
 */

import type { HistoryResult, PastRun } from "../../server/src/protocol";

/** A store of plain values by key; in VS Code a `Memento`. */
export interface RunStore {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

export interface RunLog {
  /** The server's runs and those seen earlier, newest first, each once. */
  with(uri: string, history: HistoryResult | undefined): Promise<HistoryResult | undefined>;
}

const KEPT_RUNS = 50;

export function createRunLog(store: RunStore): RunLog {
  return {
    async with(uri, history) {
      if (history === undefined) return undefined;
      const key = `heddle.runs ${uri}`;
      const before = pastRunsOf(store.get(key));
      const runs = mergeRuns(history.runs, before);
      // dbt rewrites its results with every command; what says nothing new is not written again.
      if (JSON.stringify(runs) !== JSON.stringify(before)) await store.update(key, runs);
      return { ...history, runs };
    },
  };
}

/** Newest first; of two at one moment the first list's counts. Runs without a moment stay present only. */
export function mergeRuns(
  present: readonly PastRun[],
  before: readonly PastRun[],
): readonly PastRun[] {
  const moments = new Set(present.map(({ atMs }) => atMs));
  const gone = before.filter(({ atMs }) => atMs !== null && !moments.has(atMs));
  return [...present, ...gone].sort((a, b) => (b.atMs ?? 0) - (a.atMs ?? 0)).slice(0, KEPT_RUNS);
}

/** What an earlier version may have stored differently is forgotten. */
function pastRunsOf(stored: unknown): readonly PastRun[] {
  return Array.isArray(stored) ? stored.filter(isPastRun) : [];
}

function isPastRun(value: unknown): value is PastRun {
  if (typeof value !== "object" || value === null) return false;
  const { atMs, durationMs, threads, utilization, nodes, failedNodes } = value as Partial<PastRun>;
  return (
    (atMs === null || typeof atMs === "number") &&
    [durationMs, threads, utilization, nodes, failedNodes].every((one) => typeof one === "number")
  );
}
