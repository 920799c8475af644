/** Explores code that may or may not run, because its condition is Unknown. */
import { equals } from "./compare";
import { PythonError } from "./errors";
import type { Frame, Scope } from "./frame";
import { innerOutput } from "./output";
import { ReturnSignal } from "./returnSignal";
import type { Unknown, Value } from "./values";
import { isUnknown, unknown } from "./values";

/**
 * Runs `body` with host calls marked as uncertain. An error in it makes the result Unknown, a
 * `return` becomes one of the values that the macro may return.
 */
export function exploring(frame: Frame, body: () => Value): Value {
  const { machine } = frame.evaluation;
  const wasCertain = machine.isCertain;
  machine.isCertain = false;
  try {
    return body();
  } catch (error) {
    if (error instanceof ReturnSignal) {
      frame.journal.possibleReturns.push(error.value);
      return null;
    }
    if (!(error instanceof PythonError) || error.pythonClass === "BudgetError") throw error;
    return unknown(error.message);
  } finally {
    machine.isCertain = wasCertain;
  }
}

/** One value where both ways agree, else Unknown. */
export function mergeUnknown(first: Value, second: Value, cause: Unknown, frame: Frame): Value {
  return first === second ||
    (!isUnknown(first) && !isUnknown(second) && equals(first, second, frame.evaluation.machine))
    ? first
    : cause;
}

/** What one way through an Unknown branch did. */
export interface Way {
  readonly output: readonly Value[];
  /** How it ended; the caller's own code. */
  readonly completion: string;
}

type Changes = Map<Scope, Map<string, Value | undefined>>;

/**
 * Runs each way from the same variables, then keeps what they agree on: a variable that differs
 * becomes Unknown, the output is that of the first way that printed something.
 */
export function exploreWays(
  frame: Frame,
  ways: readonly ((inner: Frame) => string)[],
  cause: Unknown,
): readonly Way[] {
  const outer = frame.journal.active;
  const results: { way: Way; after: Map<Scope, Map<string, Value | undefined>> }[] = [];
  for (const run of ways) {
    const changes: Changes = new Map();
    frame.journal.active = changes;
    const inner = innerOutput(frame);
    let completion = "normal";
    const returnCount = frame.journal.possibleReturns.length;
    exploring(frame, () => {
      completion = run(inner);
      return null;
    });
    if (frame.journal.possibleReturns.length > returnCount) completion = "return";
    const after: Changes = new Map();
    for (const [scope, names] of changes) {
      const values = new Map<string, Value | undefined>();
      for (const [name, before] of names) {
        values.set(name, scope.variables.get(name));
        restore(scope, name, before);
      }
      after.set(scope, values);
    }
    results.push({ way: { output: inner.output, completion }, after });
  }
  frame.journal.active = outer;
  applyChanges(
    frame,
    results.map(({ after }) => after),
    cause,
  );
  if (results.every(({ way }) => way.completion === "return")) {
    const values = frame.journal.possibleReturns.splice(-results.length);
    throw new ReturnSignal(mergeAll(values, cause, frame));
  }
  return results.map(({ way }) => way);
}

/** The value on which all agree, else Unknown. */
export function mergeAll(values: readonly Value[], cause: Unknown, frame: Frame): Value {
  return values.reduce((merged, value) => mergeUnknown(merged, value, cause, frame));
}

function restore(scope: Scope, name: string, value: Value | undefined): void {
  if (value === undefined) scope.variables.delete(name);
  else scope.variables.set(name, value);
}

function applyChanges(frame: Frame, ways: readonly Changes[], cause: Unknown): void {
  const touched = new Map<Scope, Set<string>>();
  for (const changes of ways) {
    for (const [scope, names] of changes) {
      const all = touched.get(scope) ?? new Set<string>();
      for (const name of names.keys()) all.add(name);
      touched.set(scope, all);
    }
  }
  for (const [scope, names] of touched) {
    for (const name of names) {
      const before = scope.variables.get(name);
      const values = ways.map((changes) => {
        const changed = changes.get(scope);
        return changed?.has(name) === true ? changed.get(name) : before;
      });
      const first = values[0];
      const agrees = values.every(
        (value) =>
          value === first ||
          (value !== undefined &&
            first !== undefined &&
            mergeUnknown(value, first, cause, frame) === value),
      );
      const merged = agrees && first !== undefined ? first : cause;
      if (frame.journal.active !== undefined) {
        const journal = frame.journal.active.get(scope) ?? new Map<string, Value | undefined>();
        if (!journal.has(name)) journal.set(name, before);
        frame.journal.active.set(scope, journal);
      }
      scope.variables.set(name, merged);
    }
  }
}
