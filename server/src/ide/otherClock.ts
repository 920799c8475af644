/**
 * The project as it would be at another time of day, for hints that a macro takes from the clock:
 * "3 now, 4 at night". Chooses the moment and compares; whoever reads projects supplies the other.
 */
import type { ProjectSnapshot } from "../workspace/snapshot";
import { variesByRun } from "./modelFacts";
import { decidingMacro } from "./words";

export interface OtherMoment {
  /** ISO time for the macros' clock. */
  readonly at: string;
  readonly words: "at night" | "at midday";
}

export interface OtherClock extends OtherMoment {
  /** Reads the project at that moment; undefined where it cannot be had. Costs a whole project. */
  readonly project: () => ProjectSnapshot | undefined;
}

const NIGHT = "02:00:00";
const MIDDAY = "12:00:00";

/** Two at night of the same day for moments of the day, midday for moments of the night. */
export function otherMoment(now: string): OtherMoment {
  const hour = Number(/T(\d\d)/.exec(now)?.[1] ?? 12);
  const isDay = hour >= 6 && hour < 20;
  const day = now.slice(0, 10);
  const zone = /(?:Z|[+-]\d\d:?\d\d)$/.exec(now)?.[0] ?? "";
  return isDay
    ? { at: `${day}T${NIGHT}${zone}`, words: "at night" }
    : { at: `${day}T${MIDDAY}${zone}`, words: "at midday" };
}

/** `4 at night`, where the hint of `id` is another one then; empty where it is not or nobody knows. */
export function thenWords(
  project: ProjectSnapshot,
  id: string,
  other: OtherClock | undefined,
): string {
  const hint = project.project.nodes.get(id)?.hint;
  const macro = hint && decidingMacro(hint);
  if (hint === undefined || macro === undefined || !variesByRun(project, macro)) return "";
  const then = other?.project()?.project.nodes.get(id)?.hint?.threads;
  return other === undefined || then === undefined || then === hint.threads
    ? ""
    : `${then} ${other.words}`;
}
