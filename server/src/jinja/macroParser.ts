/** Tags that define something callable: `macro`, and dbt's `materialization`, `test`, `snapshot`, `docs`. */
import type { TokenCursor } from "./cursor";
import { parseExpression, parseTargetName } from "./expressionParser";
import type { Expression, MacroNode, Parameter, Statement } from "./nodes";

/** A definition; `parseRest` reads the body up to the end tag that it is given. */
export function parseMacroLike(
  cursor: TokenCursor,
  parseRest: (endTag: string) => Statement[],
): MacroNode {
  const opener = cursor.next();
  const { name, start, end } = parseTargetName(cursor);
  const tag = opener.text === "data_test" ? "test" : (opener.text as MacroNode["tag"]);
  let parameters: readonly Parameter[] = [];
  if (tag === "macro" || tag === "test") parameters = parseParameters(cursor);
  else if (tag === "materialization") parameters = parseMaterializationOptions(cursor);
  const body = parseRest(`end${opener.text}`);
  return {
    kind: "macro",
    tag,
    name,
    nameSpan: { start, end },
    parameters,
    body,
    start: opener.start,
    end: cursor.previousEnd,
  };
}

/** `(a, b=1)`; dbt also allows types, `a: list[str] = none`. */
export function parseParameters(cursor: TokenCursor): Parameter[] {
  const parameters: Parameter[] = [];
  let hasDefault = false;
  cursor.expect("(");
  while (!cursor.at(")")) {
    if (parameters.length > 0) cursor.expect(",");
    const { name, start } = parseTargetName(cursor);
    if (cursor.dialect === "dbt" && cursor.skipKind(":")) skipType(cursor);
    let value: Expression | undefined;
    if (cursor.skipKind("=")) {
      value = parseExpression(cursor);
      hasDefault = true;
    } else if (hasDefault) cursor.fail("non-default argument follows default argument");
    parameters.push({ name, default: value, start, end: cursor.previousEnd });
  }
  cursor.expect(")");
  return parameters;
}

function skipType(cursor: TokenCursor): void {
  cursor.expect("name");
  if (!cursor.skipKind("[")) return;
  for (let isFirst = true; !cursor.at("]"); isFirst = false) {
    if (!isFirst) cursor.expect(",");
    cursor.nested(() => skipType(cursor));
  }
  cursor.expect("]");
}

/** `, default` or `, adapter="x"` and `supported_languages=[…]` after a materialization's name. */
function parseMaterializationOptions(cursor: TokenCursor): Parameter[] {
  const options: Parameter[] = [];
  while (cursor.skipKind(",")) {
    const { name, start, end } = parseTargetName(cursor);
    if (name === "default") continue;
    if (name !== "adapter" && name !== "supported_languages") {
      cursor.fail(
        `materialization options are 'adapter' and 'supported_languages', got '${name}'`,
        {
          start,
          end,
        },
      );
    }
    cursor.expect("=");
    const value = parseExpression(cursor);
    options.push({ name, default: value, start, end: cursor.previousEnd });
  }
  return options;
}
