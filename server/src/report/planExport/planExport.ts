/**
 * A plan as a file that another scheduler reads: what all such files need to know of the project and
 * of each phase, and how texts are quoted in them.
 */
import { formatDuration } from "../../base/duration";
import type { PlanAnswer, PlannedPhase } from "../../ide/answers/planAnswer";
import { count } from "../../ide/words";

export const EXPORT_FORMATS = ["github", "airflow", "dagster"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** The project that a plan is for. */
export interface ExportSubject {
  readonly plan: PlanAnswer;
  /** Name of dbt_project.yml. */
  readonly project: string;
  readonly profile: string;
  /** The target in use; absent where the profile's default is. */
  readonly target?: string;
  /** `postgres`, `snowflake` …; absent where nobody knows. */
  readonly adapter?: string;
  readonly engine: "dbt-core" | "fusion";
  /** The project's folder below the current one; absent where it is that. */
  readonly folder?: string;
}

/** Selectors of one phase, as dbt's own words. */
export interface PhaseSelection {
  readonly select: readonly string[];
  readonly exclude: readonly string[];
}

/** `phase 1 of 2: 4 tasks, 6 threads, 1 m 00 s`. */
export function phaseTitle(plan: PlanAnswer, index: number): string {
  const { tasks, threads, makespanMs } = plan.phases[index]!;
  const facts = `${count(tasks.length, "task")}, ${count(threads, "thread")}, ${formatDuration(makespanMs)}`;
  return plan.phases.length === 1 ? facts : `phase ${index + 1} of ${plan.phases.length}: ${facts}`;
}

/** What `--select` and `--exclude` of a phase's command say. */
export function selectionOf({ words }: Pick<PlannedPhase, "words">): PhaseSelection {
  const select: string[] = [];
  const exclude: string[] = [];
  let into: string[] | undefined;
  for (const word of words ?? []) {
    if (word === "--select") into = select;
    else if (word === "--exclude") into = exclude;
    else if (word.startsWith("--")) into = undefined;
    else into?.push(word);
  }
  return { select, exclude };
}

/** `run` or `build`. */
export function commandOf({ words }: Pick<PlannedPhase, "words">): "run" | "build" {
  return words?.[1] === "build" ? "build" : "run";
}

/** A name that Airflow, Dagster and GitHub take everywhere: ASCII letters, digits and `_`. */
export function plainName(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9_]+/g, "_");
  return /^[A-Za-z_]/.test(plain) ? plain : `dbt_${plain}`;
}

/** A string as YAML and Python both read it. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}

/** One line of a comment, whatever it is made of. */
export function comment(text: string): string {
  return `# ${text.replace(/\s+/g, " ")}`;
}

/** Minutes after which a run of this length has gone wrong: twice as long, and ten more. */
export function timeoutMinutes(makespanMs: number): number {
  return Math.ceil((2 * makespanMs) / 60_000) + 10;
}
