/**
 * One set of edits from the fixes of many problems, for "fix all": edits that would touch the same
 * text twice are left for another round.
 */
import { compareText, type Fix, type Problem, type TextEdit } from "./problem";

export interface JoinedFixes {
  /** By file and place; none of them overlap. */
  readonly edits: readonly TextEdit[];
  /** The same by fix, in order; what several fixes share stands in the first. */
  readonly fixes: readonly (readonly TextEdit[])[];
  /** Problems that these edits fix. */
  readonly fixCount: number;
  /** Problems with a fix that has to wait, because it touches text that another one changes. */
  readonly leftCount: number;
}

/**
 * The fixes that `choose` names, the first in order wins where two conflict. A fix is taken whole or
 * not at all; edits that several fixes share are made once. O(edits²) within a file.
 */
export function joinFixes(
  problems: Iterable<Problem>,
  choose: (fixes: readonly Fix[]) => Fix | undefined,
): JoinedFixes {
  const taken = new Map<string, TextEdit[]>();
  const byFix: TextEdit[][] = [];
  let fixCount = 0;
  let leftCount = 0;
  for (const { fixes } of problems) {
    const fix = fixes === undefined ? undefined : choose(fixes);
    if (fix === undefined) continue;
    const others = (edit: TextEdit): readonly TextEdit[] => taken.get(edit.file) ?? [];
    const fresh = fix.edits.filter((edit) => !others(edit).some((one) => isSameEdit(edit, one)));
    if (fresh.some((edit) => others(edit).some((one) => isConflict(edit, one)))) {
      leftCount++;
      continue;
    }
    for (const edit of fresh) taken.set(edit.file, [...others(edit), edit]);
    byFix.push(fresh);
    fixCount++;
  }
  const edits = [...taken.values()]
    .flat()
    .sort((a, b) => compareText(a.file, b.file) || a.span.start - b.span.start);
  return { edits, fixes: byFix, fixCount, leftCount };
}

function isSameEdit(a: TextEdit, b: TextEdit): boolean {
  return a.span.start === b.span.start && a.span.end === b.span.end && a.newText === b.newText;
}

/** Overlapping spans, or two insertions at one place, whose order nobody knows. */
function isConflict(a: TextEdit, b: TextEdit): boolean {
  if (a.span.start === b.span.start) return true;
  return a.span.start < b.span.end && b.span.start < a.span.end;
}
