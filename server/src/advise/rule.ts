/**
 * What a rule is: a named question to a project that yields findings. Severity, suppression and
 * order are not its business (`runRules`).
 */
import type { Problem, Severity } from "../base/problem";
import type { Durations } from "../dbt/artifacts/modelDuration";
import type { RunRecord } from "../dbt/artifacts/runRecord";
import type { DbtNode, DbtProject } from "../dbt/project";
import type { Schedule } from "../schedule/schedule";
import type { Sweep } from "../schedule/sweep";
import type { Complexity } from "../sql/complexity";
import type { Workload } from "../workload/workload";
import type { Recommendation } from "./recommendThreads";

/** A rule as documentation knows it; its page is `docs/rules/<code>.md`. */
export interface RuleInfo {
  /** In kebab case; part of the public interface. */
  readonly code: string;
  /** Where no finding says otherwise. */
  readonly severity: Severity;
  /** What it finds, as a short sentence without a full stop. */
  readonly title: string;
}

/** A problem whose code, and mostly its severity, are the rule's own. */
export type Finding = Omit<Problem, "code" | "severity"> & { readonly severity?: Severity };

export interface Rule extends RuleInfo {
  /**
   * Set for rules that advise rather than state a fact: whether the gain is simulated, or nobody
   * has measured it and the finding is marked as a heuristic.
   */
  readonly advice?: "simulated" | "heuristic";
  /** At most one finding per cause, in any order. Pure; must not throw for any project. */
  readonly check: (input: RuleInput) => Iterable<Finding>;
  /**
   * Given by rules that read a node's text: whether an edit of nothing but that text can change
   * what they find. Findings that stand in an edited file are always looked for again.
   */
  readonly readsText?: (input: RuleInput, before: DbtNode, after: DbtNode) => boolean;
}

/** `off` silences a rule; any other value is the severity of its findings. */
export type RuleLevel = Severity | "off";

export interface RuleOptions {
  /** Severity by code, from settings and heddle.yml. */
  readonly levels: ReadonlyMap<string, RuleLevel>;
  /** Share of the threads that advice keeps free, in percent. */
  readonly reservePercent: number;
  /** Memory of the database server in bytes, where heddle.yml names it. */
  readonly serverMemoryBytes?: number;
}

/** What rules may ask. Functions compute when asked; `runRules` remembers their answers. */
export interface RuleInput {
  readonly project: DbtProject;
  readonly options: RuleOptions;
  /** The moment of the question, in ms since 1970. */
  readonly nowMs: number;
  /** Past runs whose durations count, oldest first. */
  runs(): readonly RunRecord[];
  durations(): Durations;
  /** What `dbt run` would do today; undefined where dependencies form a cycle. */
  workload(): Workload | undefined;
  /** Today's schedule: hints ignored, the engine's order, the profile's threads. */
  schedule(): Schedule | undefined;
  /** Makespan by thread count under the same conditions. */
  sweep(): Sweep | undefined;
  complexity(uniqueId: string): Complexity | undefined;
  recommendation(uniqueId: string): Recommendation | undefined;
}
