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
  return isShown(project) ? (shownProblems(project).byFile.get(file) ?? []) : [];
}

/** Problems of every file that has any, by file. */
export function diagnosticsByFile(
  project: ProjectSnapshot,
): ReadonlyMap<string, readonly Problem[]> {
  return isShown(project) ? shownProblems(project).byFile : NONE;
}

const NONE: ReadonlyMap<string, readonly Problem[]> = new Map();

function isShown({ settings }: ProjectSnapshot): boolean {
  return settings.enable && settings.diagnostics.enable;
}
