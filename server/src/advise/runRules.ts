/**
 * Everything Heddle has to say about a project: what reading it found and what the rules find,
 * with severities as configured and suppressed findings taken out.
 */
import { lazy } from "../base/lazy";
import { compareProblems, type Problem, type Severity } from "../base/problem";
import { lineIndex } from "../base/text";
import type { DbtNode } from "../dbt/project";
import { evidenceOf } from "./confidence";
import { foldConsequences } from "./consequences";
import { isInstalledFile } from "./hintSites";
import type { Rule, RuleInput, RuleLevel } from "./rule";
import { RULE_CODES, RULES } from "./rules/index";
import { findSuppressions, type Suppression } from "./suppressions";

const UNUSED = "unused-suppression";

/** The answer of all rules, with what it was put together from. */
export interface RuleRun {
  /** All problems of a project, sorted, each at most once. */
  readonly problems: readonly Problem[];
  /** By rule, severities as configured. */
  readonly findings: ReadonlyMap<string, readonly Problem[]>;
  readonly suppressions: ReadonlyMap<string, readonly Suppression[]>;
}

/** An edit of texts that left the rest of a project as it was. */
export interface TextEditOfProject {
  readonly nodes: readonly (readonly [before: DbtNode, after: DbtNode])[];
  readonly files: readonly string[];
  /** Whether files of macros are among them. */
  readonly areMacrosNew: boolean;
}

/** All problems of a project, sorted, each at most once. */
export function runRules(given: RuleInput): RuleRun {
  const input = remembering(given);
  const findings = new Map(RULES.map((rule) => [rule.code, findingsOf(rule, input)]));
  const { files } = input.project;
  const suppressions = new Map<string, readonly Suppression[]>();
  for (const [file, text] of files) addSuppressions(suppressions, file, text);
  return put(input, findings, suppressions);
}

/**
 * The same after an edit of texts alone: only what stands in the edited files, or may be read from
 * their texts, is looked for again; after one of macros, which any rule may read, everything.
 */
export function repeatRules(given: RuleInput, before: RuleRun, edit: TextEditOfProject): RuleRun {
  const input = remembering(given);
  const edited = new Set(edit.files);
  const findings = new Map(
    RULES.map((rule) => {
      const known = before.findings.get(rule.code) ?? [];
      const isRead = edit.nodes.some(([old, now]) => rule.readsText?.(input, old, now) === true);
      const isSame =
        !edit.areMacrosNew && !isRead && !known.some((problem) => standsIn(problem, edited));
      return [rule.code, isSame ? known : findingsOf(rule, input)];
    }),
  );
  let { suppressions } = before;
  for (const file of edit.files) {
    const now = new Map(suppressions);
    now.delete(file);
    addSuppressions(now, file, input.project.files.get(file) ?? "");
    if (now.size > 0 || suppressions.size > 0) suppressions = now;
  }
  return put(input, findings, suppressions);
}

function standsIn(problem: Problem, files: ReadonlySet<string>): boolean {
  return (
    files.has(problem.file) ||
    problem.related?.some(({ file }) => files.has(file)) === true ||
    problem.fixes?.some(({ edits }) => edits.some(({ file }) => files.has(file))) === true
  );
}

function findingsOf(rule: Rule, input: RuleInput): readonly Problem[] {
  const level = input.options.levels.get(rule.code);
  if (level === "off") return [];
  const found: Problem[] = [];
  for (const finding of rule.check(input)) {
    const severity = level ?? finding.severity ?? rule.severity;
    found.push({ ...finding, code: rule.code, severity, ...evidenceOf(rule, input) });
  }
  return found;
}

function put(
  input: RuleInput,
  findings: RuleRun["findings"],
  suppressions: RuleRun["suppressions"],
): RuleRun {
  const { levels } = input.options;
  const problems = new Map<string, Problem>();
  const add = (problem: Problem): void => {
    const { file, span, code, message } = problem;
    const key = `${file}\0${span.start}\0${span.end}\0${code}\0${message}`;
    if (!problems.has(key)) problems.set(key, problem);
  };
  for (const problem of foldConsequences(input.project.problems)) {
    const severity = severityOf(problem.code, problem.severity, levels);
    if (severity === "off") continue;
    add(severity === problem.severity ? problem : { ...problem, severity });
  }
  for (const found of findings.values()) for (const problem of found) add(problem);
  const kept = suppress([...problems.values()], suppressions, input);
  return { problems: [...kept].sort(compareProblems), findings, suppressions };
}

/** Rules ask for the same workload and schedule; what follows from them is kept by identity. */
function remembering(input: RuleInput): RuleInput {
  return {
    ...input,
    durations: lazy(() => input.durations()),
    workload: lazy(() => input.workload()),
    schedule: lazy(() => input.schedule()),
    sweep: lazy(() => input.sweep()),
    runs: lazy(() => input.runs()),
  };
}

function severityOf(
  code: string,
  severity: Severity,
  levels: ReadonlyMap<string, RuleLevel>,
): RuleLevel {
  return levels.get(code) ?? severity;
}

function addSuppressions(
  found: Map<string, readonly Suppression[]>,
  file: string,
  text: string,
): void {
  // What packages silence is their own affair; documentation may quote such comments.
  if (isInstalledFile(file) || file.endsWith(".md")) return;
  const suppressions = findSuppressions(file, text);
  if (suppressions.length > 0) found.set(file, suppressions);
}

/** Takes out what a comment silences and adds a finding for each comment that silences nothing. */
function suppress(
  problems: readonly Problem[],
  byFile: ReadonlyMap<string, readonly Suppression[]>,
  { project: { files }, options: { levels } }: RuleInput,
): readonly Problem[] {
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
