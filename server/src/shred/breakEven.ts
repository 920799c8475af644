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
  /** How much faster `workers` together load than one, for even shards; below 1 where they hinder. */
  readonly speedup: number;
  readonly commitMs: number;
  /** The same rows by the target's own means, without Heddle. */
  readonly directMs: number;
}

/** What a fair scheduler leaves where each processor has one other program that never rests. */
const LEAST_FREE = 0.5;

/** The least and the most, in milliseconds. */
export type Band = readonly [number, number];

export interface BreakEven {
  readonly shreddedMs: number;
  readonly loadMs: number;
  readonly directMs: number;
  /** What all the times at hand come to. */
  readonly shreddedBand: Band;
  readonly directBand: Band;
  /** Every round has this verdict, whichever way is paired with which; others hinder both alike. */
  readonly isClear: boolean;
  readonly verdict: "shred" | "do-not-shred";
  /** Speed-up of the loads from which shredding would pay; absent where none would do. */
  readonly neededSpeedup?: number;
}

/**
 * `T_shred + I · T_load / speedup + T_commit < T_direct`, with I the imbalance that is left when
 * `workers` take shards, the largest first. A tie is not worth the trouble. `rounds` are the times
 * between which `times` lies: they make the bands. `busyShare` of the processors was not to be had
 * while they were measured: it may be back when the load comes, or as much again be gone. O(n log n).
 */
export function breakEven(
  times: ShredTimes,
  shardRows: readonly number[],
  workers: number,
  rounds: readonly ShredTimes[] = [times],
  busyShare = 0,
): BreakEven {
  const imbalance = workerImbalance(shardRows, workers);
  const loadsOf = ({ loadOnceMs, speedup }: ShredTimes) =>
    (imbalance * loadOnceMs) / Math.max(Number.EPSILON, speedup);
  const allOf = (one: ShredTimes) => one.shredMs + loadsOf(one) + one.commitMs;
  const loadMs = loadsOf(times);
  const shreddedMs = allOf(times);
  const shredded = bandOf([shreddedMs, ...rounds.map(allOf)]);
  const direct = bandOf([times.directMs, ...rounds.map(({ directMs }) => directMs)]);
  const room = times.directMs - times.shredMs - times.commitMs;
  return {
    shreddedMs,
    loadMs,
    directMs: times.directMs,
    shreddedBand: wider(shredded, busyShare),
    directBand: wider(direct, busyShare),
    isClear: arePart(shredded, direct),
    verdict: shreddedMs < times.directMs ? "shred" : "do-not-shred",
    ...(room > 0 && { neededSpeedup: (imbalance * times.loadOnceMs) / room }),
  };
}

function bandOf(all: readonly number[]): Band {
  return [Math.min(...all), Math.max(...all)];
}

function wider([least, most]: Band, busyShare: number): Band {
  const free = Math.max(LEAST_FREE, 1 - busyShare);
  return [least * free, most / free];
}

/** Whether every time in one band is less than every time in the other. */
function arePart([a, b]: Band, [c, d]: Band): boolean {
  return b < c || d < a;
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
