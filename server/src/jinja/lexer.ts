/**
 * Cuts a template into tokens exactly as Jinja2 3.1 does with its default delimiters: data, raw
 * blocks, comments, whitespace control and balanced end tags are settled here. In recovery it goes
 * on after errors; what went wrong is then in `problems`.
 */
import type { Span } from "../base/text";
import { isSpaceUnit, stripEnd } from "./codePoints";
import {
  type LexProblem,
  messageOfFailure,
  normalizeNewlines,
  TOKEN_LIMIT,
  TOO_MANY_TOKENS,
} from "./lexFailure";
import { lexTag, type TagKind } from "./tagLexer";
import type { Token } from "./tokens";

export interface LexResult {
  /** Ends with `eof`; in strict mode an error becomes a last `failure` token before it. */
  readonly tokens: readonly Token[];
  readonly problems: readonly LexProblem[];
}

/** Tokens of `source`. Strict stops at the first error, recovery never does. O(n). */
export function tokenize(source: string, mode: "strict" | "recovery"): LexResult {
  const end = endWithoutFinalNewline(source);
  const tokens: Token[] = [];
  const problems: LexProblem[] = [];
  let position = 0;
  let hasNoCommentEnd = false;

  const fail = (message: string, span: Span): void => {
    if (mode === "strict") tokens.push({ kind: "failure", text: message, ...span });
    else problems.push({ kind: "syntax", message, span, tag: span });
  };
  const pushData = (start: number, dataEnd: number, trim: boolean): void => {
    const raw = source.slice(start, dataEnd);
    const kept = trim ? stripEnd(raw) : raw;
    if (kept === "") return;
    tokens.push({ kind: "data", text: normalizeNewlines(kept), start, end: start + kept.length });
  };

  while (position < end) {
    const open = findOpening(source, position, end);
    if (open === undefined) {
      pushData(position, end, false);
      break;
    }
    pushData(position, open.start, open.sign === "-");
    if (open.kind === "comment") {
      const close: number | undefined = hasNoCommentEnd
        ? undefined
        : closeOfComment(source, open.end, end);
      hasNoCommentEnd = close === undefined;
      if (close === undefined) {
        if (open.end < end) {
          fail("Missing end of comment tag", { start: open.start, end: open.end });
          if (mode === "strict") break;
        }
        position = mode === "strict" ? end : nextOpening(source, open.end, end);
        continue;
      }
      position = close;
    } else if (open.kind === "raw") {
      const close = closeOfRaw(source, open.end, end);
      if (close === undefined) {
        if (open.end < end) {
          fail("Missing end of raw directive", { start: open.start, end: open.end });
          if (mode === "strict") break;
        }
        pushData(open.end, end, false);
        position = end;
        continue;
      }
      pushData(open.end, close.start, close.sign === "-");
      position = close.end;
    } else {
      const kind: TagKind = open.kind;
      tokens.push({
        kind: kind === "variable" ? "variableBegin" : "blockBegin",
        text: source.slice(open.start, open.end),
        start: open.start,
        end: open.end,
      });
      const tag = lexTag(source, open.end, end, kind, mode);
      for (const token of tag.tokens) tokens.push(token);
      for (const problem of tag.problems) {
        problems.push({ ...problem, tag: { start: open.start, end: tag.end } });
      }
      if (tokens.length > TOKEN_LIMIT) {
        const span = { start: open.start, end: open.end };
        tokens.push({ kind: "failure", text: TOO_MANY_TOKENS, ...span });
        break;
      }
      if (tag.failure !== undefined) {
        fail(messageOfFailure(source, tag.failure), tag.failure.span);
        break;
      }
      position = tag.end;
    }
  }
  const last = tokens.at(-1);
  const eofAt = last?.kind === "failure" ? last.end : end;
  tokens.push({ kind: "eof", text: "", start: eofAt, end: eofAt });
  return { tokens, problems };
}

function endWithoutFinalNewline(source: string): number {
  if (source.endsWith("\r\n")) return source.length - 2;
  return source.endsWith("\n") || source.endsWith("\r") ? source.length - 1 : source.length;
}

interface Opening extends Span {
  readonly kind: TagKind | "comment" | "raw";
  readonly sign: "" | "-" | "+";
}

function signAt(source: string, at: number): "" | "-" | "+" {
  const character = source[at];
  return character === "-" || character === "+" ? character : "";
}

function findOpening(source: string, from: number, end: number): Opening | undefined {
  for (
    let at = source.indexOf("{", from);
    at >= 0 && at + 1 < end;
    at = source.indexOf("{", at + 1)
  ) {
    const next = source[at + 1];
    if (next !== "{" && next !== "%" && next !== "#") continue;
    const sign = at + 2 < end ? signAt(source, at + 2) : "";
    const afterSign = at + 2 + sign.length;
    if (next === "%") {
      const rawEnd = endOfRawTag(source, afterSign, end);
      if (rawEnd !== undefined) return { kind: "raw", sign, start: at, end: rawEnd };
    }
    const kind = next === "{" ? "variable" : next === "%" ? "block" : "comment";
    return { kind, sign, start: at, end: afterSign };
  }
  return undefined;
}

/** Where recovery goes on after something unclosed: the next tag, or the end. */
function nextOpening(source: string, from: number, end: number): number {
  return findOpening(source, from, end)?.start ?? end;
}

function skipSpaces(source: string, from: number, end: number): number {
  let at = from;
  while (at < end && isSpaceUnit(source.charCodeAt(at))) at++;
  return at;
}

function endOfRawTag(source: string, from: number, end: number): number | undefined {
  const word = skipSpaces(source, from, end);
  if (!source.startsWith("raw", word)) return undefined;
  const close = skipSpaces(source, word + 3, end);
  if (source.startsWith("-%}", close) && close + 3 <= end) {
    return skipSpaces(source, close + 3, end);
  }
  return source.startsWith("%}", close) && close + 2 <= end ? close + 2 : undefined;
}

function closeOfComment(source: string, from: number, end: number): number | undefined {
  const at = source.indexOf("#}", from);
  if (at < 0 || at + 2 > end) return undefined;
  return at > from && source[at - 1] === "-" ? skipSpaces(source, at + 2, end) : at + 2;
}

function closeOfRaw(
  source: string,
  from: number,
  end: number,
): (Span & { readonly sign: string }) | undefined {
  for (let at = source.indexOf("{%", from); at >= 0; at = source.indexOf("{%", at + 1)) {
    const sign = signAt(source, at + 2);
    const word = skipSpaces(source, at + 2 + sign.length, end);
    if (!source.startsWith("endraw", word)) continue;
    const close = skipSpaces(source, word + 6, end);
    const closeSign = signAt(source, close);
    const closeAt = close + closeSign.length;
    if (!source.startsWith("%}", closeAt) || closeAt + 2 > end) continue;
    const after = closeSign === "-" ? skipSpaces(source, closeAt + 2, end) : closeAt + 2;
    return { start: at, end: after, sign };
  }
  return undefined;
}
