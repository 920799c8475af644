/**
 * Evaluates templates, expressions and macros within budgets. Never throws: an error of the
 * template is part of the result.
 */
import type { Span } from "../base/text";
import { selfReference } from "./blocks";
import { callValue } from "./calls";
import type { Context } from "./context";
import { budgetError, type ErrorKind, errorKindOf, PythonError } from "./errors";
import {
  type EvaluationOptions,
  evaluationOf,
  rootFrame,
  startEvaluation,
  textual,
} from "./evaluation";
import { evaluate } from "./expressions";
import type { Evaluation } from "./frame";
import type { BranchNote, UnknownNote } from "./machine";
import { macroFunction } from "./macros";
import type { UndefinedMode } from "./members";
import { joinOutput } from "./output";
import { ReturnSignal } from "./returnSignal";
import { execute } from "./statements";
import { lineAt, type MacroDefinition, parseTemplate, type Template } from "./template";
import { type HostFunction, isUndefined, type TemplateText, type Value } from "./values";

export interface RenderOptions extends EvaluationOptions {
  /** Evaluates what recovery could read of a template with syntax errors. Default false. */
  readonly isTolerant?: boolean;
}

/** Why an evaluation ended. `line` and `column` are 1-based. */
export interface RenderError {
  readonly kind: ErrorKind;
  /** Python's exception class, e.g. `TypeError`. */
  readonly pythonClass: string;
  /** `str(exception)` in Python. */
  readonly message: string;
  /** What is known beyond Python's words. */
  readonly note?: string;
  readonly span: Span;
  readonly line: number;
  readonly column: number;
  /** The file of the template that failed, where it has one. */
  readonly file: string | undefined;
}

interface Outcome {
  readonly error: RenderError | undefined;
  /** Everything that could not be known and mattered. */
  readonly unknown: readonly UnknownNote[];
  /** Which bodies of its conditions ran, in order; the first few hundred. */
  readonly branches: readonly BranchNote[];
}

export interface Rendering extends Outcome {
  /** The text; up to the error where there is one. */
  readonly text: string;
}

export interface ValueResult extends Outcome {
  readonly value: Value | undefined;
}

/** Renders `template` with the names of `context`. */
export function renderTemplate(
  template: Template,
  context: Context,
  options: RenderOptions = {},
): Rendering {
  const output: Value[] = [];
  let text = "";
  const outcome = guard(template, options, (evaluation) => {
    const frame = rootFrame(template.root, evaluation, template, context, output);
    if (template.source.includes("self")) {
      frame.scope.variables.set("self", selfReference(template.root, frame, execute));
    }
    execute(template.root, frame);
    text = joinOutput(output);
  });
  if (outcome.error !== undefined)
    text = output.filter((piece) => typeof piece === "string").join("");
  return { text, ...outcome };
}

/** The value of `expression` (a template that is one `{{ }}`, or the text of an expression). */
export function evaluateExpression(
  expression: Template | string,
  context: Context,
  options: RenderOptions = {},
): ValueResult {
  const template =
    typeof expression === "string" ? parseTemplate(`{{ ${expression} }}`) : expression;
  let value: Value | undefined;
  const outcome = guard(template, options, (evaluation) => {
    const frame = rootFrame([], evaluation, template, context, []);
    const only = template.root[0];
    const item =
      only?.kind === "output" ? only.items.find(({ kind }) => kind !== "data") : undefined;
    if (item !== undefined && item.kind !== "data") value = evaluate(item, frame);
  });
  return { value: outcome.error === undefined ? value : undefined, ...outcome };
}

/**
 * Calls a macro of `template` whose names come from `context`: what it returned, or its text.
 */
export function callMacro(
  definition: MacroDefinition,
  template: Template,
  args: readonly Value[],
  kwargs: ReadonlyMap<string, Value>,
  context: Context,
  options: RenderOptions = {},
): ValueResult {
  let value: Value | undefined;
  const outcome = guard(template, { ...options, isTolerant: true }, (evaluation) => {
    const frame = rootFrame([], evaluation, template, context, []);
    const macro = macroFunction(definition, frame, execute);
    value = callValue(macro, { args, kwargs }, definition.span, frame);
  });
  return { value: outcome.error === undefined ? value : undefined, ...outcome };
}

/**
 * A macro as a value to bind in contexts. Its body finds names in `context`, that of its own
 * package, whoever calls it; budgets are those of the caller. `undefinedMode` holds inside of it
 * and for what it returns, else that of the evaluation does.
 */
export function macroValue(
  definition: MacroDefinition,
  template: TemplateText,
  context: () => Context,
  undefinedMode?: UndefinedMode,
): HostFunction {
  return {
    kind: "function",
    typeName: "MacroGenerator",
    name: definition.name,
    call: ({ args, kwargs, machine, span }) => {
      // A macro's own template is compiled as text, natively rendered as its caller may be.
      const outer = textual(evaluationOf(machine));
      const evaluation = undefinedMode === undefined ? outer : { ...outer, undefinedMode };
      const frame = rootFrame([], evaluation, template, context(), []);
      const macro = macroFunction(definition, frame, execute);
      const value = callValue(macro, { args, kwargs }, span, frame);
      const isMarked =
        undefinedMode !== undefined && isUndefined(value) && value.mode === undefined;
      return isMarked ? { ...value, mode: undefinedMode } : value;
    },
  };
}

/** Runs `body`; its errors become the result's `error`. */
export function guard(
  template: Template,
  options: RenderOptions,
  body: (evaluation: Evaluation) => void,
): Outcome {
  const evaluation = startEvaluation(options);
  let error = options.isTolerant === true ? undefined : syntaxErrorOf(template);
  if (error === undefined) {
    try {
      body(evaluation);
    } catch (thrown) {
      error = errorOf(thrown, template);
    }
  }
  const { unknown, branches } = evaluation.machine;
  return { error, unknown, branches };
}

function syntaxErrorOf(template: Template): RenderError | undefined {
  const { syntaxError, source, file } = template;
  if (syntaxError === undefined) return undefined;
  const { pythonClass, message, line, span } = syntaxError;
  return {
    kind: "syntax",
    pythonClass,
    message,
    span,
    line,
    column: columnAt(source, span.start),
    file,
  };
}

function errorOf(thrown: unknown, template: TemplateText): RenderError | undefined {
  // A `return` outside of any macro ends the template, as in dbt.
  if (thrown instanceof ReturnSignal) return undefined;
  const error =
    thrown instanceof RangeError ? budgetError("the template nests too deeply") : thrown;
  if (!(error instanceof PythonError)) return internalError(error, template);
  const { pythonClass, message, note, span = { start: 0, end: 0 } } = error;
  const owner = error.template ?? template;
  return {
    kind: errorKindOf(pythonClass),
    ...(note === undefined ? {} : { note }),
    pythonClass,
    message,
    span,
    line: lineAt(owner.source, span.start),
    column: columnAt(owner.source, span.start),
    file: owner.file,
  };
}

/** A defect of the interpreter itself: reported like an error of the template, never thrown. */
function internalError(thrown: unknown, template: TemplateText): RenderError {
  return {
    kind: "runtime",
    pythonClass: "InternalError",
    message: thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown),
    span: { start: 0, end: 0 },
    line: 1,
    column: 1,
    file: template.file,
  };
}

function columnAt(source: string, offset: number): number {
  const lineStart = Math.max(
    source.lastIndexOf("\n", offset - 1),
    source.lastIndexOf("\r", offset - 1),
  );
  return offset === 0 ? 1 : offset - lineStart;
}
