/**
 * How long code of one extension held a thread without a break: read off a CPU profile, where a turn
 * is a run of samples of which all but the collector's have a frame of that extension on the stack.
 */
import type { Profiler } from "node:inspector";

export interface Turns {
  /** Longest turn in ms by the clock, with the collections of garbage within it. */
  readonly longestMs: number;
  /** Longest turn in ms without the times in which nothing was sampled: others had the processor. */
  readonly longestBusyMs: number;
  /** The function that most of the longest turn was spent in, innermost frame. */
  readonly where: string;
  /** All turns together, in ms. */
  readonly totalMs: number;
}

/** Longer gaps between samples, taken four times a millisecond, are waits for a processor. */
const MOST_GAP_US = 3_000;
const COLLECTOR = "(garbage collector)";

/** `isOurs` tells by a script's address whether it belongs to the extension. O(samples). */
export function turnsOf(profile: Profiler.Profile, isOurs: (url: string) => boolean): Turns {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const ours = new Set<number>();
  const visit = (id: number, isBelow: boolean): void => {
    const node = nodes.get(id)!;
    const isOne = isBelow || isOurs(node.callFrame.url);
    if (isOne) ours.add(id);
    for (const child of node.children ?? []) visit(child, isOne);
  };
  visit(profile.nodes[0]!.id, false);

  let [longestUs, longestBusyUs, totalUs, turnUs, busyUs] = [0, 0, 0, 0, 0];
  let where = "";
  let spent = new Map<string, number>();
  const samples = profile.samples ?? [];
  for (const [index, id] of samples.entries()) {
    const { callFrame } = nodes.get(id)!;
    // A delta is the time since the sample before, so a sample stands for the time until the next.
    const us = profile.timeDeltas?.[index + 1] ?? 0;
    const isTurn = ours.has(id) || (turnUs > 0 && callFrame.functionName === COLLECTOR);
    if (!isTurn) {
      turnUs = 0;
      busyUs = 0;
      spent = new Map();
      continue;
    }
    turnUs += us;
    totalUs += us;
    busyUs += Math.min(us, MOST_GAP_US);
    longestBusyUs = Math.max(longestBusyUs, busyUs);
    const name = `${callFrame.functionName || "(anonymous)"}:${callFrame.lineNumber + 1}`;
    spent.set(name, (spent.get(name) ?? 0) + us);
    if (turnUs <= longestUs) continue;
    longestUs = turnUs;
    where = [...spent].sort((a, b) => b[1] - a[1])[0]![0];
  }
  return {
    longestMs: longestUs / 1000,
    longestBusyMs: longestBusyUs / 1000,
    where,
    totalMs: totalUs / 1000,
  };
}
