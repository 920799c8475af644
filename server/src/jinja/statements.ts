/** Runs statements into a frame's output. Completion codes carry `break` and `continue`. */

import { rootOf, runBlock } from "./blocks";
import { callValue } from "./calls";
import { equals, isTrue } from "./compare";
import { foldConstant, isLiteral, mayBeConstant } from "./constantFolding";
import { dictGet, dictSet } from "./dicts";
import { PythonError, typeError } from "./errors";
import { applyFilter, evaluate, evaluateArguments, evaluateCondition } from "./expressions";
import { assign, type Frame, innerScope, resolve } from "./frame";
import { escapeHtml } from "./html";
import { iterate } from "./iterate";
import { startLoop, unpack } from "./loops";
import { macroFunction } from "./macros";
import type {
  AutoescapeNode,
  CallBlockNode,
  Expression,
  ForNode,
  IfNode,
  OutputNode,
  Statement,
  Target,
} from "./nodes";
import { innerOutput, joinOutput, write } from "./output";
import { str, unknownMarker } from "./print";
import { exploreWays, type Way } from "./uncertainty";
import type { Unknown, Value } from "./values";
import { isKind, isUnknown, unknown } from "./values";

/** How a list of statements ended. */
export type Completion = "normal" | "break" | "continue";

/** Runs `body` in `frame`. */
export function execute(body: readonly Statement[], frame: Frame): Completion {
  for (const statement of body) {
    const completion = executeStatement(statement, frame);
    if (completion !== "normal") return completion;
  }
  return "normal";
}

function executeStatement(statement: Statement, frame: Frame): Completion {
  frame.evaluation.machine.step();
  try {
    return run(statement, frame);
  } catch (error) {
    if (error instanceof PythonError && error.span === undefined) {
      error.span = { start: statement.start, end: statement.end };
      error.template = frame.template;
    }
    throw error;
  }
}

function run(statement: Statement, frame: Frame): Completion {
  switch (statement.kind) {
    case "output":
      print(statement, frame);
      break;
    case "if":
      return runIf(statement, frame, 0);
    case "for":
      runFor(statement, frame);
      break;
    case "set":
      checkNamespaces(statement.target, frame);
      bind(statement.target, evaluate(statement.value, frame), frame);
      break;
    case "setBlock": {
      const text = capture(statement.body, frame);
      const { filter } = statement;
      const value = filter === undefined ? text : applyFilter(filter, text, frame);
      bind(statement.target, value, frame);
      break;
    }
    case "macro":
      if (frame.evaluation.bindsLocalMacros) {
        assign(frame, statement.name, macroFunction(statement, frame, execute));
      }
      break;
    case "callBlock":
      runCallBlock(statement, frame);
      break;
    case "filterBlock":
      pushRaw(applyFilter(statement.filter, capture(statement.body, frame), frame), frame);
      break;
    case "with": {
      const inner = innerScope(frame, statement.body);
      const values = statement.bindings.map(({ value }) => evaluate(value, frame));
      statement.bindings.forEach(({ target }, index) => {
        bind(target, values[index] ?? null, inner);
      });
      return execute(statement.body, inner);
    }
    case "do":
      evaluate(statement.value, frame);
      break;
    case "loopControl":
      return statement.control;
    case "block":
      return runBlock(statement, statement.isScoped ? frame : rootOf(frame), execute);
    case "autoescape":
      return runAutoescape(statement, frame);
    case "templateReference":
      evaluate(statement.template, frame);
      throw typeError("no loader for this environment specified");
    case "bad":
      break;
  }
  return "normal";
}

function runAutoescape(node: AutoescapeNode, frame: Frame): Completion {
  const { machine } = frame.evaluation;
  const constant = foldPrinted(node.value, frame);
  const value = isTrue(constant === undefined ? evaluate(node.value, frame) : constant.value);
  const isEscaping = constant === undefined ? frame.isEscaping : value;
  const isVolatile = frame.isVolatile || constant === undefined;
  const before = machine.isEscaping;
  machine.isEscaping = value;
  try {
    return execute(node.body, { ...innerScope(frame, node.body), isEscaping, isVolatile });
  } finally {
    machine.isEscaping = before;
  }
}

function print(node: OutputNode, frame: Frame): void {
  if (frame.evaluation.isNative) {
    printNative(node, frame);
    return;
  }
  // Text and constants that stand together are one piece of output, as in Jinja2's own code.
  let constant: string | undefined;
  for (const item of node.items) {
    const folded = item.kind === "data" ? { value: item.text } : foldPrinted(item, frame);
    if (folded !== undefined) {
      const text = item.kind === "data" ? item.text : shown(folded.value, frame.isEscaping);
      constant = constant === undefined ? text : constant + text;
      continue;
    }
    if (constant !== undefined) write(frame, constant);
    constant = undefined;
    if (item.kind === "data") continue;
    const value = evaluate(item, frame);
    if (isUnknown(value)) frame.evaluation.machine.noteUnknown(value.reason, item);
    const isEscaping = frame.isVolatile ? frame.evaluation.machine.isEscaping : frame.isEscaping;
    write(frame, shown(value, isEscaping));
  }
  if (constant !== undefined) write(frame, constant);
}

function shown(value: Value, isEscaping: boolean): string {
  return isEscaping ? escapeHtml(value) : str(value);
}

function foldPrinted(item: Expression, frame: Frame): { readonly value: Value } | undefined {
  return mayBeConstant(item) ? foldConstant(item, { ...frame, isFolding: true }) : undefined;
}

/** Native output: constants and text run together, every other expression is a piece of its own. */
function printNative(node: OutputNode, frame: Frame): void {
  let constant = "";
  const flush = (): void => {
    // An empty piece would count: a value that stands alone would no longer be native.
    if (constant !== "") write(frame, constant);
    constant = "";
  };
  for (const item of node.items) {
    const folded =
      item.kind === "data"
        ? { value: item.text }
        : foldConstant(item, { ...frame, isFolding: true });
    if (folded !== undefined && isLiteral(folded.value)) {
      constant += str(folded.value);
      continue;
    }
    flush();
    if (item.kind !== "data") {
      const value = evaluate(item, frame);
      if (isUnknown(value)) frame.evaluation.machine.noteUnknown(value.reason, item);
      frame.output.push(value);
    }
  }
  flush();
}

/** Output of a call or filter block: printed as it is, not through `str()`. */
function pushRaw(value: Value, frame: Frame): void {
  if (isUnknown(value)) write(frame, unknownMarker(value.reason));
  else if (typeof value === "string") write(frame, value);
  else frame.output.push(value);
}

function capture(body: readonly Statement[], frame: Frame): Value {
  const inner = innerScope(frame, body, []);
  execute(body, inner);
  const text = joinOutput(inner.output);
  return frame.evaluation.machine.isEscaping ? { kind: "markup", text } : text;
}

function runIf(node: IfNode, frame: Frame, from: number): Completion {
  for (let index = from; index < node.branches.length; index++) {
    const { test, body } = node.branches[index]!;
    const value = evaluateCondition(test, frame);
    if (typeof value !== "boolean") {
      frame.evaluation.machine.noteUnknown(value.reason, test);
      const ways = exploreWays(
        frame,
        [(inner) => execute(body, inner), (inner) => runIf(node, inner, index + 1)],
        value,
      );
      keepOutput(ways, frame);
      return "normal";
    }
    if (!value) continue;
    frame.evaluation.machine.noteBranch(frame.template, test, index === 0 ? "if" : "elif");
    return execute(body, frame);
  }
  const [first] = node.branches;
  if (first !== undefined && node.otherwise.length > 0) {
    frame.evaluation.machine.noteBranch(frame.template, first.test, "else");
  }
  return execute(node.otherwise, frame);
}

/** Prints what the first way printed that printed anything but blanks. */
function keepOutput(ways: readonly Way[], frame: Frame): void {
  const way = ways.find(({ output }) => output.some((piece) => !isBlank(piece))) ?? ways[0];
  for (const piece of way?.output ?? []) frame.output.push(piece);
}

function isBlank(piece: Value): boolean {
  return typeof piece === "string" && piece.trim() === "";
}

function runFor(node: ForNode, frame: Frame): void {
  const source = evaluate(node.iterable, frame);
  if (isUnknown(source)) runUnknownLoop(node, source, frame);
  else if (!node.isRecursive) runLoop(node, source, frame, 0);
  else {
    const inner = innerOutput(frame);
    runLoop(node, source, inner, 0);
    write(frame, joinOutput(inner.output));
  }
}

function runLoop(node: ForNode, source: Value, frame: Frame, depth: number): void {
  const { machine } = frame.evaluation;
  const items = node.test === undefined ? iterate(source) : filtered(node, source, frame);
  const recurse = (inner: Value): Value => {
    const target = innerOutput(frame);
    machine.enter();
    try {
      runLoop(node, inner, target, depth + 1);
    } finally {
      machine.leave();
    }
    return joinOutput(target.output);
  };
  const loop = startLoop(node.test === undefined ? source : undefined, items, {
    depth,
    recurse: node.isRecursive ? recurse : undefined,
  });
  let isFinished = false;
  for (let item = loop.advance(); item !== undefined; item = loop.advance()) {
    machine.step();
    const inner = innerScope(frame, node.body);
    inner.scope.variables.set("loop", loop.object);
    bind(node.target, item, inner);
    const completion = execute(node.body, inner);
    if (completion === "break") break;
    if (completion === "normal") isFinished = true;
  }
  // Jinja2 notes a turn at the end of its body: `break` and `continue` leave the else branch open.
  if (!isFinished) execute(node.otherwise, innerScope(frame, node.otherwise));
}

/** The condition of a loop sees the loop's variable, nothing of its body. */
const NO_BODY: readonly Statement[] = [];

function* filtered(node: ForNode, source: Value, frame: Frame): Iterable<Value> {
  if (node.test === undefined) return;
  for (const item of iterate(source)) {
    frame.evaluation.machine.step();
    const inner = innerScope(frame, NO_BODY);
    bind(node.target, item, inner);
    if (isTrue(evaluate(node.test, inner))) yield item;
  }
}

/** A loop over something Unknown may run any number of times: its body is explored once. */
function runUnknownLoop(node: ForNode, source: Unknown, frame: Frame): void {
  frame.evaluation.machine.noteUnknown(source.reason, node.iterable);
  const ways = exploreWays(
    frame,
    [
      (outer) => {
        const inner = innerScope(outer, node.body);
        inner.scope.variables.set("loop", unknown(source.reason));
        bind(node.target, source, inner);
        execute(node.body, inner);
        return "normal";
      },
      (outer) => execute(node.otherwise, innerScope(outer, node.otherwise)),
    ],
    source,
  );
  keepOutput(ways, frame);
}

function bind(target: Target, value: Value, frame: Frame): void {
  switch (target.kind) {
    case "name":
      assign(frame, target.name, value);
      break;
    case "tuple": {
      const { items } = target;
      const values = isUnknown(value) ? items.map(() => value) : unpack(value, items.length);
      items.forEach((item, index) => {
        bind(item, values[index] ?? null, frame);
      });
      break;
    }
    case "namespace":
      assignAttribute(target.name, target.attribute, value, frame);
      break;
    default:
      break;
  }
}

/** Jinja2 looks at the targets before it computes the value. */
function checkNamespaces(target: Target, frame: Frame): void {
  if (target.kind === "tuple") for (const item of target.items) checkNamespaces(item, frame);
  if (target.kind !== "namespace") return;
  const value = resolve(frame, target.name);
  if (isKind(value, "namespace") || isUnknown(value)) return;
  throw new PythonError("TemplateRuntimeError", "cannot assign attribute on non-namespace object");
}

function assignAttribute(name: string, attribute: string, value: Value, frame: Frame): void {
  const target = resolve(frame, name);
  if (isUnknown(target)) return;
  if (!isKind(target, "namespace")) {
    throw new PythonError(
      "TemplateRuntimeError",
      "cannot assign attribute on non-namespace object",
    );
  }
  const { machine } = frame.evaluation;
  machine.allocate(2);
  const before = dictGet(target.attributes, attribute);
  const isSettled = machine.isCertain || (before !== undefined && equals(before, value, machine));
  dictSet(
    target.attributes,
    attribute,
    isSettled ? value : unknown(`${name}.${attribute}, set in a branch that may not run`),
  );
}

function runCallBlock(node: CallBlockNode, frame: Frame): void {
  const caller = macroFunction(
    { name: undefined, parameters: node.parameters, body: node.body },
    frame,
    execute,
  );
  const callee = evaluate(node.call.callee, frame);
  const given = evaluateArguments(node.call, frame, undefined, caller);
  pushRaw(callValue(callee, given, node.call, frame), frame);
}
