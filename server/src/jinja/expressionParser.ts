/**
 * Expressions with Jinja2's precedence: conditional, or, and, not, comparison, `+ -`, `~`,
 * `* / // %`, `**`, unary, postfix and filters. Refuses what Jinja2 refuses, with its messages.
 */
import type { Grammar, TokenCursor } from "./cursor";
import type {
  BinaryOperator,
  CompareOperator,
  Expression,
  FilterNode,
  Target,
  TupleNode,
} from "./nodes";
import { parseFilters, parsePostfix, parseTestOf } from "./postfixParser";
import { parsePrimary } from "./primaryParser";
import { reprString } from "./reprString";
import type { TokenKind } from "./tokens";
import { describeToken } from "./tokens";

/** One expression, inline-if included. */
export function parseExpression(cursor: TokenCursor): Expression {
  return cursor.nested(() => parseConditional(cursor));
}

function parseConditional(cursor: TokenCursor): Expression {
  let result = parseOr(cursor);
  for (let count = 1; cursor.skipName("if"); count++) {
    cursor.limitChain(count);
    const test = parseOr(cursor);
    const whenFalse = cursor.skipName("else") ? parseExpression(cursor) : undefined;
    result = {
      kind: "conditional",
      test,
      whenTrue: result,
      whenFalse,
      start: result.start,
      end: cursor.previousEnd,
    };
  }
  return result;
}

function parseOr(cursor: TokenCursor): Expression {
  let left = parseAnd(cursor);
  for (let count = 1; cursor.skipName("or"); count++) {
    cursor.limitChain(count);
    const right = parseAnd(cursor);
    left = { kind: "logical", operator: "or", left, right, start: left.start, end: right.end };
  }
  return left;
}

function parseAnd(cursor: TokenCursor): Expression {
  let left = parseNot(cursor);
  for (let count = 1; cursor.skipName("and"); count++) {
    cursor.limitChain(count);
    const right = parseNot(cursor);
    left = { kind: "logical", operator: "and", left, right, start: left.start, end: right.end };
  }
  return left;
}

function parseNot(cursor: TokenCursor): Expression {
  if (!cursor.isName("not")) return parseCompare(cursor);
  const { start } = cursor.next();
  const operand = cursor.nested(() => parseNot(cursor));
  return { kind: "unary", operator: "not", operand, start, end: operand.end };
}

const COMPARISONS: ReadonlySet<TokenKind> = new Set(["==", "!=", "<", "<=", ">", ">="]);

function parseCompare(cursor: TokenCursor): Expression {
  const left = parseSum(cursor);
  const rest: { operator: CompareOperator; operand: Expression }[] = [];
  for (;;) {
    const { kind } = cursor.current;
    if (COMPARISONS.has(kind)) {
      cursor.next();
      rest.push({ operator: kind as CompareOperator, operand: parseSum(cursor) });
    } else if (cursor.skipName("in")) {
      rest.push({ operator: "in", operand: parseSum(cursor) });
    } else if (cursor.isName("not") && isNameToken(cursor, "in")) {
      cursor.next();
      cursor.next();
      rest.push({ operator: "notin", operand: parseSum(cursor) });
    } else break;
  }
  if (rest.length === 0) return left;
  return { kind: "compare", left, rest, start: left.start, end: cursor.previousEnd };
}

function isNameToken(cursor: TokenCursor, name: string): boolean {
  const token = cursor.look();
  return token.kind === "name" && token.text === name;
}

function parseSum(cursor: TokenCursor): Expression {
  let left = parseConcat(cursor);
  for (let count = 1; cursor.at("+") || cursor.at("-"); count++) {
    cursor.limitChain(count);
    const operator = cursor.next().kind as BinaryOperator;
    const right = parseConcat(cursor);
    left = { kind: "binary", operator, left, right, start: left.start, end: right.end };
  }
  return left;
}

function parseConcat(cursor: TokenCursor): Expression {
  const first = parseProduct(cursor);
  if (!cursor.at("~")) return first;
  const items = [first];
  while (cursor.skipKind("~")) items.push(parseProduct(cursor));
  return { kind: "concat", items, start: first.start, end: cursor.previousEnd };
}

const PRODUCTS: ReadonlySet<TokenKind> = new Set(["*", "/", "//", "%"]);

function parseProduct(cursor: TokenCursor): Expression {
  let left = parsePower(cursor);
  for (let count = 1; PRODUCTS.has(cursor.current.kind); count++) {
    cursor.limitChain(count);
    const operator = cursor.next().kind as BinaryOperator;
    const right = parsePower(cursor);
    left = { kind: "binary", operator, left, right, start: left.start, end: right.end };
  }
  return left;
}

/** `**` groups to the left in Jinja, unlike Python, and binds looser than a sign. */
function parsePower(cursor: TokenCursor): Expression {
  let left = parseUnary(cursor, true);
  for (let count = 1; cursor.skipKind("**"); count++) {
    cursor.limitChain(count);
    const right = parseUnary(cursor, true);
    left = { kind: "binary", operator: "**", left, right, start: left.start, end: right.end };
  }
  return left;
}

function parseUnary(cursor: TokenCursor, withFilter: boolean): Expression {
  const { kind, start } = cursor.current;
  let node: Expression;
  if (kind === "-" || kind === "+") {
    cursor.next();
    const operand = cursor.nested(() => parseUnary(cursor, false));
    node = { kind: "unary", operator: kind, operand, start, end: operand.end };
  } else node = parsePrimary(cursor);
  node = parsePostfix(cursor, node);
  return withFilter ? parseFiltersAndTests(cursor, node) : node;
}

function parseFiltersAndTests(cursor: TokenCursor, input: Expression): Expression {
  let node = input;
  for (let count = 1; ; count++) {
    cursor.limitChain(count);
    if (cursor.at("|")) node = parseFilters(cursor, node);
    else if (cursor.isName("is")) node = parseTestOf(cursor, node);
    else if (cursor.at("(")) node = parsePostfix(cursor, node);
    else return node;
  }
}

/** How a tuple without its own parentheses is read. */
export interface TupleOptions {
  /** False in `for … in` and `if`, where a following `if` belongs to the statement. */
  readonly withConditional?: boolean;
  /** Reads names and literals only, as assignment targets are. */
  readonly isTarget?: boolean;
  /** `ns.name` becomes a namespace reference. */
  readonly withNamespace?: boolean;
  /** Inside parentheses, where nothing at all is the empty tuple. */
  readonly isParenthesised?: boolean;
}

/** An expression, or a tuple where commas follow. */
export function parseTuple(cursor: TokenCursor, options: TupleOptions = {}): Expression {
  const { start } = cursor.current;
  const items: Expression[] = [];
  let isTuple = false;
  for (;;) {
    if (items.length > 0) cursor.expect(",");
    if (isTupleEnd(cursor)) break;
    items.push(parseItem(cursor, options));
    if (!cursor.at(",")) break;
    isTuple = true;
  }
  if (!isTuple) {
    const only = items[0];
    if (only !== undefined) return only;
    if (options.isParenthesised !== true) {
      cursor.fail(`Expected an expression, got ${reprString(describeToken(cursor.current))}`);
    }
  }
  const node: TupleNode = { kind: "tuple", items, start, end: Math.max(start, cursor.previousEnd) };
  return node;
}

function parseItem(cursor: TokenCursor, options: TupleOptions): Expression {
  if (options.isTarget === true) return parsePrimary(cursor, options.withNamespace === true);
  return options.withConditional === false
    ? cursor.nested(() => parseOr(cursor))
    : parseExpression(cursor);
}

function isTupleEnd(cursor: TokenCursor): boolean {
  const { kind } = cursor.current;
  return kind === "variableEnd" || kind === "blockEnd" || kind === ")";
}

/** The target of `set`, `for` or `with`. */
export function parseTarget(cursor: TokenCursor, options: TupleOptions = {}): Target {
  const target = parseTuple(cursor, { ...options, isTarget: true });
  if (!canAssign(target)) {
    cursor.fail(`can't assign to ${reprString(jinjaNameOf(target))}`, target);
  }
  return target;
}

const CONSTANT_NAMES: ReadonlySet<string> = new Set([
  "true",
  "false",
  "none",
  "True",
  "False",
  "None",
]);

/** A bare name as target: of a macro, a parameter, an import. */
export function parseTargetName(cursor: TokenCursor): { name: string; start: number; end: number } {
  const token = cursor.expect("name");
  if (CONSTANT_NAMES.has(token.text)) cursor.fail("can't assign to 'name'", token);
  return { name: token.text, start: token.start, end: token.end };
}

function canAssign(target: Target): boolean {
  if (target.kind === "tuple") return target.items.every(canAssign);
  return target.kind === "name" || target.kind === "namespace";
}

const BINARY_NAMES: Readonly<Record<BinaryOperator, string>> = {
  "+": "add",
  "-": "sub",
  "*": "mul",
  "/": "div",
  "//": "floordiv",
  "%": "mod",
  "**": "pow",
};

/** The lower-case name of Jinja2's node class. */
function jinjaNameOf(node: Expression): string {
  switch (node.kind) {
    case "constant":
      return "const";
    case "binary":
      return BINARY_NAMES[node.operator];
    case "unary":
      return node.operator === "not" ? "not" : node.operator === "-" ? "neg" : "pos";
    case "logical":
      return node.operator;
    case "conditional":
      return "condexpr";
    default:
      return node.kind;
  }
}

/** The filters of a block: `{% filter a | b %}` (first without a bar) or `{% set x | a %}`. */
export function parseBlockFilter(
  cursor: TokenCursor,
  isFirstInline: boolean,
): FilterNode | undefined {
  if (!isFirstInline && !cursor.at("|")) return undefined;
  const node = parseFilters(cursor, undefined, isFirstInline);
  return node.kind === "filter" ? node : undefined;
}

/** What the parsers of values need of this one. */
export const expressionGrammar: Grammar = {
  expression: parseExpression,
  parenthesised: (cursor) => parseTuple(cursor, { isParenthesised: true }),
};
