/**
 * Folds findings that follow from one cause into one: a value that nobody knows offline is missing
 * in every text that uses it, but only one setting can bring it; a line of a macro fails for every
 * model that calls it, but stands once; generic tests of a package that nobody declared stand at
 * many columns.
 */
import { compareProblems, type Problem } from "../base/problem";

const UNKNOWN_VALUE = /^The value of [\s\S]* is not known here: ([\s\S]+)\.$/;
const MOST_RELATED = 10;

/** `problems` with one finding per unknown value, at the profile where that uses it. O(p log p). */
export function foldConsequences(problems: readonly Problem[]): readonly Problem[] {
  const kept: Problem[] = [];
  const byCause = new Map<string, Problem[]>();
  for (const problem of problems) {
    const cause = causeOf(problem);
    if (cause === undefined) kept.push(problem);
    else byCause.set(cause, [...(byCause.get(cause) ?? []), problem]);
  }
  if (byCause.size === 0) return problems;
  const missing = kept.findIndex(({ code }) => code === "missing-profile");
  for (const [cause, found] of byCause) {
    const sorted = [...found].sort((a, b) => rankOf(a) - rankOf(b) || compareProblems(a, b));
    const [first, ...others] = sorted;
    if (first === undefined) continue;
    // Without a profile its values are missing everywhere; the profile is what to bring.
    if (cause === "the profile" && missing >= 0) {
      kept[missing] = withRelated(kept[missing]!, sorted);
    } else kept.push(others.length === 0 ? first : withRelated(first, others));
  }
  return kept;
}

/** `dbt_utils` of `dbt_utils.unique_combination_of_columns`; the whole name of a test without package. */
const MISSING_TEST = /^No generic test is called '(?:([\w-]+)\.[\w-]+|([\w-]+))'/;

function causeOf({ code, file, span, message }: Problem): string | undefined {
  const [, owner, test] = (code === "unknown-macro" && MISSING_TEST.exec(message)) || [];
  if (owner !== undefined || test !== undefined) {
    return owner === undefined ? `test ${test}` : `tests of ${owner}`;
  }
  if (code === "env-var-unset") return UNKNOWN_VALUE.exec(message)?.[1];
  return code === "evaluation-error" ? `${file}:${span.start}:${span.end}` : undefined;
}

/** The profile first, because what it lacks is why the others lack it. */
function rankOf({ file }: Problem): number {
  return /(?:^|\/)profiles\.ya?ml$/.test(file) ? 0 : 1;
}

function withRelated(problem: Problem, others: readonly Problem[]): Problem {
  const isSamePlace = others.every(
    ({ file, span }) => file === problem.file && span.start === problem.span.start,
  );
  if (isSamePlace)
    return { ...problem, message: `${problem.message} (${others.length + 1} times)` };
  const related = others
    .slice(0, MOST_RELATED)
    .map(({ file, span }) => ({ file, span, message: "not known here either" }));
  const more = others.length === 1 ? "1 more place" : `${others.length} more places`;
  return {
    ...problem,
    message: `${problem.message} The same at ${more}.`,
    related: [...(problem.related ?? []), ...related],
  };
}
