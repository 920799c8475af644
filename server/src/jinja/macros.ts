/** Macros and `call` blocks as callable values, with Jinja2's rules for arguments. */

import { dictOf } from "./dicts";
import { PythonError, typeError } from "./errors";
import { evaluate } from "./expressions";
import { assign, type Frame, innerScope } from "./frame";
import type { Expression, Parameter, Statement } from "./nodes";
import { joinOutput } from "./output";
import { repr } from "./print";
import { ReturnSignal } from "./returnSignal";
import { mergeAll } from "./uncertainty";
import type { CallArguments, HostFunction, Value } from "./values";
import { orElse, tuple, undefinedWithHint, unknown } from "./values";
import { expressionsOf, walkExpression, walkStatements } from "./walk";

/** A macro, or the body of a `call` block (without a name). */
export interface MacroLike {
  readonly name: string | undefined;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
}

/** Runs a body into the frame's output. */
export type Execute = (body: readonly Statement[], frame: Frame) => unknown;

/** A callable value of `macro` that sees the names of `closure`. */
export function macroFunction(macro: MacroLike, closure: Frame, execute: Execute): HostFunction {
  const uses = specialNames(macro.body);
  const names = macro.parameters.map(({ name }) => name);
  return {
    kind: "function",
    typeName: "Macro",
    name: macro.name ?? "",
    attributes: new Map<string, Value>([
      ["name", macro.name ?? null],
      ["arguments", tuple(names)],
      ["catch_kwargs", uses.has("kwargs") && !names.includes("kwargs")],
      ["catch_varargs", uses.has("varargs") && !names.includes("varargs")],
      ["caller", uses.has("caller")],
    ]),
    call: (call) => runMacro(macro, closure, execute, call),
  };
}

/** Calls `macro`: its text, or what it returned. A `call` block hands `return` on. */
export function runMacro(
  macro: MacroLike,
  closure: Frame,
  execute: Execute,
  call: CallArguments,
): Value {
  const { machine } = closure.evaluation;
  const output: Value[] = [];
  const inner = innerScope(closure, macro.body, output, macro.parameters);
  const isBlock = macro.name === undefined;
  const frame: Frame = isBlock
    ? inner
    : { ...inner, journal: { active: undefined, possibleReturns: [] } };
  machine.enter();
  try {
    bindParameters(macro, frame, call);
    execute(macro.body, frame);
    const text = joinOutput(output);
    const result: Value = machine.isEscaping ? { kind: "markup", text } : text;
    return isBlock ? result : withPossibleReturns(result, frame);
  } catch (error) {
    if (isBlock || !(error instanceof ReturnSignal)) throw error;
    return withPossibleReturns(error.value, frame);
  } finally {
    machine.leave();
  }
}

function withPossibleReturns(value: Value, frame: Frame): Value {
  const { possibleReturns } = frame.journal;
  if (possibleReturns.length === 0) return value;
  return mergeAll(
    [value, ...possibleReturns],
    unknown("a macro that may return another value"),
    frame,
  );
}

function bindParameters(macro: MacroLike, frame: Frame, { args, kwargs }: CallArguments): void {
  const { parameters } = macro;
  const shownName = macro.name === undefined ? "None" : repr(macro.name);
  const uses = specialNames(macro.body);
  const names = new Set(parameters.map(({ name }) => name));
  const rest = new Map(kwargs);
  const values = parameters.map(({ name }, index) => {
    if (index < args.length) return args[index];
    const value = rest.get(name);
    rest.delete(name);
    return value;
  });

  if (uses.has("caller") && !names.has("caller")) {
    const caller = rest.get("caller") ?? null;
    rest.delete("caller");
    assign(
      frame,
      "caller",
      caller === null ? undefinedWithHint("No caller defined", "caller") : caller,
    );
  }
  if (uses.has("kwargs") && !names.has("kwargs")) assign(frame, "kwargs", dictOf(rest));
  else if (rest.size > 0) {
    if (rest.has("caller")) {
      throw typeError(
        `macro ${shownName} was invoked with two values for the special caller argument. This is most likely a bug.`,
      );
    }
    const [first = ""] = rest.keys();
    const note = names.has(first) ? "it has a value by its position" : undefined;
    throw typeError(`macro ${shownName} takes no keyword argument ${repr(first)}`, note);
  }
  if (uses.has("varargs") && !names.has("varargs")) {
    assign(frame, "varargs", tuple(args.slice(parameters.length)));
  } else if (args.length > parameters.length) {
    throw typeError(`macro ${shownName} takes not more than ${parameters.length} argument(s)`);
  }
  bindDefaults(parameters, values, frame);
}

/** Defaults are evaluated at the call, where parameters not yet bound are Undefined. */
function bindDefaults(
  parameters: readonly Parameter[],
  values: readonly (Value | undefined)[],
  frame: Frame,
): void {
  parameters.forEach(({ name }, index) => {
    assign(
      frame,
      name,
      orElse(values[index], () =>
        undefinedWithHint(`parameter ${repr(name)} was not provided`, name),
      ),
    );
  });
  parameters.forEach(({ name, default: value }, index) => {
    if (values[index] === undefined && value !== undefined) {
      assign(frame, name, evaluate(value, frame));
    }
  });
}

const SPECIAL_NAMES = ["caller", "kwargs", "varargs"];
const specialNamesOf = new WeakMap<readonly Statement[], ReadonlySet<string>>();

/** Which of `caller`, `kwargs`, `varargs` a body reads before it binds them. */
function specialNames(body: readonly Statement[]): ReadonlySet<string> {
  const known = specialNamesOf.get(body);
  if (known !== undefined) return known;
  const wanted = new Set(SPECIAL_NAMES);
  const used = new Set<string>();
  walkStatements(body, (statement) => {
    if (statement.kind === "macro" || statement.kind === "callBlock") {
      for (const { name } of statement.parameters) if (!used.has(name)) wanted.delete(name);
    }
    const targets = new Set<Expression>();
    if (statement.kind === "set" || statement.kind === "setBlock" || statement.kind === "for") {
      targets.add(statement.target);
    }
    for (const expression of expressionsOf(statement)) {
      const isTarget = targets.has(expression);
      walkExpression(expression, (node) => {
        if (node.kind !== "name") return;
        if (isTarget) {
          if (!used.has(node.name)) wanted.delete(node.name);
        } else if (wanted.has(node.name)) used.add(node.name);
      });
    }
  });
  specialNamesOf.set(body, used);
  return used;
}

/** Refuses a parameter `caller` without a default where the body reads `caller`. */
export function checkCallerParameter(macro: MacroLike): PythonError | undefined {
  const parameter = macro.parameters.find(({ name }) => name === "caller");
  if (parameter === undefined || parameter.default !== undefined) return undefined;
  if (!specialNames(macro.body).has("caller")) return undefined;
  return new PythonError(
    "TemplateAssertionError",
    'When defining macros or call blocks the special "caller" argument must be omitted or be given a default.',
  );
}
