/**
 * `heddle/findings`, `heddle/fixRule`, `heddle/history`, `heddle/targets` and `heddle/marks`: what an
 * editor lists beside the text. Finds the project and words nothing itself.
 */
import { compareProblems, type Problem, type Severity } from "../../base/problem";
import { historyKpis } from "../../ide/answers/runKpis";
import { diagnosticsByFile } from "../../ide/diagnostics";
import { fixRule as fixRuleOf } from "../../ide/fixRule";
import { marks as marksOf } from "../../ide/marks";
import { targets as targetsOf } from "../../ide/targets";
import type {
  CustomRequests,
  FindingsParams,
  FindingsResult,
  ListedFinding,
  ListedRule,
  PastRun,
} from "../../protocol";
import type { RequestHandler } from "../guard";
import { locate, uriWriter } from "../session";
import { type FileHome, rangeOf, type UriOf, uriOfFile } from "../toLsp";
import { locateFor } from "./custom";

type Custom<Method extends keyof CustomRequests> = RequestHandler<
  CustomRequests[Method]["params"],
  CustomRequests[Method]["result"] | null
>;

const RANKS: Readonly<Record<Severity, number>> = { error: 0, warning: 1, information: 2, hint: 3 };
/** More past runs than this are a report's business. */
const LISTED_RUNS = 50;

/** What saves most comes first, then what is gravest. */
function byGain(a: Problem, b: Problem): number {
  return (
    (b.savesMs ?? 0) - (a.savesMs ?? 0) ||
    RANKS[a.severity] - RANKS[b.severity] ||
    compareProblems(a, b)
  );
}

export const findings: Custom<"heddle/findings"> = {
  neutral: () => null,
  answer(session, params) {
    const project = locateFor(session, params)?.project;
    if (project === undefined) return null;
    const problems = [...diagnosticsByFile(project).values()].flat();
    const said = problems.map(session.words.problem);
    return findingsAnswer(project, said, uriWriter(session), params);
  },
};

/** The findings of one home as far as they are asked for, with a count by rule. O(n log n). */
export function findingsAnswer(
  home: FileHome,
  problems: readonly Problem[],
  uriOf: UriOf,
  { code, isBrief }: FindingsParams,
): FindingsResult {
  const sorted = [...problems].sort(byGain);
  const wanted =
    isBrief === true
      ? []
      : code === undefined
        ? sorted
        : sorted.filter((problem) => problem.code === code);
  return {
    findings: wanted.map((problem) => listedFinding(home, problem, uriOf)),
    rules: rulesOf(sorted),
  };
}

/** `problems` by rule, in the order of the first of each. */
function rulesOf(problems: readonly Problem[]): readonly ListedRule[] {
  const byCode = new Map<string, Problem[]>();
  for (const problem of problems) {
    const known = byCode.get(problem.code);
    if (known === undefined) byCode.set(problem.code, [problem]);
    else known.push(problem);
  }
  return [...byCode].map(([code, found]): ListedRule => {
    const savesMs = found.reduce((most, one) => Math.max(most, one.savesMs ?? 0), 0);
    return {
      code,
      count: found.length,
      severity: found[0]!.severity,
      ...(savesMs > 0 && { savesMs }),
      isFixable: found.some(({ fixes = [] }) => fixes.length > 0),
    };
  });
}

function listedFinding(home: FileHome, problem: Problem, uriOf: UriOf): ListedFinding {
  const { file, span, code, severity, message, savesMs, fixes = [] } = problem;
  const fix = fixes.find(({ preferred }) => preferred) ?? fixes[0];
  return {
    uri: uriOfFile(home, file, uriOf),
    range: rangeOf(home, file, span),
    code,
    severity,
    message,
    ...(savesMs !== undefined && { savesMs }),
    ...(fix !== undefined && { fix: fix.title }),
  };
}

export const fixRule: Custom<"heddle/fixRule"> = {
  neutral: () => null,
  answer(session, params) {
    const project = locateFor(session, params)?.project;
    const fix = project && fixRuleOf(project, params.code);
    if (project === undefined || fix === undefined) return null;
    const { what, isSafe, fixCount, leftCount } = fix;
    const uriOf = uriWriter(session);
    const edits = fix.edits.map(({ file, span, newText }) => ({
      uri: uriOfFile(project, file, uriOf),
      range: rangeOf(project, file, span),
      newText,
    }));
    return { what: session.words.line(what), isSafe, fixCount, leftCount, edits };
  },
};

export const history: Custom<"heddle/history"> = {
  neutral: () => null,
  answer(session, params) {
    const project = locateFor(session, params)?.project;
    if (project === undefined) return null;
    const { runs, leftOut } = historyKpis(project.project, project.runs());
    const newest = runs.slice(-LISTED_RUNS).reverse();
    return {
      leftOut,
      runs: newest.map(
        ({ atMs, command, durationMs, threads, utilization, nodes, failedNodes }): PastRun => ({
          atMs,
          command,
          durationMs,
          threads,
          utilization,
          nodes,
          failedNodes,
        }),
      ),
    };
  },
};

export const targets: Custom<"heddle/targets"> = {
  neutral: () => null,
  answer(session, params) {
    const project = locateFor(session, params)?.project;
    return project === undefined ? null : targetsOf(project);
  },
};

export const marks: Custom<"heddle/marks"> = {
  neutral: () => null,
  answer(session, { uri }) {
    const located = locate(session, uri);
    if (located === undefined) return null;
    const marks = marksOf(located.project, located.file);
    return { marks: marks.map((mark) => ({ ...mark, words: session.words.line(mark.words) })) };
  },
};
