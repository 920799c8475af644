/**
 * Reads dbt's selection syntax as it stands on a command line. Knows the grammar, no project.
 * Follows `dbt/graph/cli.py` and `selector_spec.py` of dbt-core 1.11.
 */
import { holdsIn, type Release, USUAL_RELEASE } from "../release";
import {
  type Criterion,
  type IndirectSelection,
  METHODS,
  type Method,
  type SelectionGroup,
  type SelectionProblem,
  type Selector,
  selectionError,
  type WithProblems,
} from "./selector";

/** `@`, depth and `+` before; `method.argument:`; the value; `+` and depth after. */
const CRITERION = /^(@)?((\d*)\+)?(?:([\p{L}\p{N}_.]+):)?([^\n]*?)(\+(\d*))?$/u;

/** What `dbt ls` lists where nothing is selected. */
export const DEFAULT_SELECT: readonly string[] = [
  "fqn:*",
  "source:*",
  "exposure:*",
  "metric:*",
  "semantic_model:*",
];

/**
 * The selector of `--select` and `--exclude` values; each value may itself hold several, split by
 * spaces (union) and commas (intersection). No `select` means everything.
 */
export function parseSelector(
  select: readonly string[],
  exclude: readonly string[] = [],
  indirect: IndirectSelection = "eager",
  release: Release = USUAL_RELEASE,
): WithProblems<Selector> {
  const problems: SelectionProblem[] = [];
  const reading = { indirect, release, problems };
  const included =
    select.length === 0 ? unionOf(DEFAULT_SELECT, false, reading) : unionOf(select, true, reading);
  const excluded = unionOf(exclude, true, reading);
  if (problems.length > 0) return { problems };
  return {
    value: {
      kind: "difference",
      parts: [included, excluded],
      raw: select.join(" "),
      expectsMatch: false,
      // A difference keeps dbt's default whatever the option says, and so changes nothing.
      indirect: "eager",
    },
    problems,
  };
}

interface Reading {
  readonly indirect: IndirectSelection;
  readonly release: Release;
  /** Takes what is found wrong. */
  readonly problems: SelectionProblem[];
}

function unionOf(
  values: readonly string[],
  expectsMatch: boolean,
  { indirect, release, problems }: Reading,
): SelectionGroup {
  const parts = values
    .flatMap((value) => value.split(" "))
    .map((raw): SelectionGroup => {
      const criteria = raw.split(",").flatMap((text) => {
        const parsed = parseCriterion(text, indirect, release);
        problems.push(...parsed.problems);
        return parsed.value === undefined ? [] : [parsed.value];
      });
      return { kind: "intersection", parts: criteria, raw, expectsMatch, indirect };
    });
  return { kind: "union", parts, raw: values.join(" "), expectsMatch: false, indirect };
}

/** One criterion, e.g. `@config.materialized:view`. */
export function parseCriterion(
  raw: string,
  indirect: IndirectSelection,
  release: Release = USUAL_RELEASE,
): WithProblems<Criterion> {
  const match = CRITERION.exec(raw);
  if (match === null) return { problems: [selectionError(raw, `invalid selector "${raw}"`)] };
  const [, at, before, parentsDepth, methodText, value = "", after, childrenDepth] = match;
  const method = parseMethod(raw, methodText, value, release);
  if (method.value === undefined) return { problems: method.problems };
  if (at !== undefined && after !== undefined) {
    const message = `"@" before and "+" after cannot stand together in "${raw}"`;
    return { problems: [selectionError(raw, message)] };
  }
  return {
    value: {
      kind: "criterion",
      raw,
      ...method.value,
      value,
      childrensParents: at !== undefined,
      parents: before !== undefined,
      children: after !== undefined,
      indirect,
      ...(parentsDepth ? { parentsDepth: Number(parentsDepth) } : {}),
      ...(childrenDepth ? { childrenDepth: Number(childrenDepth) } : {}),
    },
    problems: [],
  };
}

interface MethodCall {
  readonly method: Method;
  readonly methodArguments: readonly string[];
}

/** The method named by `text`, or the one that dbt takes where none is named. */
export function parseMethod(
  raw: string,
  text: string | undefined,
  value: string,
  release: Release,
): WithProblems<MethodCall> {
  if (text === undefined) {
    return { value: { method: defaultMethod(value), methodArguments: [] }, problems: [] };
  }
  const [name = "", ...methodArguments] = text.split(".");
  const methods: readonly Method[] = holdsIn(release, "selectorMethod")
    ? [...METHODS, "selector"]
    : METHODS;
  const method = methods.find((candidate) => candidate === name);
  if (method === undefined) {
    const message = `"${name}" is no selection method; dbt knows ${methods.join(", ")}`;
    return { problems: [selectionError(raw, message)] };
  }
  return { value: { method, methodArguments }, problems: [] };
}

function defaultMethod(value: string): Method {
  if (value.includes("/")) return "path";
  return /\.(sql|py|csv)$/i.test(value) ? "file" : "fqn";
}
