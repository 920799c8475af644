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
  /** By file and place; none of them overlap. */
  readonly edits: readonly TextEdit[];
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
  const { edits, fixCount, leftCount } = joinFixes(fixableFindings(project, code), (fixes) => {
    const fix = bestFix(fixes);
    if (fix !== undefined) titles.set(fix.title, (titles.get(fix.title) ?? 0) + 1);
    return fix;
  });
  if (fixCount === 0) return undefined;
  const [what = ""] = [...titles].sort(([, a], [, b]) => b - a)[0] ?? [];
  return { what, edits, fixCount, leftCount };
}

function bestFix(fixes: readonly Fix[]): Fix | undefined {
  return fixes.find(({ preferred }) => preferred) ?? fixes[0];
}
