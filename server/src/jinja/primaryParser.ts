/** Names, literals, and values in brackets. */
import type { TokenCursor } from "./cursor";
import type { Expression } from "./nodes";
import { reprString } from "./reprString";
import { describeToken } from "./tokens";
import type { Value } from "./values";

const CONSTANTS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ["true", true],
  ["True", true],
  ["false", false],
  ["False", false],
  ["none", null],
  ["None", null],
]);

/** A name, a literal or a bracketed value; with `withNamespace`, `ns.name` as a target. */
export function parsePrimary(cursor: TokenCursor, withNamespace = false): Expression {
  const token = cursor.current;
  const { start } = token;
  switch (token.kind) {
    case "name":
      return parseName(cursor, withNamespace);
    case "string":
      return parseStrings(cursor);
    case "integer":
      cursor.next();
      return { kind: "constant", value: integerValue(token.text), start, end: token.end };
    case "float": {
      cursor.next();
      const value = Number(token.text.replaceAll("_", ""));
      return { kind: "constant", value, start, end: token.end };
    }
    case "(": {
      cursor.next();
      const inner = cursor.grammar.parenthesised(cursor);
      const { end } = cursor.expect(")");
      return { ...inner, start, end };
    }
    case "[":
      return parseList(cursor);
    case "{":
      return parseDict(cursor);
    default:
      return cursor.fail(`unexpected ${reprString(describeToken(token))}`);
  }
}

function parseName(cursor: TokenCursor, withNamespace: boolean): Expression {
  const token = cursor.next();
  const { start, end } = token;
  const constant = CONSTANTS.get(token.text);
  if (constant !== undefined) return { kind: "constant", value: constant, start, end };
  if (withNamespace && cursor.skipKind(".")) {
    const attribute = cursor.expect("name");
    return {
      kind: "namespace",
      name: token.text,
      attribute: attribute.text,
      start,
      end: attribute.end,
    };
  }
  return { kind: "name", name: token.text, start, end };
}

function parseStrings(cursor: TokenCursor): Expression {
  const first = cursor.next();
  let value = first.text;
  while (cursor.at("string")) value += cursor.next().text;
  return { kind: "constant", value, start: first.start, end: cursor.previousEnd };
}

function parseList(cursor: TokenCursor): Expression {
  const { start } = cursor.expect("[");
  const items: Expression[] = [];
  while (!cursor.at("]")) {
    if (items.length > 0) cursor.expect(",");
    if (cursor.at("]")) break;
    items.push(cursor.grammar.expression(cursor));
  }
  const { end } = cursor.expect("]");
  return { kind: "list", items, start, end };
}

function parseDict(cursor: TokenCursor): Expression {
  const { start } = cursor.expect("{");
  const pairs: { key: Expression; value: Expression }[] = [];
  while (!cursor.at("}")) {
    if (pairs.length > 0) cursor.expect(",");
    if (cursor.at("}")) break;
    const key = cursor.grammar.expression(cursor);
    cursor.expect(":");
    pairs.push({ key, value: cursor.grammar.expression(cursor) });
  }
  const { end } = cursor.expect("}");
  return { kind: "dict", pairs, start, end };
}

/** Longest integer literal read; a longer one would cost quadratic time. */
const DIGIT_LIMIT = 4_300;

/** Value of an integer token. Literals over the digit limit of Python become 0. */
export function integerValue(text: string): bigint {
  const digits = text.replaceAll("_", "");
  return digits.length > DIGIT_LIMIT ? 0n : BigInt(digits.toLowerCase());
}
