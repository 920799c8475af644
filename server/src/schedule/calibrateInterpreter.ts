/**
 * Whether dbt's own interpreter holds tasks up, learned from runs of the same tasks in different
 * company: how long it works on each task, one at a time. The sign is a wait that is the same for
 * short and long tasks, where a busy database would stretch each by the same factor. Pure.
 */
import type { ObservedRun } from "./observedRun";

export interface InterpreterCalibration {
  /** `none`: nothing shown. */
  readonly kind: "none" | "interpreter";
  /** Time of the interpreter per task, one task at a time, in ms; 0 without evidence. */
  readonly perTaskMs: number;
  /** Typical relative error of a task's span without and with the model, as shares. */
  readonly errorWithout: number;
  readonly errorWith: number;
  /** Observations of tasks that were seen in at least two runs. */
  readonly observations: number;
}

/** One task in one run: its span, and the start times that it shares the interpreter with. */
interface Observation {
  readonly spanMs: number;
  readonly run: number;
  readonly place: number;
}

/** A run with its tasks in start order, and their places in the order of their ends. */
interface OrderedRun extends ObservedRun {
  readonly byEnd: readonly number[];
}

/** All runs of one task, and what its disagreement counts. */
interface Seen {
  readonly observations: readonly Observation[];
  readonly weight: number;
}

/** As in `calibrateContention`, and counted likewise: as if all had the same weight. */
const FEWEST_OBSERVATIONS = 16;
/** Squared error must at least halve before the model is believed. */
const BELIEVED = 0.5;
/** The interpreter takes 25 to 43 ms per node on a small machine; ten times that is something else. */
const LEAST_MS = 1;
const MOST_MS = 400;
const STEPS = 60;

/** Learns from runs; tasks seen once tell nothing. O(60 × observations × log). */
export function calibrateInterpreter(runs: readonly ObservedRun[]): InterpreterCalibration {
  const ordered = runs.map(startOrder);
  const byId = new Map<string, Observation[]>();
  ordered.forEach(({ tasks }, run) => {
    tasks.forEach(({ id, startMs, endMs }, place) => {
      if (endMs <= startMs) return;
      const known = byId.get(id);
      const observation = { spanMs: endMs - startMs, run, place };
      if (known === undefined) byId.set(id, [observation]);
      else known.push(observation);
    });
  });
  const comparable = [...byId.values()]
    .filter((seen) => seen.length > 1)
    .map((seen): Seen => ({ observations: seen, weight: weightOf(seen) }));
  const observations = comparable.reduce((sum, seen) => sum + seen.observations.length, 0);
  const errorAt = (perTaskMs: number) => {
    const waits = ordered.map((run) => interpreterTimes(run, perTaskMs));
    return comparable.reduce((sum, seen) => sum + disagreement(seen, waits), 0);
  };
  const without = errorAt(0);
  const weight = comparable.reduce((sum, seen) => sum + seen.observations.length * seen.weight, 0);
  const relative = (squares: number) => (weight === 0 ? 0 : Math.sqrt(squares / weight));
  const none: InterpreterCalibration = {
    kind: "none",
    perTaskMs: 0,
    errorWithout: relative(without),
    errorWith: relative(without),
    observations,
  };
  const squares = comparable.reduce(
    (sum, seen) => sum + seen.observations.length * seen.weight ** 2,
    0,
  );
  if (squares === 0 || weight ** 2 / squares < FEWEST_OBSERVATIONS) return none;
  let perTaskMs = 0;
  let least = without;
  for (let step = 0; step <= STEPS; step++) {
    const tried = LEAST_MS * (MOST_MS / LEAST_MS) ** (step / STEPS);
    const error = errorAt(tried);
    if (error >= least) continue;
    least = error;
    perTaskMs = tried;
  }
  if (least > without * BELIEVED) return none;
  return { ...none, kind: "interpreter", perTaskMs, errorWith: relative(least) };
}

/** What each task of one run took beside its time in the interpreter, in ms by id. */
export function databaseTimes(run: ObservedRun, perTaskMs: number): ReadonlyMap<string, number> {
  const ordered = startOrder(run);
  const inside = interpreterTimes(ordered, perTaskMs);
  return new Map(
    ordered.tasks.map(({ id, startMs, endMs }, place) => [
      id,
      Math.max(0, endMs - startMs - inside[place]!),
    ]),
  );
}

/**
 * Time that each task, in start order, spends in the interpreter when all that are in it share it
 * evenly and each needs `perTaskMs` of it. A task that ended before it would have been served that
 * much leaves then, so that one does not hold up all that follow; its time is what it would have
 * needed at the pace of that moment. O(n × width).
 */
function interpreterTimes({ tasks, byEnd }: OrderedRun, perTaskMs: number): Float64Array {
  const times = new Float64Array(tasks.length);
  if (perTaskMs === 0) return times;
  /** Tasks inside, in the order in which they will be done, by the clock that this happens at. */
  let inside: { readonly place: number; readonly doneAt: number }[] = [];
  let clock = 0;
  let now = 0;
  const advance = (untilMs: number): void => {
    for (let first = inside[0]; first !== undefined; first = inside[0]) {
      const doneMs = now + (first.doneAt - clock) * inside.length;
      if (doneMs > untilMs) break;
      now = doneMs;
      clock = first.doneAt;
      times[first.place] = now - tasks[first.place]!.startMs;
      inside.shift();
    }
    if (inside.length > 0) clock += (untilMs - now) / inside.length;
    now = untilMs;
  };
  let ended = 0;
  const endUntil = (untilMs: number): void => {
    for (; ended < byEnd.length; ended++) {
      const place = byEnd[ended]!;
      const { startMs, endMs } = tasks[place]!;
      if (endMs > untilMs) return;
      advance(endMs);
      const left = inside.find((one) => one.place === place);
      if (left === undefined) continue;
      times[place] = endMs - startMs + (left.doneAt - clock) * inside.length;
      inside = inside.filter((one) => one !== left);
    }
  };
  tasks.forEach(({ startMs }, place) => {
    if (place === 0) now = startMs;
    endUntil(startMs);
    advance(startMs);
    inside.push({ place, doneAt: clock + perTaskMs });
  });
  endUntil(Infinity);
  return times;
}

/**
 * Sum of squared log errors of spans predicted from the task's median time in the database, times
 * the root of its median span: what is short varies more and matters less.
 */
function disagreement({ observations, weight }: Seen, waits: readonly Float64Array[]): number {
  const count = observations.length;
  const times = new Float64Array(count);
  for (let at = 0; at < count; at++) {
    const { spanMs, run, place } = observations[at]!;
    times[at] = Math.max(0, spanMs - waits[run]![place]!);
  }
  const database = middle(times);
  let sum = 0;
  for (let at = 0; at < count; at++) {
    const { spanMs, run, place } = observations[at]!;
    sum += Math.log(Math.max(1e-3, database + waits[run]![place]!) / spanMs) ** 2;
  }
  return sum * weight;
}

function weightOf(seen: readonly Observation[]): number {
  return Math.sqrt(middle(Float64Array.from(seen, ({ spanMs }) => spanMs)));
}

function startOrder(run: ObservedRun): OrderedRun {
  const tasks = [...run.tasks].sort((a, b) => a.startMs - b.startMs);
  const byEnd = tasks.map((_, place) => place).sort((a, b) => tasks[a]!.endMs - tasks[b]!.endMs);
  return { ...run, tasks, byEnd };
}

/** The median; sorts `values`. */
function middle(values: Float64Array): number {
  if (values.length > 2) values.sort();
  const at = values.length >> 1;
  return values.length % 2 === 1 ? values[at]! : (values[at - 1]! + values[at]!) / 2;
}
