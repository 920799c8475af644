/**
 * What a figure rests on: how much of the work is known, from how many runs, how much it varies, how
 * old it is; and how far that lets one trust advice drawn from it.
 */
import type { Confidence } from "../base/problem";
import type { ModelDuration } from "../dbt/artifacts/modelDuration";
import { SIGNIFICANT_RUNS } from "./classify";
import { counted } from "./counted";

/** What the durations of a run, or of one model, are made of. */
export interface Basis {
  /** Tasks that take time, by the origin of their duration. */
  readonly tasks: number;
  readonly known: number;
  /** Share of the work that is measured or given, 0 to 1. */
  readonly knownShare: number;
  /** Runs behind the typical measured millisecond; 0 where none is measured. */
  readonly runs: number;
  /** Half the width in which nine runs in ten lie, as a share; absent with one run. */
  readonly spreadShare?: number;
  /** Age of the newest run in days; absent without one, or without a clock. */
  readonly ageDays?: number;
}

const GOOD = { knownShare: 0.9, spreadShare: 0.25, ageDays: 30 };
const POOR = { knownShare: 0.5, spreadShare: 0.5, ageDays: 90 };

/** High where nothing speaks against the figures, low where something makes them a guess. */
export function confidenceOf(basis: Basis): Confidence {
  const { knownShare, runs, spreadShare, ageDays = 0 } = basis;
  const spread = spreadShare ?? 0;
  if (knownShare < POOR.knownShare || spread > POOR.spreadShare || ageDays > POOR.ageDays) {
    return "low";
  }
  const isGood =
    knownShare >= GOOD.knownShare && spread <= GOOD.spreadShare && ageDays <= GOOD.ageDays;
  // What the user gives has no runs and needs none.
  return isGood && (runs === 0 || runs >= SIGNIFICANT_RUNS) ? "high" : "medium";
}

/** The basis of some durations. O(durations log). */
export function basisOf(durations: Iterable<ModelDuration>, ageDays?: number): Basis {
  let tasks = 0;
  let known = 0;
  let totalMs = 0;
  let knownMs = 0;
  let spreadMs = 0;
  let spreadOfMs = 0;
  const measured: ModelDuration[] = [];
  for (const duration of durations) {
    const { ms, origin, lowMs, highMs, runs } = duration;
    if (ms <= 0) continue;
    tasks++;
    totalMs += ms;
    if (origin === "measured") measured.push(duration);
    if (origin !== "measured" && origin !== "given") continue;
    known++;
    knownMs += ms;
    if (lowMs === undefined || highMs === undefined || runs < 2) continue;
    spreadMs += (highMs - lowMs) / 2;
    spreadOfMs += ms;
  }
  return {
    tasks,
    known,
    knownShare: totalMs === 0 ? 0 : knownMs / totalMs,
    runs: typicalRuns(measured),
    ...(spreadOfMs > 0 && { spreadShare: spreadMs / spreadOfMs }),
    ...(ageDays !== undefined && { ageDays }),
  };
}

/** Runs of the model that the middle millisecond of the measured work belongs to. */
function typicalRuns(measured: readonly ModelDuration[]): number {
  const half = measured.reduce((sum, { ms }) => sum + ms, 0) / 2;
  let before = 0;
  for (const { ms, runs } of [...measured].sort((a, b) => a.runs - b.runs)) {
    before += ms;
    if (before >= half) return runs;
  }
  return 0;
}

/** `12 of 14 durations known, 7 runs, ±9 %`. */
export function basisWords({ tasks, known, runs, spreadShare }: Basis): string {
  return [
    `${known} of ${counted(tasks, "duration")} measured or given`,
    ...(runs > 0 ? [counted(runs, "run")] : []),
    ...(spreadShare === undefined ? [] : [`±${Math.round(spreadShare * 100)} %`]),
  ].join(", ");
}

/** What speaks against the figures, in words. */
export function doubts({ tasks, known, runs, spreadShare, ageDays }: Basis): readonly string[] {
  const unknown = tasks - known;
  return [
    ...(unknown > 0
      ? [`${counted(unknown, "duration")} ${unknown === 1 ? "is" : "are"} estimated or assumed`]
      : []),
    ...(runs > 0 && runs < SIGNIFICANT_RUNS ? [`only ${counted(runs, "run")} on record`] : []),
    ...((spreadShare ?? 0) > GOOD.spreadShare
      ? [`durations vary by ±${Math.round((spreadShare ?? 0) * 100)} %`]
      : []),
    ...((ageDays ?? 0) > GOOD.ageDays
      ? [`the newest run is more than ${GOOD.ageDays} days old`]
      : []),
  ];
}
