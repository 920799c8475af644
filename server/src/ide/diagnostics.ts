/**
 * The problems of a project as an editor wants them: by file, none where they are switched off.
 * Finding and rating them is done by the rooms below.
 */
import type { Problem } from "../base/problem";
import type { ProjectSnapshot } from "../workspace/snapshot";
import { shownProblems } from "./shownProblems";

/**
 * Problems of one file (relative to the root) that the baseline does not know, in text order; none
 * when switched off.
 */
export function diagnostics(project: ProjectSnapshot, file: string): readonly Problem[] {
  return isShown(project) ? shownProblems(project).in(file) : [];
}

/** Problems of every file that has any, by file. O(problems). */
export function diagnosticsByFile(
  project: ProjectSnapshot,
): ReadonlyMap<string, readonly Problem[]> {
  const byFile = new Map<string, Problem[]>();
  if (!isShown(project)) return byFile;
  for (const problem of shownProblems(project).all) {
    const list = byFile.get(problem.file);
    if (list === undefined) byFile.set(problem.file, [problem]);
    else list.push(problem);
  }
  return byFile;
}

function isShown({ settings }: ProjectSnapshot): boolean {
  return settings.enable && settings.diagnostics.enable;
}
