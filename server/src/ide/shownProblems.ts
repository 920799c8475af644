/**
 * The problems that an editor shows: all of a project's but those that its baseline knows, so that
 * editor and `heddle check` say the same. A baseline that cannot be read hides nothing and is a
 * problem itself.
 */
import { BASELINE_FILE } from "../advise/ruleSettings";
import type { Problem } from "../base/problem";
import type { ProjectSnapshot } from "../workspace/snapshot";
import { parseBaseline, withoutAccepted } from "./answers/baseline";

export interface ShownProblems {
  /** Sorted as the project's own. */
  readonly all: readonly Problem[];
  /** The files that have any; a list that an edit left as it was may be the same array as before. */
  readonly byFile: ReadonlyMap<string, readonly Problem[]>;
}

const known = new WeakMap<ProjectSnapshot, ShownProblems>();

/** O(problems) once per snapshot; nothing beyond the problems themselves without a baseline. */
export function shownProblems(project: ProjectSnapshot): ShownProblems {
  const found = known.get(project) ?? collect(project);
  known.set(project, found);
  return found;
}

function collect(project: ProjectSnapshot): ShownProblems {
  const text = project.settings.baseline.enable ? project.textOf(BASELINE_FILE) : undefined;
  if (text === undefined) {
    return { all: project.problems(), byFile: project.problemsByFile() };
  }
  const baseline = parseBaseline(text);
  const problems = project.problems();
  const all =
    typeof baseline === "string"
      ? [...problems, unusable(baseline)]
      : withoutAccepted(
          problems,
          baseline,
          (file) => project.textOf(file),
          ({ file, code, span }) => ({ file, code, range: project.linesOf(file).rangeOf(span) }),
        ).kept;
  const byFile = new Map<string, Problem[]>();
  for (const problem of all) {
    const list = byFile.get(problem.file);
    if (list === undefined) byFile.set(problem.file, [problem]);
    else list.push(problem);
  }
  return { all, byFile };
}

function unusable(what: string): Problem {
  return {
    file: BASELINE_FILE,
    span: { start: 0, end: 1 },
    code: "invalid-rule-settings",
    severity: "warning",
    message: `${BASELINE_FILE} ${what}, so all findings are shown; heddle check --write-baseline writes one.`,
  };
}
