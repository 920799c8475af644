/** Starts evaluations: the machine with its budgets, and the first frame of a template. */
import { ENVIRONMENT, NATIVE_ENVIRONMENT } from "./builtins";
import { callValue } from "./calls";
import { type Context, EMPTY_CONTEXT } from "./context";
import type { Environment } from "./environment";
import { type Evaluation, type Frame, openScope } from "./frame";
import { type Budget, type Clock, DEFAULT_BUDGET, EvaluationMachine } from "./machine";
import { getAttribute, getAttributeOnly, getItem, type UndefinedMode } from "./members";
import type { Statement } from "./nodes";
import type { Machine, TemplateText, Value } from "./values";
import { NOWHERE } from "./values";

export interface EvaluationOptions {
  /** Limits; what is left out keeps its default. */
  readonly budget?: Partial<Budget>;
  /** Milliseconds, for the wall-clock budget; without it only counted budgets hold. */
  readonly clock?: Clock;
  /** `dbt-parse` lets members and calls of Undefined be Undefined, as dbt does while parsing. */
  readonly undefinedMode?: UndefinedMode;
  /** False as in dbt: a macro is found through the context only. Default true, as in Jinja2. */
  readonly bindsLocalMacros?: boolean;
  /** Keeps printed values as they are; see `renderNative`. */
  readonly isNative?: boolean;
  /** Filters, tests and globals of another dialect where text is rendered. Default: Jinja2's and dbt's. */
  readonly environment?: Environment;
}

/** The machine of a running evaluation, which knows the evaluation that it belongs to. */
class RunningMachine extends EvaluationMachine implements Machine {
  readonly evaluation: Evaluation;

  constructor(options: EvaluationOptions) {
    super({ ...DEFAULT_BUDGET, ...options.budget }, options.clock);
    this.evaluation = {
      machine: this,
      environment:
        options.isNative === true ? NATIVE_ENVIRONMENT : (options.environment ?? ENVIRONMENT),
      isNative: options.isNative ?? false,
      undefinedMode: options.undefinedMode ?? "jinja",
      bindsLocalMacros: options.bindsLocalMacros ?? true,
    };
  }

  attribute(value: Value, name: string): Value {
    return getAttribute(value, name, this, this.evaluation.undefinedMode);
  }

  attributeOnly(value: Value, name: string): Value {
    return getAttributeOnly(value, name, this, this.evaluation.undefinedMode);
  }

  item(value: Value, key: Value): Value {
    return getItem(value, key, this, this.evaluation.undefinedMode);
  }

  call(
    callee: Value,
    args: readonly Value[],
    kwargs: ReadonlyMap<string, Value> = new Map(),
  ): Value {
    const frame = rootFrame([], this.evaluation, NOWHERE, EMPTY_CONTEXT, []);
    return callValue(callee, { args, kwargs }, { start: 0, end: 0 }, frame);
  }
}

/** A new evaluation with full budgets. */
export function startEvaluation(options: EvaluationOptions): Evaluation {
  return new RunningMachine(options).evaluation;
}

/** The evaluation that `machine` of a host call belongs to. */
export function evaluationOf(machine: Machine): Evaluation {
  if (machine instanceof RunningMachine) return machine.evaluation;
  throw new Error("a macro was called outside of an evaluation: pass on the machine of the call");
}

/** The same evaluation where output is text: what is called from native rendering. */
export function textual(evaluation: Evaluation): Evaluation {
  return evaluation.isNative
    ? { ...evaluation, isNative: false, environment: ENVIRONMENT }
    : evaluation;
}

/** The frame in which `body` of `template` starts. */
export function rootFrame(
  body: readonly Statement[],
  evaluation: Evaluation,
  template: TemplateText,
  context: Context,
  output: Value[],
): Frame {
  return {
    evaluation,
    template,
    context,
    scope: openScope(body, undefined, evaluation.bindsLocalMacros),
    output,
    isFolding: false,
    isEscaping: false,
    isVolatile: false,
    journal: { active: undefined, possibleReturns: [] },
  };
}
