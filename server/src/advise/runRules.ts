/**
 * Everything Heddle has to say about a project: what reading it found and what the rules find,
 * with severities as configured and suppressed findings taken out.
 */
import { lazy } from "../base/lazy";
import { compareProblems, type Problem, type Severity } from "../base/problem";
import { lineIndex } from "../base/text";
import { isInstalledFile } from "./hintSites";
import type { RuleInput, RuleLevel } from "./rule";
import { RULE_CODES, RULES } from "./rules/index";
import { findSuppressions, type Suppression } from "./suppressions";

const UNUSED = "unused-suppression";

/** All problems of a project, sorted, each at most once. */
export function runRules(given: RuleInput): readonly Problem[] {
  const input = remembering(given);
  const { levels } = input.options;
  const problems = new Map<string, Problem>();
  const add = (problem: Problem): void => {
    const severity = severityOf(problem.code, problem.severity, levels);
    if (severity === "off") return;
    const { file, span, code, message } = problem;
    const key = `${file}\0${span.start}\0${span.end}\0${code}\0${message}`;
    if (!problems.has(key)) problems.set(key, { ...problem, severity });
  };
  for (const problem of input.project.problems) add(problem);
  for (const rule of RULES) {
    if (levels.get(rule.code) === "off") continue;
    for (const finding of rule.check(input)) {
      add({ ...finding, code: rule.code, severity: finding.severity ?? rule.severity });
    }
  }
  const kept = suppress([...problems.values()], input.project.files, levels);
  return [...kept].sort(compareProblems);
}

/** Rules ask for the same workload and schedule; what follows from them is kept by identity. */
function remembering(input: RuleInput): RuleInput {
  return {
    ...input,
    durations: lazy(() => input.durations()),
    workload: lazy(() => input.workload()),
    schedule: lazy(() => input.schedule()),
    sweep: lazy(() => input.sweep()),
  };
}

function severityOf(
  code: string,
  severity: Severity,
  levels: ReadonlyMap<string, RuleLevel>,
): RuleLevel {
  return levels.get(code) ?? severity;
}

/** Takes out what a comment silences and adds a finding for each comment that silences nothing. */
function suppress(
  problems: readonly Problem[],
  files: ReadonlyMap<string, string>,
  levels: ReadonlyMap<string, RuleLevel>,
): readonly Problem[] {
  const byFile = new Map<string, readonly Suppression[]>();
  for (const [file, text] of files) {
    // What packages silence is their own affair; documentation may quote such comments.
    if (isInstalledFile(file) || file.endsWith(".md")) continue;
    const suppressions = findSuppressions(file, text);
    if (suppressions.length > 0) byFile.set(file, suppressions);
  }
  if (byFile.size === 0) return problems;

  const used = new Set<Suppression>();
  const silencing = (problem: Problem): Suppression | undefined => {
    const suppressions = byFile.get(problem.file);
    if (suppressions === undefined) return undefined;
    const { line } = linesOf(problem.file).positionAt(problem.span.start);
    return suppressions.find(
      (suppression) => suppression.code === problem.code && suppression.lines.includes(line),
    );
  };
  const indexes = new Map<string, ReturnType<typeof lineIndex>>();
  const linesOf = (file: string): ReturnType<typeof lineIndex> => {
    const known = indexes.get(file) ?? lineIndex(files.get(file) ?? "");
    indexes.set(file, known);
    return known;
  };

  const kept: Problem[] = [];
  for (const problem of problems) {
    const suppression = silencing(problem);
    if (suppression === undefined) kept.push(problem);
    else used.add(suppression);
  }
  const severity = severityOf(UNUSED, "hint", levels);
  if (severity === "off") return kept;
  for (const suppression of [...byFile.values()].flat()) {
    // A rule that is switched off finds nothing, which says nothing about the comment.
    if (used.has(suppression) || levels.get(suppression.code) === "off") continue;
    const unused = unusedSuppression(suppression, severity);
    const own = silencing(unused);
    if (own === undefined) kept.push(unused);
    else used.add(own);
  }
  return kept.filter((problem) => problem.code !== UNUSED || !isUsed(problem, used));
}

function isUsed(problem: Problem, used: ReadonlySet<Suppression>): boolean {
  for (const { file, span } of used) {
    if (file === problem.file && span.start === problem.span.start) return true;
  }
  return false;
}

function unusedSuppression(
  { file, code, span, removal }: Suppression,
  severity: Severity,
): Problem {
  const message = RULE_CODES.has(code)
    ? `Nothing here is found by ${code}: this comment can go.`
    : `No rule is named ${code}: correct the name or remove the comment.`;
  const fix = {
    title: "Remove the suppression",
    preferred: RULE_CODES.has(code),
    edits: [removal],
  };
  return { file, span, code: UNUSED, severity, message, fixes: [fix] };
}
