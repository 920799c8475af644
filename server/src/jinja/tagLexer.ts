/**
 * Cuts the inside of one `{{ }}` or `{% %}` into tokens, up to its end tag. In recovery it skips
 * `--` and `#` comments and closes a tag that is not balanced at the likeliest place.
 */
import { isSpaceUnit } from "./codePoints";
import { isIdentifier, nameEnd, numberAt } from "./lexemes";
import {
  type LexProblem,
  messageOfFailure,
  normalizeNewlines,
  type TagFailure,
  TOKEN_LIMIT,
  TOO_MANY_TOKENS,
} from "./lexFailure";
import { decodeString } from "./stringLiteral";
import type { Operator, Token } from "./tokens";

export type TagKind = "variable" | "block";

/** A problem inside the tag. */
export type TagProblem = Omit<LexProblem, "tag">;

export interface TagTokens {
  readonly tokens: readonly Token[];
  readonly problems: readonly TagProblem[];
  /** Where the text after the tag begins. */
  readonly end: number;
  readonly failure: TagFailure | undefined;
}

const OPERATORS: ReadonlySet<string> = new Set<Operator>([
  "+",
  "-",
  "/",
  "//",
  "*",
  "%",
  "**",
  "~",
  "[",
  "]",
  "(",
  ")",
  "{",
  "}",
  "==",
  "!=",
  ">",
  ">=",
  "<",
  "<=",
  "=",
  ".",
  ":",
  "|",
  ",",
  ";",
]);
const CLOSER_OF: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** Tokens of the tag whose inside begins at `start`. */
export function lexTag(
  source: string,
  start: number,
  limit: number,
  kind: TagKind,
  mode: "strict" | "recovery",
): TagTokens {
  if (mode === "strict") return lexBalanced(source, start, limit, kind, false);
  const balanced = lexBalanced(source, start, limit, kind, true);
  if (balanced.failure === undefined) return balanced;
  return lexUnbalanced(source, start, limit, kind, balanced);
}

function lexBalanced(
  source: string,
  start: number,
  limit: number,
  kind: TagKind,
  recover: boolean,
): TagTokens {
  const tokens: Token[] = [];
  const problems: TagProblem[] = [];
  const brackets: Token[] = [];
  let at = start;
  const failure = (message: string | undefined, from: number, to: number): TagTokens => ({
    tokens,
    problems,
    end: at,
    failure: { message, span: { start: from, end: to } },
  });

  while (at < limit) {
    if (tokens.length > TOKEN_LIMIT) return failure(TOO_MANY_TOKENS, start - 2, start);
    if (brackets.length === 0) {
      const close = endTagAt(source, at, limit, kind);
      if (close !== undefined) {
        tokens.push(endToken(kind, source, at, close.tagEnd));
        return { tokens, problems, end: close.textStart, failure: undefined };
      }
    }
    if (isSpaceUnit(source.charCodeAt(at))) {
      at++;
      continue;
    }
    if (recover) {
      const comment = commentAt(source, at, limit, kind);
      if (comment !== undefined) {
        problems.push(comment);
        at = comment.span.end;
        continue;
      }
      if (source.startsWith("{%", at) || (source.startsWith("{{", at) && isLineStart(source, at))) {
        const open = brackets.at(-1);
        return failure("the tag is not closed", open?.start ?? start - 2, open?.end ?? start);
      }
    }
    const result = tokenAt(source, at, limit);
    if ("message" in result) return failure(result.message, result.span.start, result.span.end);
    const { kind: operator } = result;
    if (operator === "(" || operator === "[" || operator === "{") brackets.push(result);
    else if (operator === ")" || operator === "]" || operator === "}") {
      const open = brackets.pop();
      if (open === undefined) return failure(`unexpected '${operator}'`, at, at + 1);
      const expected = CLOSER_OF[open.kind];
      if (expected !== operator) {
        return failure(`unexpected '${operator}', expected '${expected}'`, at, at + 1);
      }
    }
    tokens.push(result);
    at = result.end;
  }
  if (!recover) return { tokens, problems, end: limit, failure: undefined };
  const open = brackets.at(-1);
  return failure("the tag is not closed", open?.start ?? start - 2, open?.end ?? start);
}

/** Second try of recovery: the tag ends at its first closer before the next tag, or at its line. */
function lexUnbalanced(
  source: string,
  start: number,
  limit: number,
  kind: TagKind,
  failed: TagTokens,
): TagTokens {
  const problems: TagProblem[] = failed.problems.filter((problem) => problem.kind !== "syntax");
  if (failed.failure !== undefined) {
    const message = messageOfFailure(source, failed.failure);
    problems.push({ kind: "syntax", message, span: failed.failure.span });
  }
  const tokens: Token[] = [];
  const lineEnd = endOfLine(source, start, limit);
  const lastLine = endWithinText(source, start, limit, kind) === undefined ? lineEnd : limit;
  let at = start;
  while (at < lastLine) {
    const close = endTagAt(source, at, limit, kind);
    if (close !== undefined) {
      tokens.push(endToken(kind, source, at, close.tagEnd));
      return { tokens, problems, end: close.textStart, failure: undefined };
    }
    const comment = commentAt(source, at, limit, kind);
    if (comment !== undefined) {
      at = comment.span.end;
      continue;
    }
    const result = isSpaceUnit(source.charCodeAt(at)) ? undefined : tokenAt(source, at, limit);
    if (result === undefined || "message" in result) at++;
    else {
      tokens.push(result);
      at = result.end;
    }
  }
  const end = Math.max(start, Math.min(at, limit));
  tokens.push({
    kind: kind === "variable" ? "variableEnd" : "blockEnd",
    text: "",
    start: end,
    end,
  });
  return { tokens, problems, end, failure: undefined };
}

/** Offset of the tag's closer before the next opening tag, if there is one. */
function endWithinText(
  source: string,
  start: number,
  limit: number,
  kind: TagKind,
): number | undefined {
  const closer = kind === "variable" ? "}}" : "%}";
  for (let at = start; at < limit; at++) {
    if (source.startsWith(closer, at)) return at;
    if (source[at] === "{" && (source[at + 1] === "%" || source[at + 1] === "{")) return undefined;
  }
  return undefined;
}

function endToken(kind: TagKind, source: string, start: number, end: number): Token {
  const name = kind === "variable" ? "variableEnd" : "blockEnd";
  return { kind: name, text: source.slice(start, end), start, end };
}

function endTagAt(
  source: string,
  at: number,
  limit: number,
  kind: TagKind,
): { readonly tagEnd: number; readonly textStart: number } | undefined {
  const sign = source[at];
  // Asked before every token: most begin with a letter.
  if (sign !== "-" && sign !== "+" && sign !== "}" && sign !== "%") return undefined;
  const closer = kind === "variable" ? "}}" : "%}";
  if (sign === "-" && source.startsWith(closer, at + 1) && at + 3 <= limit) {
    let textStart = at + 3;
    while (textStart < limit && isSpaceUnit(source.charCodeAt(textStart))) textStart++;
    return { tagEnd: at + 3, textStart };
  }
  if (kind === "block" && sign === "+" && source.startsWith(closer, at + 1) && at + 3 <= limit) {
    return { tagEnd: at + 3, textStart: at + 3 };
  }
  if (!source.startsWith(closer, at) || at + 2 > limit) return undefined;
  return { tagEnd: at + 2, textStart: at + 2 };
}

function tokenAt(source: string, at: number, limit: number): Token | TagFailure {
  const number = numberAt(source, at);
  if (number !== undefined) {
    return { kind: number.kind, text: source.slice(at, number.end), start: at, end: number.end };
  }
  const name = nameEnd(source, at);
  if (name > at) {
    const text = source.slice(at, name);
    if (isIdentifier(text)) return { kind: "name", text, start: at, end: name };
    return { message: "Invalid character in identifier", span: { start: at, end: name } };
  }
  const first = source[at];
  if (first === "'" || first === '"') {
    const end = stringEnd(source, at, limit);
    if (end === undefined) return { message: undefined, span: { start: at, end: at + 1 } };
    const decoded = decodeString(normalizeNewlines(source.slice(at + 1, end - 1)));
    if ("failure" in decoded) return { message: decoded.failure, span: { start: at, end } };
    return { kind: "string", text: decoded.text, start: at, end };
  }
  const two = source.slice(at, Math.min(at + 2, limit));
  if (two.length === 2 && OPERATORS.has(two)) return operator(two, at);
  if (first !== undefined && OPERATORS.has(first)) return operator(first, at);
  return { message: undefined, span: { start: at, end: at + 1 } };
}

function operator(text: string, start: number): Token {
  return { kind: text as Operator, text, start, end: start + text.length };
}

function stringEnd(source: string, at: number, limit: number): number | undefined {
  const quote = source[at];
  for (let position = at + 1; position < limit; position++) {
    const character = source[position];
    if (character === "\\") position++;
    else if (character === quote) return position + 1;
  }
  return undefined;
}

/** A comment that Jinja does not know inside tags: `-- …` and `# …` to the end of the line. */
function commentAt(
  source: string,
  at: number,
  limit: number,
  kind: TagKind,
): TagProblem | undefined {
  const isHash = source[at] === "#";
  if (!isHash && !(source.startsWith("--", at) && /^[\s\p{L}_]?$/u.test(source[at + 2] ?? ""))) {
    return undefined;
  }
  if (source.startsWith("--%}", at) || source.startsWith("--}}", at)) return undefined;
  const lineEnd = endOfLine(source, at, limit);
  const line = source.slice(at, lineEnd);
  const close = line.lastIndexOf(kind === "variable" ? "}}" : "%}");
  let end = lineEnd;
  if (close >= 0 && !/\{[{%]/.test(line)) {
    const sign = line[close - 1];
    end = at + (sign === "-" && close > 2 ? close - 1 : close);
  }
  while (end > at && isSpaceUnit(source.charCodeAt(end - 1))) end--;
  return {
    kind: isHash ? "hash-comment" : "sql-comment",
    message: isHash
      ? "Jinja has no '#' comments inside a tag: dbt refuses this file. Use {# … #} outside the tag."
      : "Jinja has no '--' comments inside a tag: dbt refuses this file. Use {# … #} outside the tag.",
    span: { start: at, end },
  };
}

function endOfLine(source: string, from: number, limit: number): number {
  let at = from;
  while (at < limit && source[at] !== "\n" && source[at] !== "\r") at++;
  return at;
}

function isLineStart(source: string, at: number): boolean {
  let before = at - 1;
  const least = Math.max(0, at - 200);
  while (before >= least && (source[before] === " " || source[before] === "\t")) before--;
  return before < 0 || source[before] === "\n" || source[before] === "\r";
}
