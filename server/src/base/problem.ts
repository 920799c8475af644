/**
 * What Heddle has to say about a place in a file: found by a parser or by a rule, shown by the
 * editor, `heddle check` and SARIF alike. Knows neither LSP nor which room found it.
 */
import type { Span } from "./text";

/**
 * `error` = the engine in use would refuse the project; `warning` = it works and hurts, or the
 * engine warns; `information` and `hint` = advice.
 */
export type Severity = "error" | "warning" | "information" | "hint";

/** Replaces `span` of `file` by `newText`. */
export interface TextEdit {
  readonly file: string;
  readonly span: Span;
  readonly newText: string;
}

/** A way to make a problem go away. `preferred` only where nothing can break. */
export interface Fix {
  readonly title: string;
  readonly preferred: boolean;
  readonly edits: readonly TextEdit[];
}

/** A further place that belongs to the same cause. */
export interface Related {
  readonly file: string;
  readonly span: Span;
  readonly message: string;
}

export type Confidence = "high" | "medium" | "low";

/** What a piece of advice rests on, and how far to trust it. */
export interface Evidence {
  /** Whether its gain was simulated, or nobody has measured it. */
  readonly kind: "simulated" | "heuristic";
  readonly confidence: Confidence;
  /** The figures behind it, in words. */
  readonly because: string;
  /** What could make it wrong, the gravest first. */
  readonly couldBeWrong: readonly string[];
}

/** One finding. `file` is relative to the project root, with `/` on every platform. */
export interface Problem {
  readonly file: string;
  readonly span: Span;
  /** The rule's name, e.g. `unknown-ref`; its page is `docs/rules/<code>.md`. */
  readonly code: string;
  readonly severity: Severity;
  /** One line: what is wrong, where it matters, what to do. */
  readonly message: string;
  /** What following it saves of the simulated run, in ms; absent where nobody can know. */
  readonly savesMs?: number;
  /** For advice; absent for findings that state a fact. */
  readonly evidence?: Evidence;
  readonly fixes?: readonly Fix[];
  readonly related?: readonly Related[];
}

/** Order in which problems are reported: by file, then place, then code. */
export function compareProblems(a: Problem, b: Problem): number {
  return (
    compareText(a.file, b.file) ||
    a.span.start - b.span.start ||
    a.span.end - b.span.end ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message)
  );
}

/** Code unit order, the same on every machine and locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
