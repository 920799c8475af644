/**
 * The state of one template (or macro body) while it runs: its scopes, its output, its place in
 * the machine. Frames of one evaluation share the machine.
 */
import type { Context } from "./context";
import type { Environment } from "./environment";
import { scopeNames } from "./hoisting";
import type { EvaluationMachine } from "./machine";
import type { UndefinedMode } from "./members";
import type { Parameter, Statement } from "./nodes";
import type { Machine, TemplateText, Value } from "./values";
import { orElse, undefinedName } from "./values";

/** Variables of one Jinja scope; those further out are reached through `parent`. */
export interface Scope {
  readonly variables: Map<string, Value>;
  readonly parent: Scope | undefined;
  /** Names that the scope's own statements read or assign. */
  readonly references: ReadonlySet<string>;
}

/** What stays the same through one evaluation. */
export interface Evaluation {
  readonly machine: EvaluationMachine & Machine;
  readonly environment: Environment;
  readonly undefinedMode: UndefinedMode;
  /** Whether output keeps values instead of texts. */
  readonly isNative: boolean;
  /** False as in dbt, where a macro is found through the context only, not by its plain name. */
  readonly bindsLocalMacros: boolean;
}

export interface Frame {
  readonly evaluation: Evaluation;
  readonly template: TemplateText;
  readonly context: Context;
  readonly scope: Scope;
  /** Pieces of output; a piece that is no text came from a `call` block and fails when joined. */
  readonly output: Value[];
  /** At compile time: names and calls end the attempt, slices are looked up as items. */
  readonly isFolding: boolean;
  /** Whether the compiler knows that printed values are escaped as HTML. */
  readonly isEscaping: boolean;
  /** Inside an `autoescape` whose value is known only when it runs. */
  readonly isVolatile: boolean;
  readonly journal: Journal;
}

/** What one macro call or template must remember about its branches that may not run. */
export interface Journal {
  /** Values that the macro returns if some Unknown condition holds. */
  readonly possibleReturns: Value[];
  /** Assignments since the branch under exploration began, with the values before. */
  active: Map<Scope, Map<string, Value | undefined>> | undefined;
}

/** A scope for `body`, with the names that are its own from the start still undefined. */
export function openScope(
  body: readonly Statement[],
  parent: Scope | undefined,
  bindsMacros: boolean,
  parameters: readonly Parameter[] = [],
): Scope {
  const { references, ownFromStart } = scopeNames(body, bindsMacros, parameters);
  const variables = new Map<string, Value>();
  for (const name of ownFromStart) {
    if (!isReferenced(name, parent)) variables.set(name, undefinedName(name));
  }
  return { variables, parent, references };
}

function isReferenced(name: string, from: Scope | undefined): boolean {
  for (let scope = from; scope !== undefined; scope = scope.parent) {
    if (scope.references.has(name) || scope.variables.has(name)) return true;
  }
  return false;
}

/** The same frame one scope further in, for `body`. */
export function innerScope(
  frame: Frame,
  body: readonly Statement[],
  output: Value[] = frame.output,
  parameters: readonly Parameter[] = [],
): Frame {
  const { bindsLocalMacros } = frame.evaluation;
  return { ...frame, output, scope: openScope(body, frame.scope, bindsLocalMacros, parameters) };
}

/** Binds `name` in the innermost scope. */
export function assign(frame: Frame, name: string, value: Value): void {
  const { scope, journal } = frame;
  if (journal.active !== undefined) {
    let changes = journal.active.get(scope);
    if (changes === undefined) {
      changes = new Map();
      journal.active.set(scope, changes);
    }
    if (!changes.has(name)) changes.set(name, scope.variables.get(name));
  }
  scope.variables.set(name, value);
}

/** Ends an attempt to fold an expression that is no constant. One object: it carries nothing. */
export const NOT_CONSTANT = new Error("the expression is no constant");

/** The value of `name`: scopes from the inside, the context, the globals, else Undefined. */
export function resolve(frame: Frame, name: string): Value {
  if (frame.isFolding) throw NOT_CONSTANT;
  for (let scope: Scope | undefined = frame.scope; scope !== undefined; scope = scope.parent) {
    const value = scope.variables.get(name);
    if (value !== undefined) return value;
  }
  const given = frame.context.lookup(name);
  if (given !== undefined) return given;
  return orElse(frame.evaluation.environment.globals.get(name), () => undefinedName(name));
}
