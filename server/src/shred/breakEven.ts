/**
 * Whether shredding pays: stage 1 plus the loads side by side plus the commit, against one direct
 * load. Knows neither files nor databases.
 */

/** Times for the whole file, in milliseconds. */
export interface ShredTimes {
  /** Hash, parse and write of the shards. */
  readonly shredMs: number;
  /** All shards loaded one after another by one worker. */
  readonly loadOnceMs: number;
  /** How much faster `workers` together load than one, for even shards. */
  readonly speedup: number;
  readonly commitMs: number;
  /** The same rows by the target's own means, without Heddle. */
  readonly directMs: number;
}

export interface BreakEven {
  readonly shreddedMs: number;
  readonly loadMs: number;
  readonly directMs: number;
  readonly verdict: "shred" | "do-not-shred";
  /** Speed-up of the loads from which shredding would pay; absent where none would do. */
  readonly neededSpeedup?: number;
}

/**
 * `T_shred + I · T_load / speedup + T_commit < T_direct`, with I the imbalance that is left when
 * `workers` take shards, the largest first. A tie is not worth the trouble. O(n log n).
 */
export function breakEven(
  times: ShredTimes,
  shardRows: readonly number[],
  workers: number,
): BreakEven {
  const imbalance = workerImbalance(shardRows, workers);
  const loadMs = (imbalance * times.loadOnceMs) / Math.max(1, times.speedup);
  const shreddedMs = times.shredMs + loadMs + times.commitMs;
  const room = times.directMs - times.shredMs - times.commitMs;
  return {
    shreddedMs,
    loadMs,
    directMs: times.directMs,
    verdict: shreddedMs < times.directMs ? "shred" : "do-not-shred",
    ...(room > 0 && { neededSpeedup: (imbalance * times.loadOnceMs) / room }),
  };
}

/** Rows of the busiest worker over a fair share, shards dealt by LPT (Graham 1969). */
export function workerImbalance(shardRows: readonly number[], workers: number): number {
  const count = Math.max(1, Math.min(workers, shardRows.length));
  const busy = new Array<number>(count).fill(0);
  for (const rows of [...shardRows].sort((a, b) => b - a)) {
    const idlest = busy.indexOf(Math.min(...busy));
    busy[idlest] = busy[idlest]! + rows;
  }
  const total = shardRows.reduce((sum, rows) => sum + rows, 0);
  return total === 0 ? 1 : (Math.max(...busy) * count) / total;
}
