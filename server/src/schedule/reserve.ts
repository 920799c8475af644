/** Threads left for a run when a share of the capacity is kept free for others. */

/**
 * T = max(1, floor(threads × (1 − percent / 100))). The article advises 20 percent. Reckoned as
 * threads × (100 − percent) / 100, so that 7 % of 100 leaves 93 and not 92.99….
 */
export function reservedThreads(threads: number, percent: number): number {
  if (!(percent >= 0 && percent <= 100)) {
    throw new Error(`reserve: percent must lie in 0 … 100, not ${percent}`);
  }
  return Math.max(1, Math.floor((threads * (100 - percent)) / 100));
}
