/** What the lexer could not read, and how Jinja2 words it. */
import type { Span } from "../base/text";
import { codePointLength } from "./codePoints";
import { reprString } from "./reprString";

/** Tokens of one template: what they and the tree above them cost stays below 150 MB and 0.5 s. */
export const TOKEN_LIMIT = 250_000;
export const TOO_MANY_TOKENS = "the template has too much Jinja for Heddle";

/** Something in a tag that is no token: a comment Jinja does not know, or an error. */
export interface LexProblem {
  readonly kind: "syntax" | "sql-comment" | "hash-comment";
  readonly message: string;
  readonly span: Span;
  /** The tag that holds it. */
  readonly tag: Span;
}

/** Why a tag could not be cut into tokens. `character` asks for Jinja's "unexpected char". */
export interface TagFailure {
  readonly message: string | undefined;
  readonly span: Span;
}

/** Jinja2's text for a failure; it counts code points in the text with `\n` line ends. */
export function messageOfFailure(source: string, failure: TagFailure): string {
  if (failure.message !== undefined) return failure.message;
  const at = failure.span.start;
  const before = codePointLength(normalizeNewlines(source.slice(0, at)));
  const character = String.fromCodePoint(source.codePointAt(at) ?? 0);
  return `unexpected char ${reprString(character)} at ${before}`;
}

/** `\r\n` and `\r` become `\n`, as Jinja2's `newline_sequence` has it. */
export function normalizeNewlines(text: string): string {
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}
