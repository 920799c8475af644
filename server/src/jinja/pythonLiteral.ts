/** Python's `ast.literal_eval`: the value of a text that is a literal. */
import { SyntaxFailureSignal, TokenCursor } from "./cursor";
import { dictSet, emptyDict } from "./dicts";
import { PythonError } from "./errors";
import { expressionGrammar, parseTuple } from "./expressionParser";
import { tokenize } from "./lexer";
import type { Expression } from "./nodes";
import { numberOf } from "./numbers";
import type { Value } from "./values";
import { tuple } from "./values";

/** Longest text that is tried as a literal. */
const LENGTH_LIMIT = 100_000;

/** The literal's value, or JS undefined where Python raises ValueError or SyntaxError. */
export function literalEval(text: string): Value | undefined {
  const source = `{{ (${text.replace(/^[ \t]+/, "")}\n) }}`;
  if (text.length > LENGTH_LIMIT || text.trim() === "") return undefined;
  try {
    const { tokens } = tokenize(source, "strict");
    const cursor = new TokenCursor(tokens, "strict", "jinja", expressionGrammar);
    cursor.expect("variableBegin");
    cursor.expect("(");
    const node = parseTuple(cursor);
    cursor.expect(")");
    cursor.expect("variableEnd");
    cursor.expect("eof");
    return literalValue(node, source);
  } catch (error) {
    if (error instanceof SyntaxFailureSignal || error instanceof PythonError) return undefined;
    throw error;
  }
}

function literalValue(node: Expression, source: string): Value | undefined {
  switch (node.kind) {
    case "constant": {
      const text = source.slice(node.start, node.end);
      return ["true", "false", "none"].includes(text) ? undefined : node.value;
    }
    case "list":
      return allOf(node.items, source);
    case "tuple": {
      const items = allOf(node.items, source);
      return items === undefined ? undefined : tuple(items);
    }
    case "dict": {
      const dict = emptyDict();
      for (const pair of node.pairs) {
        const key = literalValue(pair.key, source);
        const value = literalValue(pair.value, source);
        if (key === undefined || value === undefined) return undefined;
        dictSet(dict, key, value);
      }
      return dict;
    }
    case "unary": {
      const operand = literalValue(node.operand, source);
      if (node.operator === "not" || operand === undefined || typeof operand === "boolean") {
        return undefined;
      }
      const number = numberOf(operand);
      if (number === undefined) return undefined;
      return node.operator === "-" ? -number : number;
    }
    default:
      return undefined;
  }
}

function allOf(items: readonly Expression[], source: string): Value[] | undefined {
  const values: Value[] = [];
  for (const item of items) {
    const value = literalValue(item, source);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}
