/**
 * A selection as data: what `--select`, `--exclude` and selectors.yml mean, before any project is
 * looked at. Follows `dbt/graph/selector_spec.py` of dbt-core 1.11.
 */
import type { Json } from "../project";

/** Which tests come along when what they test is selected. */
export type IndirectSelection = "eager" | "cautious" | "buildable" | "empty";
export const INDIRECT_SELECTIONS: readonly IndirectSelection[] = [
  "eager",
  "cautious",
  "buildable",
  "empty",
];

/** One criterion with its graph operators, e.g. `2+tag:nightly+`. */
export interface Criterion {
  readonly kind: "criterion";
  /** As written, for messages. */
  readonly raw: string;
  /** `tag`, `fqn`, `config` …; one of `METHODS`. */
  readonly method: Method;
  /** What follows the method's name after dots: `["materialized"]` of `config.materialized`. */
  readonly methodArguments: readonly string[];
  /** Text on the command line; in selectors.yml any YAML value. */
  readonly value: Json;
  /** `@`: descendants and all their ancestors. */
  readonly childrensParents: boolean;
  readonly parents: boolean;
  /** Absent = all. */
  readonly parentsDepth?: number;
  readonly children: boolean;
  readonly childrenDepth?: number;
  readonly indirect: IndirectSelection;
}

/** Selections combined; a difference takes all later parts from the first. */
export interface SelectionGroup {
  readonly kind: "union" | "intersection" | "difference";
  readonly parts: readonly Selector[];
  readonly raw: string;
  /** True where it is worth a warning that nothing matches. */
  readonly expectsMatch: boolean;
  readonly indirect: IndirectSelection;
}

export type Selector = Criterion | SelectionGroup;

export const METHODS = [
  "fqn",
  "tag",
  "group",
  "access",
  "source",
  "path",
  "file",
  "package",
  "config",
  "test_name",
  "test_type",
  "resource_type",
  "state",
  "exposure",
  "metric",
  "result",
  "source_status",
  "version",
  "semantic_model",
  "saved_query",
  "unit_test",
] as const;
/** `selector` is known since dbt-core 1.12 (`selectorMethod` of `release`). */
export type Method = (typeof METHODS)[number] | "selector";

/**
 * What is wrong with a selection. An error means that dbt refuses the command; with a warning it
 * goes on.
 */
export interface SelectionProblem {
  readonly severity: "error" | "warning";
  /** The part of the selection that it is about, as written. */
  readonly raw: string;
  readonly message: string;
}

/** A result together with what is wrong with it. */
export interface WithProblems<T> {
  readonly value?: T;
  readonly problems: readonly SelectionProblem[];
}

export function selectionError(raw: string, message: string): SelectionProblem {
  return { severity: "error", raw, message };
}
