/** Evaluates expressions. Knows no statements: macros and loops reach it as callable values. */
import { binary, signed } from "./arithmetic";
import { callValue } from "./calls";
import { equals, isMember, isOrdered, isTrue, UnknownOrder } from "./compare";
import { dictSet, emptyDict } from "./dicts";
import type { Builtin, Environment } from "./environment";
import { PythonError, typeError } from "./errors";
import { type Frame, NOT_CONSTANT, resolve } from "./frame";
import { escapeHtml } from "./html";
import { iterate } from "./iterate";
import { getAttribute, getItem, methodOf } from "./members";
import type {
  ArgumentList,
  CallNode,
  CompareNode,
  CompareOperator,
  ConditionalNode,
  Expression,
  FilterNode,
  GetattrNode,
  LogicalNode,
  TestNode,
} from "./nodes";
import { str } from "./print";
import { reprString } from "./reprString";
import { sliceOf } from "./sequences";
import { exploring, mergeUnknown } from "./uncertainty";
import type { CallArguments, PySlice, Unknown, Value } from "./values";
import { isKind, isUnknown, textOf, tuple, typeName, undefinedWithHint } from "./values";

/** The value of `node`. Raises PythonError with the innermost place that failed. */
export function evaluate(node: Expression, frame: Frame): Value {
  switch (node.kind) {
    case "constant":
      return node.value;
    case "name":
      return resolve(frame, node.name);
    default:
      break;
  }
  frame.evaluation.machine.step();
  try {
    return evaluateInner(node, frame);
  } catch (error) {
    if (error instanceof PythonError && error.span === undefined) {
      error.span = { start: node.start, end: node.end };
      error.template = frame.template;
    }
    throw error;
  }
}

function evaluateInner(node: Expression, frame: Frame): Value {
  const { machine, undefinedMode } = frame.evaluation;
  switch (node.kind) {
    case "list":
      machine.allocate(node.items.length);
      return node.items.map((item) => evaluate(item, frame));
    case "tuple":
      machine.allocate(node.items.length);
      return tuple(node.items.map((item) => evaluate(item, frame)));
    case "dict": {
      machine.allocate(node.pairs.length * 2);
      const dict = emptyDict();
      for (const { key, value } of node.pairs) {
        dictSet(dict, evaluate(key, frame), evaluate(value, frame));
      }
      return dict;
    }
    case "binary":
      return binary(
        node.operator,
        evaluate(node.left, frame),
        evaluate(node.right, frame),
        machine,
      );
    case "unary": {
      const value = evaluate(node.operand, frame);
      if (node.operator !== "not") return signed(node.operator, value);
      return isUnknown(value) ? value : !isTrue(value);
    }
    case "concat":
      return concat(node.items, frame);
    case "logical":
      return logical(node, frame);
    case "compare":
      return compare(node, frame);
    case "conditional":
      return conditional(node, frame);
    case "getattr":
      return getAttribute(evaluate(node.object, frame), node.name, machine, undefinedMode);
    case "getitem":
      return item(node.object, node.index, frame);
    case "slice":
      return slice(node, frame);
    case "call":
      return call(node, frame);
    case "filter":
      return applyFilter(node, undefined, frame);
    case "test":
      return applyTest(node, frame);
    case "bad":
      return undefinedWithHint("this expression could not be parsed");
    case "namespace":
    case "constant":
    case "name":
      return resolve(frame, node.kind === "constant" ? "" : node.name);
  }
}

function concat(items: readonly Expression[], frame: Frame): Value {
  const values = items.map((item) => evaluate(item, frame));
  // Once one part is escaped HTML, the compiler's `markup_join` escapes all the others.
  const isCompiled = frame.isEscaping && !frame.isVolatile && !frame.isFolding;
  const isMarkup = isCompiled && values.some(isMarkupText);
  let text = "";
  for (const value of values) {
    const part = isMarkup ? escapeHtml(value) : str(value);
    frame.evaluation.machine.allocate(part.length);
    text += part;
  }
  return values.find(isUnknown) ?? (isMarkup ? { kind: "markup", text } : text);
}

function isMarkupText(value: Value): boolean {
  return isKind(value, "markup");
}

/** `and`, `or`: after an Unknown left side the right side may be evaluated, and the value is open. */
function logical(node: LogicalNode, frame: Frame): Value {
  const left = evaluate(node.left, frame);
  if (isUnknown(left)) {
    exploring(frame, () => evaluate(node.right, frame));
    return left;
  }
  return isTrue(left) === (node.operator === "or") ? left : evaluate(node.right, frame);
}

/** Whether a condition holds; `u or true` does, although its value is Unknown. */
export function evaluateCondition(node: Expression, frame: Frame): boolean | Unknown {
  if (node.kind === "unary" && node.operator === "not") {
    const inner = evaluateCondition(node.operand, frame);
    return typeof inner === "boolean" ? !inner : inner;
  }
  if (node.kind !== "logical") {
    const value = evaluate(node, frame);
    return isUnknown(value) ? value : isTrue(value);
  }
  const decisive = node.operator === "or";
  const left = evaluateCondition(node.left, frame);
  if (left === decisive) return left;
  if (typeof left === "boolean") return evaluateCondition(node.right, frame);
  const right = exploring(frame, () => evaluateCondition(node.right, frame));
  return right === decisive ? right : left;
}

function compare(node: CompareNode, frame: Frame): Value {
  let left = evaluate(node.left, frame);
  let result: Value = true;
  for (const { operator, operand } of node.rest) {
    const right = evaluate(operand, frame);
    if (isUnknown(left) || isUnknown(right)) result = isUnknown(left) ? left : right;
    else {
      const answer = holds(operator, left, right, frame);
      if (answer === false) return false;
      if (answer !== true) result = answer;
    }
    left = right;
  }
  return result;
}

function holds(
  operator: CompareOperator,
  left: Value,
  right: Value,
  frame: Frame,
): boolean | Unknown {
  switch (operator) {
    case "==":
      return equals(left, right, frame.evaluation.machine);
    case "!=":
      return !equals(left, right, frame.evaluation.machine);
    case "in":
      return isMember(left, right, frame.evaluation.machine, iterate);
    case "notin":
      return !isMember(left, right, frame.evaluation.machine, iterate);
    default:
      try {
        return isOrdered(operator, left, right, frame.evaluation.machine);
      } catch (error) {
        return causeOf(error);
      }
  }
}

/** The Unknown that an order depends on; any other error goes on. */
function causeOf(error: unknown): Unknown {
  if (error instanceof UnknownOrder) return error.cause;
  throw error;
}

function conditional(node: ConditionalNode, frame: Frame): Value {
  const test = evaluateCondition(node.test, frame);
  const otherwise = (): Value => {
    if (node.whenFalse !== undefined) return evaluate(node.whenFalse, frame);
    if (frame.isFolding) throw NOT_CONSTANT;
    return undefinedWithHint(() => inlineIfHint(frame, node));
  };
  if (typeof test === "boolean") return test ? evaluate(node.whenTrue, frame) : otherwise();
  frame.evaluation.machine.noteUnknown(test.reason, node.test);
  const first = exploring(frame, () => evaluate(node.whenTrue, frame));
  return mergeUnknown(first, exploring(frame, otherwise), test, frame);
}

function inlineIfHint(frame: Frame, node: ConditionalNode): string {
  const line = lineOf(frame.template.source, node.start);
  return `the inline if-expression on line ${line} evaluated to false and no else section was defined.`;
}

function lineOf(source: string, offset: number): number {
  return source.slice(0, offset).split(/\r\n|\r|\n/).length;
}

function item(object: Expression, index: Expression, frame: Frame): Value {
  const { machine, undefinedMode } = frame.evaluation;
  const value = evaluate(object, frame);
  const key = evaluate(index, frame);
  if (index.kind !== "slice" || !isKind(key, "slice") || frame.isFolding) {
    return getItem(value, key, machine, undefinedMode);
  }
  if (isUnknown(value)) return value;
  const unknownPart = [key.start, key.stop, key.step].find(isUnknown);
  return unknownPart ?? sliceOf(value, key, machine);
}

function slice(node: Extract<Expression, { kind: "slice" }>, frame: Frame): PySlice {
  const part = (expression: Expression | undefined): Value =>
    expression === undefined ? null : evaluate(expression, frame);
  return {
    kind: "slice",
    start: part(node.start_),
    stop: part(node.stop),
    step: part(node.step),
  };
}

function call(node: CallNode, frame: Frame): Value {
  if (frame.isFolding) throw NOT_CONSTANT;
  const { callee } = node;
  if (callee.kind === "getattr") return callMember(node, callee, frame);
  return callValue(evaluate(callee, frame), evaluateArguments(node, frame), node, frame);
}

/** `value.name(…)`: built-in methods are called without making a bound one first. */
function callMember(node: CallNode, callee: GetattrNode, frame: Frame): Value {
  const { machine, undefinedMode, environment } = frame.evaluation;
  const self = evaluate(callee.object, frame);
  if (environment.absentMethods !== undefined) refuseAbsent(environment, self, callee.name);
  const method = callee.name.startsWith("_") ? undefined : methodOf(self, callee.name);
  if (method === undefined) {
    const target = getAttribute(self, callee.name, machine, undefinedMode);
    return callValue(target, evaluateArguments(node, frame), node, frame);
  }
  machine.step();
  const { args, kwargs } = evaluateArguments(node, frame);
  // `format` prints what is Unknown as part of its text.
  const isText = textOf(self) !== undefined && callee.name !== "format";
  const unknownArgument = isText ? args.find(isUnknown) : undefined;
  return unknownArgument ?? method({ name: callee.name, args, kwargs, machine });
}

/** Methods that Python's values have and those of another Jinja lack. */
function refuseAbsent({ absentMethods }: Environment, self: Value, name: string): void {
  if (absentMethods?.get(name) !== typeName(self)) return;
  throw new PythonError(
    "AttributeError",
    `'${typeName(self)}' object has no attribute ${reprString(name)}`,
  );
}

/** Arguments of a call, spread ones included; `caller` is the body of a `call` block. */
export function evaluateArguments(
  list: ArgumentList,
  frame: Frame,
  first?: Value,
  caller?: Value,
): CallArguments {
  const args: Value[] = first === undefined ? [] : [first];
  for (const argument of list.args) args.push(evaluate(argument, frame));
  const kwargs = new Map<string, Value>();
  for (const { name, value } of list.kwargs) kwargs.set(name, evaluate(value, frame));
  if (caller !== undefined) kwargs.set("caller", caller);
  if (list.spread !== undefined) {
    const spread = evaluate(list.spread, frame);
    if (isUnknown(spread)) args.push(spread);
    else for (const value of spreadItems(spread)) args.push(value);
  }
  if (list.spreadKeywords !== undefined) {
    const spread = evaluate(list.spreadKeywords, frame);
    if (isKind(spread, "dict")) {
      for (const { key, value } of spread.entries.values()) {
        const name = textOf(key);
        if (name === undefined) throw typeError("keywords must be strings");
        if (kwargs.has(name)) {
          throw typeError(
            `jinja2.sandbox.SandboxedEnvironment.call() got multiple values for keyword argument ${reprString(name)}`,
          );
        }
        kwargs.set(name, value);
      }
    } else if (!isUnknown(spread)) {
      throw typeError(
        `jinja2.sandbox.SandboxedEnvironment.call() argument after ** must be a mapping, not ${typeName(spread)}`,
      );
    }
  }
  return { args, kwargs };
}

function spreadItems(value: Value): Iterable<Value> {
  try {
    return iterate(value);
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    throw typeError(
      `jinja2.sandbox.SandboxedEnvironment.call() argument after * must be an iterable, not ${typeName(value)}`,
    );
  }
}

/** A filter on its input, or on `block`, the text of the block that it filters. */
export function applyFilter(node: FilterNode, block: Value | undefined, frame: Frame): Value {
  const { environment } = frame.evaluation;
  const input = node.input;
  const value =
    input === undefined
      ? (block ?? "")
      : input.kind === "filter" && block !== undefined
        ? applyFilter(input, block, frame)
        : evaluate(input, frame);
  const filter = environment.filters.get(node.name);
  if (frame.isFolding && (frame.isVolatile || filter?.needsContext !== false)) throw NOT_CONSTANT;
  const argumentsOfCall = evaluateArguments(node, frame, value);
  if (filter === undefined) throw missing("filter", node.name);
  return runBuiltin(filter, argumentsOfCall, frame);
}

function applyTest(node: TestNode, frame: Frame): Value {
  if (frame.isFolding && frame.isVolatile) throw NOT_CONSTANT;
  const { environment } = frame.evaluation;
  const value = evaluate(node.input, frame);
  const test = environment.tests.get(node.name);
  const argumentsOfCall = evaluateArguments(node, frame, value);
  if (test === undefined) throw missing("test", node.name);
  return runBuiltin(test, argumentsOfCall, frame);
}

function missing(kind: "filter" | "test", name: string): PythonError {
  return new PythonError("TemplateRuntimeError", `No ${kind} named ${reprString(name)} found.`);
}

function runBuiltin(builtin: Builtin, call: CallArguments, { evaluation }: Frame): Value {
  try {
    return (
      unknownAmong(builtin, call) ?? builtin.run(call, evaluation.machine, evaluation.environment)
    );
  } catch (error) {
    return causeOf(error);
  }
}

function unknownAmong(builtin: Builtin, { args, kwargs }: CallArguments): Value | undefined {
  if (builtin.acceptsUnknown) return undefined;
  const found = args.find(isUnknown);
  if (found !== undefined || kwargs.size === 0) return found;
  return [...kwargs.values()].find(isUnknown);
}
