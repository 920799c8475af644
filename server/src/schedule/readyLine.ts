/**
 * The line of ready tasks and the places they wait for: which task may start next under a hint
 * meaning, and what it then occupies (CONTRACT section 4, docs/schedule.md). Knows no time.
 */
import { NONE, type WorkloadGraph } from "../workload/graph";
import { RankSet } from "./rankSet";
import type { HintMeaning } from "./schedule";

/** Own limit of a task without a hint under `exclusive`. */
const UNLIMITED = 0x7fffffff;

/**
 * Tasks wait in classes: one class holds all tasks that want the same places, so that looking at
 * the heads of the classes is the same as looking at every waiting task in order. Under `exclusive`
 * and `slots` the first in line is not overtaken, so all tasks that take a thread are one class.
 * Tasks that take no thread stand aside: they wait for their pool only.
 *
 * The invariant over time: what running tasks occupy never exceeds threads, seats, pools and hints.
 */
export class ReadyLine {
  private readonly graph: WorkloadGraph;
  private readonly meaning: HintMeaning;
  private readonly classOf: Int32Array;
  private readonly classCount: number;
  /** Waiting by order of entry: linked lists. Unused where ranks decide. */
  private readonly heads: Int32Array;
  private readonly tails: Int32Array;
  private readonly following: Int32Array;
  private readonly entry: Int32Array;
  private entered = 0;
  /** Waiting by rank: one set of ranks per class. */
  private readonly rank: Int32Array | undefined;
  private readonly taskOfRank: Int32Array;
  private readonly rankSets: readonly RankSet[];

  private readonly poolUsed: Int32Array;
  /** Distinct hints, ascending; `hintIndex` is a task's place among them or `NONE`. */
  private readonly hints: Int32Array;
  private readonly hintIndex: Int32Array;
  private readonly hintUsed: Int32Array;
  private smallestHint = UNLIMITED;
  private threads = 1;
  /** Threads in use; the widths of running tasks under `slots`. */
  private used = 0;
  private mostUsed = 0;
  /** True where some tasks take no thread, so that full threads do not stop everything. */
  private readonly hasAside: boolean;

  /** `rank[task]` decides the order, smallest first; without it tasks stand in order of entry. */
  constructor(graph: WorkloadGraph, meaning: HintMeaning, rank?: Int32Array) {
    const { size } = graph;
    this.graph = graph;
    this.meaning = meaning;
    this.hints = distinctHints(graph);
    const placeOf = new Map(Array.from(this.hints, (hint, index) => [hint, index]));
    this.hintIndex = graph.hint.map((hint) => placeOf.get(hint) ?? NONE);
    this.hintUsed = new Int32Array(this.hints.length);
    this.poolUsed = new Int32Array(graph.poolLimits.length);
    const classes = classesOf(graph, meaning, this.hintIndex, this.hints.length);
    this.classOf = classes.classOf;
    this.classCount = classes.count;
    this.heads = new Int32Array(this.classCount).fill(NONE);
    this.tails = new Int32Array(this.classCount).fill(NONE);
    this.following = new Int32Array(size);
    this.entry = new Int32Array(size);
    this.hasAside = graph.takesThread.includes(0);
    this.rank = rank;
    this.taskOfRank = new Int32Array(rank === undefined ? 0 : size);
    this.rankSets = Array.from(
      { length: rank === undefined ? 0 : this.classCount },
      () => new RankSet(size),
    );
    this.readRanks();
  }

  /** Takes over changes that the caller made in `rank`. O(n). */
  readRanks(): void {
    const { rank, taskOfRank } = this;
    if (rank === undefined) return;
    for (let task = 0; task < rank.length; task++) taskOfRank[rank[task]!] = task;
  }

  /** Empties line and places for a run with `threads`. */
  reset(threads: number): void {
    this.threads = threads;
    this.used = 0;
    this.mostUsed = 0;
    this.entered = 0;
    this.smallestHint = UNLIMITED;
    this.heads.fill(NONE);
    this.poolUsed.fill(0);
    this.hintUsed.fill(0);
    for (const set of this.rankSets) set.clear();
  }

  /** Most threads that were in use at once since the last reset. */
  get peakUsed(): number {
    return this.mostUsed;
  }

  /** Threads that `task` occupies while it runs: 0 where it takes none, its width under `slots`. */
  widthOf(task: number): number {
    if (this.graph.takesThread[task] === 0) return 0;
    if (this.meaning !== "slots") return 1;
    const hint = this.graph.hint[task]!;
    return hint === 0 ? 1 : Math.min(hint, this.threads);
  }

  /** Puts a task whose dependencies have all ended in line. O(1) or nearly. */
  enter(task: number): void {
    const line = this.classOf[task]!;
    if (this.rank !== undefined) {
      this.rankSets[line]!.add(this.rank[task]!);
      return;
    }
    this.entry[task] = this.entered++;
    this.following[task] = NONE;
    if (this.heads[line] === NONE) this.heads[line] = task;
    else this.following[this.tails[line]!] = task;
    this.tails[line] = task;
  }

  /** Takes the first task that can start out of the line and occupies its places; else `NONE`. */
  next(): number {
    if (this.used >= this.threads && !this.hasAside) return NONE;
    let best = NONE;
    let bestOrder = UNLIMITED;
    for (let line = 0; line < this.classCount; line++) {
      const task = this.headOf(line);
      if (task === NONE) continue;
      const order = this.rank === undefined ? this.entry[task]! : this.rank[task]!;
      if ((best === NONE || order < bestOrder) && this.fits(task)) {
        best = task;
        bestOrder = order;
      }
    }
    if (best !== NONE) {
      const line = this.classOf[best]!;
      if (this.rank === undefined) this.heads[line] = this.following[best]!;
      else this.rankSets[line]!.remove(this.rank[best]!);
      this.occupy(best);
    }
    return best;
  }

  /** Gives back the places of a task that has ended. */
  leave(task: number): void {
    const pool = this.graph.pool[task]!;
    if (pool !== NONE) this.poolUsed[pool] = this.poolUsed[pool]! - 1;
    if (this.graph.takesThread[task] === 0) return;
    this.used -= this.widthOf(task);
    const hint = this.hintIndex[task]!;
    if (hint === NONE) return;
    const left = this.hintUsed[hint]! - 1;
    this.hintUsed[hint] = left;
    if (left === 0 && this.hints[hint] === this.smallestHint) {
      let at = hint + 1;
      while (at < this.hints.length && this.hintUsed[at] === 0) at++;
      this.smallestHint = at < this.hints.length ? this.hints[at]! : UNLIMITED;
    }
  }

  private headOf(line: number): number {
    if (this.rank === undefined) return this.heads[line]!;
    const first = this.rankSets[line]!.smallest();
    return first < 0 ? NONE : this.taskOfRank[first]!;
  }

  private fits(task: number): boolean {
    const pool = this.graph.pool[task]!;
    if (pool !== NONE && this.poolUsed[pool]! >= this.graph.poolLimits[pool]!) return false;
    if (this.graph.takesThread[task] === 0) return true;
    if (this.meaning === "slots") return this.used + this.widthOf(task) <= this.threads;
    if (this.used >= this.threads) return false;
    const hint = this.hintIndex[task]!;
    if (this.meaning === "seats") return hint === NONE || this.hintUsed[hint]! < this.hints[hint]!;
    if (this.meaning === "ignored") return true;
    const own = hint === NONE ? UNLIMITED : this.hints[hint]!;
    return this.used < own && this.used < this.smallestHint;
  }

  private occupy(task: number): void {
    const pool = this.graph.pool[task]!;
    if (pool !== NONE) this.poolUsed[pool] = this.poolUsed[pool]! + 1;
    if (this.graph.takesThread[task] === 0) return;
    this.used += this.widthOf(task);
    if (this.used > this.mostUsed) this.mostUsed = this.used;
    const hint = this.hintIndex[task]!;
    if (hint === NONE) return;
    this.hintUsed[hint] = this.hintUsed[hint]! + 1;
    if (this.hints[hint]! < this.smallestHint) this.smallestHint = this.hints[hint]!;
  }
}

function distinctHints(graph: WorkloadGraph): Int32Array {
  return Int32Array.from(new Set(graph.hint.filter((hint) => hint > 0))).sort();
}

function classesOf(
  graph: WorkloadGraph,
  meaning: HintMeaning,
  hintIndex: Int32Array,
  hintCount: number,
): { readonly classOf: Int32Array; readonly count: number } {
  const isOrdered = meaning === "exclusive" || meaning === "slots";
  const classOf = new Int32Array(graph.size);
  const numbers = new Map<number, number>();
  for (let task = 0; task < graph.size; task++) {
    const takesThread = graph.takesThread[task] === 1;
    const pool = graph.pool[task]! + 1;
    const seat = meaning === "seats" && takesThread ? hintIndex[task]! + 1 : 0;
    const key =
      takesThread && isOrdered ? 0 : (pool * (hintCount + 1) + seat) * 2 + (takesThread ? 0 : 1);
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    classOf[task] = number;
  }
  return { classOf, count: numbers.size };
}
