/** What may follow a value: attributes, items, slices, calls, filters and tests. */
import type { TokenCursor } from "./cursor";
import type { ArgumentList, BadNode, Expression, KeywordArgument } from "./nodes";
import { integerValue, parsePrimary } from "./primaryParser";
import type { TokenKind } from "./tokens";

/** `.name`, `[index]` and `(arguments)`, as many as follow. */
export function parsePostfix(cursor: TokenCursor, input: Expression): Expression {
  let node = input;
  for (let count = 1; ; count++) {
    cursor.limitChain(count);
    const { kind } = cursor.current;
    if (kind === ".") node = parseMember(cursor, node);
    else if (kind === "[") node = parseItem(cursor, node);
    else if (kind === "(") {
      const list = parseArguments(cursor);
      node = { kind: "call", callee: node, ...list, start: node.start, end: cursor.previousEnd };
    } else return node;
  }
}

function parseMember(cursor: TokenCursor, object: Expression): Expression {
  cursor.next();
  const member = cursor.current;
  if (cursor.mode === "recovery" && member.kind !== "name" && member.kind !== "integer") {
    cursor.fail("expected name or number", member);
  }
  cursor.next();
  if (member.kind === "name") {
    return {
      kind: "getattr",
      object,
      name: member.text,
      nameSpan: { start: member.start, end: member.end },
      start: object.start,
      end: member.end,
    };
  }
  if (member.kind !== "integer") cursor.fail("expected name or number", member);
  const index: Expression = {
    kind: "constant",
    value: integerValue(member.text),
    start: member.start,
    end: member.end,
  };
  return { kind: "getitem", object, index, start: object.start, end: member.end };
}

function parseItem(cursor: TokenCursor, object: Expression): Expression {
  const open = cursor.next();
  const items: Expression[] = [];
  while (!cursor.at("]")) {
    if (items.length > 0) cursor.expect(",");
    items.push(parseSubscript(cursor));
  }
  const { end } = cursor.expect("]");
  const index: Expression =
    items.length === 1 ? items[0]! : { kind: "tuple", items, start: open.start, end };
  return { kind: "getitem", object, index, start: object.start, end };
}

function parseSubscript(cursor: TokenCursor): Expression {
  const { start } = cursor.current;
  let from: Expression | undefined;
  if (!cursor.at(":")) {
    from = cursor.grammar.expression(cursor);
    if (!cursor.at(":")) return from;
  }
  cursor.next();
  const isEnd = (): boolean => cursor.at("]") || cursor.at(",");
  const stop = cursor.at(":") || isEnd() ? undefined : cursor.grammar.expression(cursor);
  const step = cursor.skipKind(":") && !isEnd() ? cursor.grammar.expression(cursor) : undefined;
  return {
    kind: "slice",
    start_: from,
    stop,
    step,
    start,
    end: Math.max(start, cursor.previousEnd),
  };
}

const NO_ARGUMENTS: ArgumentList = {
  args: [],
  kwargs: [],
  spread: undefined,
  spreadKeywords: undefined,
};

/** `(a, b, *c, d=e, **f)`. */
export function parseArguments(cursor: TokenCursor): ArgumentList {
  const open = cursor.expect("(");
  const args: Expression[] = [];
  const kwargs: KeywordArgument[] = [];
  let spread: Expression | undefined;
  let spreadKeywords: Expression | undefined;
  const ensure = (isAllowed: boolean): void => {
    if (!isAllowed) cursor.fail("invalid syntax for function call expression", open);
  };

  for (let isFirst = true; !cursor.at(")"); isFirst = false) {
    if (!isFirst) {
      cursor.expect(",");
      if (cursor.at(")")) break;
    }
    if (cursor.at("*")) {
      ensure(spread === undefined && spreadKeywords === undefined);
      cursor.next();
      spread = cursor.grammar.expression(cursor);
    } else if (cursor.at("**")) {
      ensure(spreadKeywords === undefined);
      cursor.next();
      spreadKeywords = cursor.grammar.expression(cursor);
    } else if (cursor.at("name") && cursor.look().kind === "=") {
      ensure(spreadKeywords === undefined);
      const name = cursor.next();
      cursor.next();
      const value = parseValue(cursor);
      kwargs.push({
        name: name.text,
        nameSpan: { start: name.start, end: name.end },
        value,
        start: name.start,
        end: value.end,
      });
    } else {
      ensure(spread === undefined && spreadKeywords === undefined && kwargs.length === 0);
      args.push(cursor.grammar.expression(cursor));
    }
  }
  cursor.expect(")");
  return { args, kwargs, spread, spreadKeywords };
}

/** A keyword's value; recovery keeps the call when the value is still missing. */
function parseValue(cursor: TokenCursor): Expression {
  const { start } = cursor.current;
  return cursor.recover(
    () => cursor.grammar.expression(cursor),
    (): BadNode => {
      const ends: readonly TokenKind[] = [",", ")", "blockEnd", "variableEnd", "eof"];
      while (!ends.includes(cursor.current.kind)) cursor.next();
      return { kind: "bad", start, end: Math.max(start, cursor.previousEnd) };
    },
  );
}

/** One or more `| name(arguments)`; `isInline` reads the first without its bar. */
export function parseFilters(
  cursor: TokenCursor,
  input: Expression | undefined,
  isInline = false,
): Expression {
  let node = input;
  for (let count = 1; cursor.at("|") || (isInline && count === 1); count++) {
    cursor.limitChain(count);
    const bar = cursor.current;
    if (!isInline || count > 1) cursor.next();
    const { name, nameSpan } = parseDottedName(cursor);
    const list = cursor.at("(") ? parseArguments(cursor) : NO_ARGUMENTS;
    const start = node?.start ?? bar.start;
    node = { kind: "filter", input: node, name, nameSpan, ...list, start, end: cursor.previousEnd };
  }
  return node ?? { kind: "bad", start: cursor.current.start, end: cursor.current.start };
}

function parseDottedName(cursor: TokenCursor): {
  readonly name: string;
  readonly nameSpan: { readonly start: number; readonly end: number };
} {
  const first = cursor.expect("name");
  let name = first.text;
  while (cursor.skipKind(".")) name += `.${cursor.expect("name").text}`;
  return { name, nameSpan: { start: first.start, end: cursor.previousEnd } };
}

const ARGUMENT_KINDS: ReadonlySet<TokenKind> = new Set([
  "name",
  "string",
  "integer",
  "float",
  "[",
  "{",
]);

/** `is [not] name [argument]`. */
export function parseTestOf(cursor: TokenCursor, input: Expression): Expression {
  const is = cursor.next();
  const isNegated = cursor.skipName("not");
  const { name, nameSpan } = parseDottedName(cursor);
  let list = NO_ARGUMENTS;
  if (cursor.at("(")) list = parseArguments(cursor);
  else if (
    ARGUMENT_KINDS.has(cursor.current.kind) &&
    !cursor.isName("else") &&
    !cursor.isName("or") &&
    !cursor.isName("and")
  ) {
    if (cursor.isName("is")) cursor.fail("You cannot chain multiple tests with is");
    list = { ...NO_ARGUMENTS, args: [parsePostfix(cursor, parsePrimary(cursor))] };
  }
  const place = { start: input.start, end: cursor.previousEnd };
  const test: Expression = {
    kind: "test",
    input,
    name,
    nameSpan,
    operatorStart: is.start,
    ...list,
    ...place,
  };
  return isNegated ? { kind: "unary", operator: "not", operand: test, ...place } : test;
}
