/**
 * CONTRACT "heddle.check/1": every finding of a project with its place in lines and characters,
 * its fixes as edits and the page that explains it. Does not judge what is worth failing on.
 */
import type { Evidence, Fix, Problem, Severity } from "../../base/problem";
import type { LineIndex, Range } from "../../base/text";
import type { EngineFacts } from "../../protocol";
import type { BaselineUse } from "./baselineUse";

export interface CheckAnswer {
  readonly schema: "heddle.check/1";
  /** Folder that `file` is relative to, as the user would write it. */
  readonly root: string;
  readonly problems: readonly CheckedProblem[];
  readonly counts: Readonly<Record<Severity, number>>;
  /** The dbt that the project was judged as; absent for other inputs. */
  readonly engine?: EngineFacts;
  /** Present where a baseline left findings out. */
  readonly baseline?: BaselineUse;
}

export interface CheckedProblem {
  readonly file: string;
  readonly range: Range;
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly help: string;
  /** What following it saves of the simulated run, in ms; absent where nobody can know. */
  readonly savesMs?: number;
  /** How far the advice can be trusted; absent for findings that state a fact. */
  readonly evidence?: Evidence;
  readonly fixes: readonly CheckedFix[];
  readonly related?: readonly {
    readonly file: string;
    readonly range: Range;
    readonly message: string;
  }[];
}

export interface CheckedFix {
  readonly title: string;
  readonly preferred: boolean;
  readonly edits: readonly {
    readonly file: string;
    readonly range: Range;
    readonly newText: string;
  }[];
}

/** Line index of a file by its path relative to the root. */
export type LinesOf = (file: string) => LineIndex;

/** The answer for `problems`, kept in their order. O(p log n). */
export function checkAnswer(
  problems: readonly Problem[],
  linesOf: LinesOf,
  root: string,
  engine?: EngineFacts,
): CheckAnswer {
  const counts = { error: 0, warning: 0, information: 0, hint: 0 };
  for (const { severity } of problems) counts[severity]++;
  return {
    schema: "heddle.check/1",
    root,
    problems: problems.map((problem) => checkedProblem(problem, linesOf)),
    counts,
    ...(engine !== undefined && { engine }),
  };
}

function checkedProblem(problem: Problem, linesOf: LinesOf): CheckedProblem {
  const { file, span, code, severity, message, savesMs, evidence } = problem;
  const { fixes = [], related = [] } = problem;
  return {
    file,
    range: linesOf(file).rangeOf(span),
    code,
    severity,
    message,
    help: `docs/rules/${code}.md`,
    ...(savesMs !== undefined && { savesMs }),
    ...(evidence !== undefined && { evidence }),
    fixes: fixes.map((fix) => checkedFix(fix, linesOf)),
    ...(related.length > 0 && {
      related: related.map((place) => ({
        file: place.file,
        range: linesOf(place.file).rangeOf(place.span),
        message: place.message,
      })),
    }),
  };
}

function checkedFix({ title, preferred, edits }: Fix, linesOf: LinesOf): CheckedFix {
  return {
    title,
    preferred,
    edits: edits.map((edit) => ({
      file: edit.file,
      range: linesOf(edit.file).rangeOf(edit.span),
      newText: edit.newText,
    })),
  };
}
