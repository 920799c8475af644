/** The problems of a tabular model as an editor wants them: by file, and what can be done about them. */
import type { Problem } from "../../base/problem";
import type { Span } from "../../base/text";
import type { ModelSnapshot } from "../../workspace/openModel";
import { type CodeAction, fixAllOf } from "../codeActions";

/** Problems of every file that has any, in text order. O(problems). */
export function modelProblems(snapshot: ModelSnapshot): ReadonlyMap<string, readonly Problem[]> {
  const byFile = new Map<string, Problem[]>();
  for (const problem of snapshot.problems()) {
    const list = byFile.get(problem.file);
    if (list === undefined) byFile.set(problem.file, [problem]);
    else list.push(problem);
  }
  return byFile;
}

/** Fixes for the problems that `span` of `file` touches, preferred ones first. */
export function modelFixes(
  snapshot: ModelSnapshot,
  file: string,
  span: Span,
): readonly CodeAction[] {
  const fixes = snapshot.problems().flatMap((problem): readonly CodeAction[] => {
    const isHere =
      problem.file === file && problem.span.start <= span.end && span.start <= problem.span.end;
    if (!isHere) return [];
    return (problem.fixes ?? []).map(({ title, preferred, edits }) => ({
      title,
      kind: "quickfix",
      isPreferred: preferred,
      edits,
      problem,
    }));
  });
  return fixes.sort((a, b) => Number(b.isPreferred) - Number(a.isPreferred));
}

/** All preferred fixes of the problems of `file` in one action; absent without any. */
export function fixModelFile(snapshot: ModelSnapshot, file: string): CodeAction | undefined {
  return fixAllOf(snapshot.problems().filter((problem) => problem.file === file));
}
