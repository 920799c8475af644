/**
 * What can be done about the problems at a place: the fixes that their rules offer, the same for all
 * findings of the rule, silencing a rule at one place, and all safe fixes of a file at once. Makes
 * edits, applies none.
 */
import { joinFixes } from "../base/joinFixes";
import type { Problem, TextEdit } from "../base/problem";
import type { Span } from "../base/text";
import type { ProjectSnapshot } from "../workspace/snapshot";
import { diagnostics } from "./diagnostics";
import { fixableFindings } from "./fixRule";
import { suppressEdit } from "./suppress";

export interface CodeAction {
  readonly title: string;
  readonly kind: "quickfix" | "source.fixAll.heddle";
  /** Only where nothing can break. */
  readonly isPreferred: boolean;
  readonly edits: readonly TextEdit[];
  /** The problem that it is about; absent for actions on the whole file. */
  readonly problem?: Problem;
}

/** Fixes and suppressions for the problems that `span` of `file` touches, preferred ones first. */
export function quickFixes(
  project: ProjectSnapshot,
  file: string,
  span: Span,
): readonly CodeAction[] {
  const fixes: CodeAction[] = [];
  const suppressions: CodeAction[] = [];
  const silenced = new Set<string>();
  for (const problem of diagnostics(project, file)) {
    if (startWithKey(project, problem) > span.end || problem.span.end < span.start) continue;
    for (const { title, preferred, edits } of problem.fixes ?? []) {
      fixes.push({ title, kind: "quickfix", isPreferred: preferred, edits, problem });
    }
    const edit = suppressEdit(project, problem);
    const key = edit && `${problem.code} ${edit.span.start}`;
    if (edit === undefined || key === undefined || silenced.has(key)) continue;
    silenced.add(key);
    suppressions.push({
      title: `Ignore ${problem.code} here`,
      kind: "quickfix",
      isPreferred: false,
      edits: [edit],
      problem,
    });
  }
  return [...fixes.sort((a, b) => Number(b.isPreferred) - Number(a.isPreferred)), ...suppressions];
}

export interface RuleAction {
  readonly code: string;
  readonly title: string;
}

/**
 * For each rule that can fix something at `span` and more elsewhere in the project: the offer to do
 * it everywhere. The edits are for `fixRule` to make, when somebody wants them. O(problems) per rule.
 */
export function ruleActions(
  project: ProjectSnapshot,
  file: string,
  span: Span,
): readonly RuleAction[] {
  const codes = new Set(
    diagnostics(project, file)
      .filter(
        (problem) =>
          startWithKey(project, problem) <= span.end &&
          problem.span.end >= span.start &&
          (problem.fixes?.length ?? 0) > 0,
      )
      .map(({ code }) => code),
  );
  return [...codes].flatMap((code) => {
    const { length } = fixableFindings(project, code);
    const title = `Fix all ${length} findings of ${code} in the project…`;
    return length < 2 ? [] : [{ code, title }];
  });
}

/** All preferred fixes of `file` in one action; absent without any. */
export function fixAll(project: ProjectSnapshot, file: string): CodeAction | undefined {
  return fixAllOf(diagnostics(project, file));
}

/**
 * The preferred fixes of problems in one action; absent without any. Of fixes that would touch the
 * same text the first in text order is taken, the others come up again afterwards.
 */
export function fixAllOf(problems: readonly Problem[]): CodeAction | undefined {
  const { edits, fixCount } = joinFixes(problems, (fixes) =>
    fixes.find(({ preferred }) => preferred),
  );
  if (fixCount === 0) return undefined;
  return {
    title: `Apply ${fixCount} safe Heddle fix${fixCount === 1 ? "" : "es"}`,
    kind: "source.fixAll.heddle",
    isPreferred: false,
    edits,
  };
}

/** A problem with a value is a problem of its key: `threads=` belongs to the `2` behind it. */
function startWithKey(project: ProjectSnapshot, { file, span }: Problem): number {
  const before = project.textOf(file)?.slice(Math.max(0, span.start - 80), span.start) ?? "";
  return span.start - (/['"]?[\w+-]+['"]?\s*[=:]\s*$/.exec(before)?.[0].length ?? 0);
}
