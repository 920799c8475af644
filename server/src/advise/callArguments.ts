/**
 * The arguments of a `config(…)` call as text spans, in Jinja or Python, however broken: enough to
 * edit one argument and leave every other character alone. Evaluates nothing.
 */
import type { Span } from "../base/text";

export interface CallArgument {
  /** Name before `=`, or the text of a dictionary's key; absent for other arguments. */
  readonly name?: string;
  readonly nameSpan?: Span;
  readonly valueSpan: Span;
  /** From the name to the value's end, without the comma. */
  readonly span: Span;
  /** Offset behind the comma that follows; -1 for the last argument without one. */
  readonly commaEnd: number;
}

/** Something between brackets: a call's arguments or a dictionary's entries. */
export interface ArgumentList {
  /** From behind the opening bracket to before the closing one. */
  readonly inner: Span;
  readonly items: readonly CallArgument[];
}

const CONFIG_CALL = /\bconfig\s*\(/g;

/** Arguments of the `config(…)` call that `offset` lies in; undefined where none is closed. */
export function configCallAt(text: string, offset: number): ArgumentList | undefined {
  for (const match of text.matchAll(CONFIG_CALL)) {
    if (match.index > offset) return undefined;
    const list = argumentsFrom(text, match.index + match[0].length - 1, "=");
    if (list !== undefined && offset <= list.inner.end) return list;
  }
  return undefined;
}

/** Entries of the dictionary literal at `span`; undefined where it is something else. */
export function dictionaryAt(text: string, span: Span): ArgumentList | undefined {
  if (text[span.start] !== "{") return undefined;
  const list = argumentsFrom(text, span.start, ":");
  return list !== undefined && list.inner.end + 1 === span.end ? list : undefined;
}

const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

function argumentsFrom(text: string, open: number, separator: string): ArgumentList | undefined {
  const items: CallArgument[] = [];
  let start = open + 1;
  let separatorAt = -1;
  const close = (end: number, commaEnd: number): void => {
    const item = argument(text, start, end, separatorAt, commaEnd);
    if (item !== undefined) items.push(item);
    start = commaEnd;
    separatorAt = -1;
  };
  for (let at = open + 1; at < text.length; at++) {
    const char = text[at]!;
    if (char === "'" || char === '"') {
      at = stringEnd(text, at, char);
      if (at < 0) return undefined;
    } else if (isComment(text, at)) at = lineEnd(text, at) - 1;
    else if (char in CLOSING) {
      at = bracketEnd(text, at);
      if (at < 0) return undefined;
    } else if (char === CLOSING[text[open]!]) {
      close(at, -1);
      return { inner: { start: open + 1, end: at }, items };
    } else if (char === ",") close(at, at + 1);
    else if (char === separator && separatorAt < 0 && isPlainSeparator(text, at)) separatorAt = at;
  }
  return undefined;
}

/** `=` that is no part of `==`, `!=`, `<=` or `>=`. */
function isPlainSeparator(text: string, at: number): boolean {
  return text[at + 1] !== "=" && !"=!<>".includes(text[at - 1] ?? "");
}

function argument(
  text: string,
  from: number,
  to: number,
  separatorAt: number,
  commaEnd: number,
): CallArgument | undefined {
  const span = trimmed(text, { start: from, end: to });
  if (span.start === span.end) return undefined;
  if (separatorAt < 0) return { valueSpan: span, span, commaEnd };
  const nameSpan = trimmed(text, { start: span.start, end: separatorAt });
  const written = text.slice(nameSpan.start, nameSpan.end);
  const name = /^(['"])(.*)\1$/s.exec(written)?.[2] ?? written;
  const valueSpan = trimmed(text, { start: separatorAt + 1, end: to });
  return { name, nameSpan, valueSpan, span, commaEnd };
}

/** Without the spaces and comments around it. */
function trimmed(text: string, { start, end }: Span): Span {
  let from = start;
  while (from < end) {
    if (/\s/.test(text[from]!)) from++;
    else if (isComment(text, from)) from = Math.min(end, lineEnd(text, from));
    else break;
  }
  // A comment behind the value reaches to the end of its line: find where the value stops.
  let to = from;
  for (let at = from; at < end; at++) {
    const char = text[at]!;
    if (char === "'" || char === '"') {
      at = Math.max(at, stringEnd(text, at, char));
      to = at + 1;
    } else if (isComment(text, at)) at = lineEnd(text, at) - 1;
    else if (!/\s/.test(char)) to = at + 1;
  }
  return { start: from, end: Math.min(to, end) };
}

/** SQL and Python comments do not belong into a Jinja tag, but people write them there. */
function isComment(text: string, at: number): boolean {
  return text[at] === "#" || (text[at] === "-" && text[at + 1] === "-");
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}

function stringEnd(text: string, from: number, quote: string): number {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === quote) return at;
  }
  return -1;
}

function bracketEnd(text: string, open: number): number {
  const stack: string[] = [];
  for (let at = open; at < text.length; at++) {
    const char = text[at]!;
    if (char === "'" || char === '"') {
      at = stringEnd(text, at, char);
      if (at < 0) return -1;
    } else if (isComment(text, at)) at = lineEnd(text, at) - 1;
    else if (char in CLOSING) stack.push(CLOSING[char]!);
    else if (char === stack.at(-1)) {
      stack.pop();
      if (stack.length === 0) return at;
    }
  }
  return -1;
}
