/**
 * All findings of one rule in a project fixed at once: the edits, to be looked at before they are
 * made, because they reach files that nobody has open. Makes edits, applies none.
 */
import { joinFixes } from "../base/joinFixes";
import type { Fix, Problem, TextEdit } from "../base/problem";
import type { ProjectSnapshot } from "../workspace/snapshot";
import { shownProblems } from "./shownProblems";

export interface RuleFix {
  /** What it does to a finding, as the light bulb says it; of several the most frequent. */
  readonly what: string;
  /** One per finding and file where that is possible, so that it is made as a whole or not at all. */
  readonly edits: readonly TextEdit[];
  /** Whether nothing can break by any of them. */
  readonly isSafe: boolean;
  readonly fixCount: number;
  /** Findings whose fix touches text that another one changes: they come up again afterwards. */
  readonly leftCount: number;
}

/** Findings of a rule, in the whole project, that have a fix. O(problems). */
export function fixableFindings(project: ProjectSnapshot, code: string): readonly Problem[] {
  const { enable, diagnostics } = project.settings;
  if (!enable || !diagnostics.enable) return [];
  return shownProblems(project).all.filter(
    (problem) => problem.code === code && bestFix(problem.fixes ?? []) !== undefined,
  );
}

/** The best fix of each of them, joined; absent without any. O(edits²) within a file. */
export function fixRule(project: ProjectSnapshot, code: string): RuleFix | undefined {
  const titles = new Map<string, number>();
  let isSafe = true;
  const { edits, fixes, fixCount, leftCount } = joinFixes(
    fixableFindings(project, code),
    (fixes) => {
      const fix = bestFix(fixes);
      isSafe &&= fix?.preferred !== false;
      if (fix !== undefined) titles.set(fix.title, (titles.get(fix.title) ?? 0) + 1);
      return fix;
    },
  );
  if (fixCount === 0) return undefined;
  const [what = ""] = [...titles].sort(([, a], [, b]) => b - a)[0] ?? [];
  const whole = fixes.flatMap((own) => wholeEdits(project, own, edits));
  return { what, edits: whole, isSafe, fixCount, leftCount };
}

/** The edits of one fix, those of a file as one; as they are where another fix lies between them. */
function wholeEdits(
  project: ProjectSnapshot,
  own: readonly TextEdit[],
  all: readonly TextEdit[],
): readonly TextEdit[] {
  return [...new Set(own.map(({ file }) => file))].flatMap((file) => {
    const edits = own.filter((edit) => edit.file === file).sort(byPlace);
    const text = project.textOf(file);
    const start = edits[0]?.span.start ?? 0;
    const end = Math.max(...edits.map(({ span }) => span.end));
    const isAlone = all.every(
      (other) =>
        other.file !== file ||
        edits.includes(other) ||
        other.span.end < start ||
        other.span.start > end,
    );
    if (text === undefined || !isAlone) return edits;
    let newText = "";
    let at = start;
    for (const { span, newText: added } of edits) {
      newText += text.slice(at, span.start) + added;
      at = span.end;
    }
    return [{ file, span: { start, end }, newText }];
  });
}

function byPlace(a: TextEdit, b: TextEdit): number {
  return a.span.start - b.span.start || a.span.end - b.span.end;
}

function bestFix(fixes: readonly Fix[]): Fix | undefined {
  return fixes.find(({ preferred }) => preferred) ?? fixes[0];
}
