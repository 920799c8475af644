/**
 * Makespan against thread count, and the count worth paying for. Knows no schedule, only its
 * length at each width.
 */
import { formatDuration } from "../base/duration";
import type { WorkloadGraph } from "../workload/graph";
import type { Workload } from "../workload/workload";
import { createEngine, type Engine, type EngineOptions } from "./engine";
import { fusionOrders, fusionRuns, fusionThreads } from "./fusion";
import type { Band, HintMeaning, Policy } from "./schedule";
import { asGraph, threadWork } from "./simulate";

export interface SweepOptions extends EngineOptions {
  /** First and last thread count, 1 … 64 by default. */
  readonly from?: number;
  readonly to?: number;
}

export interface SweepPoint {
  readonly threads: number;
  readonly makespanMs: number;
  readonly utilization: number;
  /** Makespan with one thread over this makespan. */
  readonly speedup: number;
  /** What this thread saves over one fewer; 0 for the first thread, negative where it costs. */
  readonly gainPerThreadMs: number;
  /** Only for `fusion`: `makespanMs` is the median of the runs within. */
  readonly band?: { readonly lowMs: number; readonly highMs: number };
}

/** CONTRACT "heddle.sweep/1" without its schema. */
export interface Sweep {
  readonly hints: HintMeaning;
  readonly policy: Policy;
  readonly points: readonly SweepPoint[];
  readonly recommended: { readonly threads: number; readonly because: string };
  /** The smallest count that reaches the shortest makespan of the range. */
  readonly saturatesAt: number;
}

const DEFAULT_TO = 64;
/** A run within this much of the shortest one is as good: below what a run varies by itself. */
const WORTH = 0.02;
/** Makespans closer than this are one: differences in the last digits of a sum. */
const SAME = 1e-9;

/** One simulation per thread count. At 10,000 tasks and 64 counts about a tenth of a second. */
export function sweep(input: Workload | WorkloadGraph, options: SweepOptions): Sweep {
  const { from = 1, to = DEFAULT_TO } = options;
  if (!(from >= 1 && from <= to)) throw new Error(`sweep: no thread counts from ${from} to ${to}`);
  const graph = asGraph(input);
  const engine = createEngine(graph, options);
  const bandAt = options.policy === "fusion" ? fusionBands(engine, options) : undefined;
  const makespanAt =
    bandAt === undefined
      ? makespans(engine, options)
      : (threads: number) => bandAt(threads).medianMs;
  const workMs = threadWork(graph, engine.durationMs);
  const singleMs = makespanAt(1);
  const points: SweepPoint[] = [];
  let before = from === 1 ? singleMs : makespanAt(from - 1);
  for (let threads = from; threads <= to; threads++) {
    const makespanMs = makespanAt(threads);
    points.push({
      threads,
      makespanMs,
      utilization: makespanMs === 0 ? 0 : Math.min(1, workMs / (makespanMs * threads)),
      speedup: makespanMs === 0 ? 1 : singleMs / makespanMs,
      gainPerThreadMs: before - makespanMs,
      ...(bandAt !== undefined && { band: rangeOf(bandAt(threads)) }),
    });
    before = makespanMs;
  }
  const shortest = points.reduce((least, point) => Math.min(least, point.makespanMs), Infinity);
  const saturatesAt = points.find((point) => point.makespanMs <= shortest * (1 + SAME))!.threads;
  const recommended = recommend(points, shortest, saturatesAt);
  return { hints: options.hints, policy: options.policy, points, recommended, saturatesAt };
}

/**
 * Makespan by thread count. Where a run never used all its threads, more of them change nothing,
 * so wider runs are not simulated (not under `slots`, where a task may be as wide as the run).
 */
function makespans(engine: Engine, options: SweepOptions): (threads: number) => number {
  let enough: { threads: number; makespanMs: number } | undefined;
  return (threads) => {
    if (enough !== undefined && threads >= enough.threads) return enough.makespanMs;
    const makespanMs = engine.run(threads);
    const connectMs = options.overhead?.connectMs ?? 0;
    const isFree = options.hints !== "slots" && connectMs === 0;
    if (isFree && engine.record().peakThreads < threads) enough = { threads, makespanMs };
    return makespanMs;
  };
}

function rangeOf({ lowMs, highMs }: Band): NonNullable<SweepPoint["band"]> {
  return { lowMs, highMs };
}

/** Band of makespans by thread count; clamped counts are one. */
function fusionBands(engine: Engine, options: SweepOptions): (threads: number) => Band {
  const orders = fusionOrders(engine.graph, options.seed);
  const known = new Map<number, Band>();
  return (threads) => {
    const admitted = fusionThreads(threads, options.fusionLimit);
    const band = known.get(admitted) ?? fusionRuns(engine, admitted, orders).band;
    known.set(admitted, band);
    return band;
  };
}

/**
 * The knee: the smallest count whose makespan lies within 2 % of the shortest. Never past
 * `saturatesAt`, which qualifies itself, so never past the minimum where more threads hurt.
 */
function recommend(
  points: readonly SweepPoint[],
  shortest: number,
  saturatesAt: number,
): Sweep["recommended"] {
  const at = points.findIndex((point) => point.makespanMs <= shortest * (1 + WORTH));
  const chosen = points[at]!;
  const next = points[at + 1];
  return { threads: chosen.threads, because: reason(points, chosen, next, shortest, saturatesAt) };
}

function reason(
  points: readonly SweepPoint[],
  chosen: SweepPoint,
  next: SweepPoint | undefined,
  shortest: number,
  saturatesAt: number,
): string {
  const last = points.at(-1)!;
  if (points.length === 1) return "the only thread count asked for";
  if (next === undefined) {
    const gain = percent(points.at(-2)!.makespanMs - chosen.makespanMs, points.at(-2)!.makespanMs);
    return `the ${ordinal(chosen.threads)} thread still saves ${gain}; more than ${chosen.threads} were not tried`;
  }
  const rest = percent(chosen.makespanMs - shortest, chosen.makespanMs);
  const slower = last.makespanMs - shortest;
  const decline =
    slower > shortest * WORTH
      ? `; ${last.threads} threads take ${formatDuration(slower)} longer than ${saturatesAt}`
      : "";
  if (chosen.makespanMs <= shortest * (1 + SAME))
    return `no further thread saves anything${decline}`;
  const saved = next.gainPerThreadMs;
  const step =
    saved >= 0
      ? `the ${ordinal(next.threads)} thread saves ${percent(saved, chosen.makespanMs)}`
      : `the ${ordinal(next.threads)} thread costs ${percent(-saved, chosen.makespanMs)}`;
  return `${step}; all up to ${saturatesAt} together save ${rest}${decline}`;
}

function percent(part: number, whole: number): string {
  return `${whole === 0 ? "0.0" : ((part / whole) * 100).toFixed(1)} %`;
}

function ordinal(count: number): string {
  const isTeen = count % 100 >= 11 && count % 100 <= 13;
  const ending = isTeen ? "th" : (["th", "st", "nd", "rd"][count % 10] ?? "th");
  return `${count}${ending}`;
}
