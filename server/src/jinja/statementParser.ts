/**
 * Text, printed expressions and the tags of Jinja2, `do`, loop controls and dbt's blocks. Strict
 * parsing raises at the first error; recovery keeps what it can and goes on after the tag.
 */

import type { TokenCursor } from "./cursor";
import { parseBlockFilter, parseExpression, parseTarget, parseTuple } from "./expressionParser";
import { parseMacroLike, parseParameters } from "./macroParser";
import type { BadNode, DataNode, Expression, IfNode, Statement } from "./nodes";
import { parseTemplateReference } from "./referenceParser";
import { reprString } from "./reprString";

type TagParser = (cursor: TokenCursor) => Statement;

/** All statements of a template. */
export function parseTemplateBody(cursor: TokenCursor): Statement[] {
  return parseUntil(cursor, undefined);
}

/** Statements up to one of `endTags` (not passed); to the end of the text where undefined. */
function parseUntil(cursor: TokenCursor, endTags: readonly string[] | undefined): Statement[] {
  const body: Statement[] = [];
  let items: (Expression | DataNode)[] = [];
  const flush = (): void => {
    const first = items[0];
    const last = items.at(-1);
    if (first === undefined || last === undefined) return;
    body.push({ kind: "output", items, start: first.start, end: last.end });
    items = [];
  };
  if (endTags !== undefined) cursor.endTags.push(endTags);
  while (!cursor.at("eof")) {
    const token = cursor.current;
    if (token.kind === "data") {
      items.push({ kind: "data", text: token.text, start: token.start, end: token.end });
      cursor.next();
    } else if (token.kind === "variableBegin") {
      items.push(parsePrinted(cursor));
    } else if (token.kind === "blockBegin") {
      flush();
      if (endsBlock(cursor, endTags)) break;
      body.push(parseTag(cursor));
    } else cursor.next();
  }
  flush();
  if (endTags !== undefined) cursor.endTags.pop();
  return body;
}

function parsePrinted(cursor: TokenCursor): Expression {
  const { start } = cursor.current;
  return cursor.recover(
    () => {
      cursor.next();
      const value = parseTuple(cursor);
      cursor.expect("variableEnd");
      return value;
    },
    () => skipBadTag(cursor, start),
  );
}

function skipBadTag(cursor: TokenCursor, start: number): BadNode {
  cursor.skipToTagEnd();
  const { end } = cursor.next();
  return { kind: "bad", start, end };
}

/**
 * Whether the tag at the cursor ends the block; then steps onto its name. Recovery also ends it at
 * a tag that an outer block waits for.
 */
function endsBlock(cursor: TokenCursor, endTags: readonly string[] | undefined): boolean {
  const name = cursor.mode === "strict" ? undefined : cursor.look();
  if (name === undefined) {
    cursor.next();
    return endTags?.some((tag) => cursor.isName(tag)) === true;
  }
  if (name.kind !== "name" || endTags === undefined) return false;
  if (endTags.includes(name.text)) {
    cursor.next();
    return true;
  }
  return cursor.endTags.some((tags) => tags.includes(name.text));
}

/** One tag; strict mode has already stepped over `{%`. */
function parseTag(cursor: TokenCursor): Statement {
  const { start } = cursor.current;
  return cursor.recover(
    () => {
      if (cursor.at("blockBegin")) cursor.next();
      const statement = parseStatement(cursor, start);
      // Recovery has reported a block without an end; the tag here belongs to an outer block.
      if (cursor.mode === "strict" || !isOpenEnded(cursor)) cursor.expect("blockEnd");
      return statement;
    },
    () => skipBadTag(cursor, start),
  );
}

function isOpenEnded(cursor: TokenCursor): boolean {
  return cursor.at("blockBegin") || cursor.at("eof");
}

function parseStatement(cursor: TokenCursor, start: number): Statement {
  const token = cursor.current;
  if (token.kind !== "name") cursor.fail("tag name expected");
  const parse = TAGS.get(token.text) ?? dbtTag(cursor, token.text);
  if (parse === undefined) return failUnknownTag(cursor, token.text);
  cursor.openTags.push(token);
  try {
    const statement = cursor.nested(() => parse(cursor));
    const end = cursor.at("blockEnd") ? cursor.current.end : cursor.previousEnd;
    return { ...statement, start: Math.min(start, statement.start), end };
  } finally {
    cursor.openTags.pop();
  }
}

function failUnknownTag(cursor: TokenCursor, name: string): never {
  return cursor.fail(unfinishedMessage(cursor, name));
}

/** Jinja2's text for an unknown tag, or for the end of the template where `name` is undefined. */
function unfinishedMessage(cursor: TokenCursor, name: string | undefined): string {
  const parts = [
    name === undefined
      ? "Unexpected end of template."
      : `Encountered unknown tag ${reprString(name)}.`,
  ];
  const looking = cursor.endTags.at(-1)?.map(reprString).join(" or ");
  if (looking !== undefined) {
    const isExpected = cursor.endTags.some((tags) => name !== undefined && tags.includes(name));
    parts.push(
      isExpected
        ? `You probably made a nesting mistake. Jinja is expecting this tag, but currently looking for ${looking}.`
        : `Jinja was looking for the following tags: ${looking}.`,
    );
  }
  const innermost = cursor.openTags.at(-1);
  if (innermost !== undefined) {
    parts.push(`The innermost block that needs to be closed is ${reprString(innermost.text)}.`);
  }
  return parts.join(" ");
}

/** The body of a block; stops on the name of the end tag. Gives that name. */
export function parseBody(
  cursor: TokenCursor,
  endTags: readonly string[],
): { readonly body: Statement[]; readonly endTag: string | undefined } {
  cursor.skipKind(":");
  cursor.expect("blockEnd");
  const body = parseUntil(cursor, endTags);
  if (cursor.at("eof") || cursor.at("blockBegin")) {
    if (cursor.mode === "strict") {
      cursor.endTags.push(endTags);
      cursor.fail(unfinishedMessage(cursor, undefined));
    }
    return { body, endTag: undefined };
  }
  return { body, endTag: cursor.next().text };
}

/** A whole body with one possible end tag; recovery reports a missing one at `opener`. */
function parseWhole(cursor: TokenCursor, endTag: string): Statement[] {
  const { body, endTag: found } = parseBody(cursor, [endTag]);
  if (found === undefined) cursor.noteUnclosed(endTag);
  return body;
}

function parseIf(cursor: TokenCursor): Statement {
  const { start } = cursor.next();
  const branches: { test: Expression; body: Statement[] }[] = [];
  let otherwise: Statement[] = [];
  for (;;) {
    const test = parseHeader(cursor, () => parseTuple(cursor, { withConditional: false }));
    const { body, endTag } = parseBody(cursor, ["elif", "else", "endif"]);
    branches.push({ test, body });
    if (endTag === "elif") continue;
    if (endTag === "else") otherwise = parseWhole(cursor, "endif");
    else if (endTag === undefined) cursor.noteUnclosed("endif");
    const node: IfNode = { kind: "if", branches, otherwise, start, end: cursor.previousEnd };
    return node;
  }
}

/** The expression of a block's opening tag; recovery keeps the block when it cannot be read. */
function parseHeader(cursor: TokenCursor, parse: () => Expression): Expression {
  const { start } = cursor.current;
  return cursor.recover(
    () => {
      const value = parse();
      if (cursor.mode === "recovery" && !cursor.at(":")) {
        if (!cursor.at("blockEnd")) cursor.expect("blockEnd");
      }
      return value;
    },
    (): BadNode => {
      cursor.skipToTagEnd();
      return { kind: "bad", start, end: Math.max(start, cursor.previousEnd) };
    },
  );
}

function parseFor(cursor: TokenCursor): Statement {
  const { start } = cursor.next();
  const header = cursor.recover(
    () => {
      const target = parseTarget(cursor);
      cursor.expectName("in");
      const iterable = parseTuple(cursor, { withConditional: false });
      const test = cursor.skipName("if") ? parseExpression(cursor) : undefined;
      const isRecursive = cursor.skipName("recursive");
      if (cursor.mode === "recovery" && !cursor.at(":")) {
        if (!cursor.at("blockEnd")) cursor.expect("blockEnd");
      }
      return { target, iterable, test, isRecursive };
    },
    () => {
      cursor.skipToTagEnd();
      const bad: BadNode = { kind: "bad", start, end: cursor.previousEnd };
      return { target: bad, iterable: bad, test: undefined, isRecursive: false };
    },
  );
  const { body, endTag } = parseBody(cursor, ["endfor", "else"]);
  let otherwise: Statement[] = [];
  if (endTag === "else") otherwise = parseWhole(cursor, "endfor");
  else if (endTag === undefined) cursor.noteUnclosed("endfor");
  return { kind: "for", ...header, body, otherwise, start, end: cursor.previousEnd };
}

function parseSet(cursor: TokenCursor): Statement {
  const { start } = cursor.next();
  const target = parseTarget(cursor, { withNamespace: true });
  if (cursor.skipKind("=")) {
    const value = parseTuple(cursor);
    return { kind: "set", target, value, start, end: value.end };
  }
  const filter = parseBlockFilter(cursor, false);
  const body = parseWhole(cursor, "endset");
  return { kind: "setBlock", target, filter, body, start, end: cursor.previousEnd };
}

function parseWith(cursor: TokenCursor): Statement {
  const { start } = cursor.next();
  const bindings: { target: Expression; value: Expression }[] = [];
  while (!cursor.at("blockEnd")) {
    if (bindings.length > 0) cursor.expect(",");
    const target = parseTarget(cursor);
    cursor.expect("=");
    bindings.push({ target, value: parseExpression(cursor) });
  }
  const body = parseWhole(cursor, "endwith");
  return { kind: "with", bindings, body, start, end: cursor.previousEnd };
}

function parsePrint(cursor: TokenCursor): Statement {
  const { start } = cursor.next();
  const items: Expression[] = [];
  while (!cursor.at("blockEnd")) {
    if (items.length > 0) cursor.expect(",");
    items.push(parseExpression(cursor));
  }
  return { kind: "output", items, start, end: cursor.previousEnd };
}

function parseDo(cursor: TokenCursor): Statement {
  const { start } = cursor.next();
  const value = parseTuple(cursor);
  return { kind: "do", value, start, end: value.end };
}

function parseCallBlock(cursor: TokenCursor): Statement {
  const { start } = cursor.next();
  const parameters = cursor.at("(") ? parseParameters(cursor) : [];
  const call = parseExpression(cursor);
  if (call.kind !== "call") return cursor.fail("expected call", { start, end: call.end });
  const body = parseWhole(cursor, "endcall");
  return { kind: "callBlock", call, parameters, body, start, end: cursor.previousEnd };
}

function parseFilterBlock(cursor: TokenCursor): Statement {
  const { start } = cursor.next();
  const filter = parseBlockFilter(cursor, true);
  const body = parseWhole(cursor, "endfilter");
  const end = cursor.previousEnd;
  return filter === undefined
    ? { kind: "bad", start, end }
    : { kind: "filterBlock", filter, body, start, end };
}

function parseBlock(cursor: TokenCursor): Statement {
  const { start } = cursor.next();
  const name = cursor.expect("name").text;
  const isScoped = cursor.skipName("scoped");
  const isRequired = cursor.skipName("required");
  if (cursor.at("-")) {
    cursor.fail(
      "Block names in Jinja have to be valid Python identifiers and may not contain hyphens, use an underscore instead.",
    );
  }
  const body = parseWhole(cursor, "endblock");
  if (isRequired && !body.every(isBlank)) {
    cursor.fail("Required blocks can only contain comments or whitespace");
  }
  cursor.skipName(name);
  return { kind: "block", name, isScoped, body, start, end: cursor.previousEnd };
}

function isBlank(statement: Statement): boolean {
  return (
    statement.kind === "output" &&
    statement.items.every((item) => item.kind === "data" && item.text.trim() === "")
  );
}

function parseAutoescape(cursor: TokenCursor): Statement {
  const { start } = cursor.next();
  const value = parseExpression(cursor);
  const body = parseWhole(cursor, "endautoescape");
  return { kind: "autoescape", value, body, start, end: cursor.previousEnd };
}

function parseLoopControl(cursor: TokenCursor): Statement {
  const { text, start, end } = cursor.next();
  return { kind: "loopControl", control: text === "break" ? "break" : "continue", start, end };
}

function parseMacro(cursor: TokenCursor): Statement {
  return parseMacroLike(cursor, (endTag) => parseWhole(cursor, endTag));
}

const TAGS: ReadonlyMap<string, TagParser> = new Map<string, TagParser>([
  ["if", parseIf],
  ["for", parseFor],
  ["set", parseSet],
  ["macro", parseMacro],
  ["do", parseDo],
  ["call", parseCallBlock],
  ["filter", parseFilterBlock],
  ["with", parseWith],
  ["print", parsePrint],
  ["block", parseBlock],
  ["autoescape", parseAutoescape],
  ["break", parseLoopControl],
  ["continue", parseLoopControl],
  ["extends", parseTemplateReference],
  ["include", parseTemplateReference],
  ["import", parseTemplateReference],
  ["from", parseTemplateReference],
]);

const DBT_TAGS: ReadonlySet<string> = new Set([
  "materialization",
  "test",
  "data_test",
  "snapshot",
  "docs",
]);

function dbtTag(cursor: TokenCursor, name: string): TagParser | undefined {
  return cursor.dialect === "dbt" && DBT_TAGS.has(name) ? parseMacro : undefined;
}
