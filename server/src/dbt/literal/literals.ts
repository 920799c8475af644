/**
 * Literal arguments of a Jinja call: texts, numbers, booleans, lists and dicts. Anything that
 * would have to be evaluated makes the reader give up.
 */
import type { Span } from "../../base/text";
import { YamlFloat, type YamlValue } from "../../yaml/values";

/**
 * Whose literals these are: Jinja's, or those of dbt-core's static reader of models, which leaves
 * escapes in texts as they are and knows no constants but `True` and `False`.
 */
export type Reading = "jinja" | "static";

export interface LiteralArguments {
  readonly args: readonly YamlValue[];
  readonly argSpans: readonly Span[];
  readonly kwargs: ReadonlyMap<string, YamlValue>;
  /** Span of each keyword's value. */
  readonly spans: ReadonlyMap<string, Span>;
  /** Just after the closing parenthesis. */
  readonly end: number;
}

interface Literal {
  readonly value: YamlValue;
  readonly end: number;
}

const WORDS: ReadonlyMap<string, YamlValue> = new Map<string, YamlValue>([
  ["true", true],
  ["True", true],
  ["false", false],
  ["False", false],
  ["none", null],
  ["None", null],
]);
const WORD = /[A-Za-z_]\w*/y;
const NUMBER = /\d+(?:\.\d+)?(?![\w.])/y;
const MAX_DEPTH = 40;
/** Most calls are a plain `ref('x')`. */
const NO_VALUES: ReadonlyMap<string, YamlValue> = new Map();
const NO_SPANS: ReadonlyMap<string, Span> = new Map();

/** Arguments of the call whose `(` stands at `open`; undefined where one is no literal. */
export function readArguments(
  text: string,
  open: number,
  reading: Reading = "jinja",
): LiteralArguments | undefined {
  let at = skipBlanks(text, open + 1);
  const single = readSingleText(text, at, reading);
  if (single !== undefined) return single;
  const args: YamlValue[] = [];
  const argSpans: Span[] = [];
  let kwargs: Map<string, YamlValue> | undefined;
  let spans: Map<string, Span> | undefined;
  while (text[at] !== ")") {
    WORD.lastIndex = at;
    const word = WORD.exec(text)?.[0];
    const afterWord = word === undefined ? at : skipBlanks(text, at + word.length);
    if (word !== undefined && text[afterWord] === "=" && text[afterWord + 1] !== "=") {
      const start = skipBlanks(text, afterWord + 1);
      const literal = readLiteral(text, start, 0, reading);
      if (literal === undefined || kwargs?.has(word) || word === "__proto__") return undefined;
      kwargs ??= new Map();
      spans ??= new Map();
      kwargs.set(word, literal.value);
      spans.set(word, { start, end: literal.end });
      at = literal.end;
    } else {
      if (kwargs !== undefined) return undefined;
      const literal = readLiteral(text, at, 0, reading);
      if (literal === undefined) return undefined;
      args.push(literal.value);
      argSpans.push({ start: at, end: literal.end });
      at = literal.end;
    }
    at = skipBlanks(text, at);
    if (text[at] === ",") at = skipBlanks(text, at + 1);
    else if (text[at] !== ")") return undefined;
  }
  return {
    args: args.slice(),
    argSpans,
    kwargs: kwargs ?? NO_VALUES,
    spans: spans ?? NO_SPANS,
    end: at + 1,
  };
}

/** The arguments where a text is all of them: most calls of a project, and lists of exactly one. */
function readSingleText(
  text: string,
  start: number,
  reading: Reading,
): LiteralArguments | undefined {
  const first = text.charCodeAt(start);
  if (first !== 39 && first !== 34) return undefined;
  const literal = readLiteral(text, start, 0, reading);
  if (literal === undefined) return undefined;
  const close = skipBlanks(text, literal.end);
  if (text.charCodeAt(close) !== 41) return undefined;
  const argSpans = [{ start, end: literal.end }];
  return {
    args: [literal.value],
    argSpans,
    kwargs: NO_VALUES,
    spans: NO_SPANS,
    end: close + 1,
  };
}

/** The literal at `start`, with what follows it checked by the caller. */
export function readLiteral(
  text: string,
  start: number,
  depth: number,
  reading: Reading = "jinja",
): Literal | undefined {
  const first = text[start];
  if (depth > MAX_DEPTH) return undefined;
  if (first === "'" || first === '"')
    return reading === "static" ? readRawText(text, start) : readText(text, start);
  if (first === "[") return readList(text, start, depth, reading);
  if (first === "{") return readDict(text, start, depth, reading);
  if (first === "-" || (first !== undefined && first >= "0" && first <= "9")) {
    const digits = first === "-" ? start + 1 : start;
    NUMBER.lastIndex = digits;
    const found = NUMBER.exec(text)?.[0];
    if (found === undefined || (found.length > 1 && found[0] === "0" && found[1] !== ".")) {
      return undefined;
    }
    const number = Number(found) * (first === "-" ? -1 : 1);
    if (!found.includes(".") && !Number.isSafeInteger(number)) return undefined;
    const isWholeFloat = found.includes(".") && Number.isInteger(number);
    return { value: isWholeFloat ? new YamlFloat(number) : number, end: digits + found.length };
  }
  WORD.lastIndex = start;
  const word = WORD.exec(text)?.[0];
  if (word === undefined || !WORDS.has(word)) return undefined;
  if (reading === "static" && word !== "True" && word !== "False") return undefined;
  return { value: WORDS.get(word)!, end: start + word.length };
}

function readText(text: string, start: number): Literal | undefined {
  const quote = text[start]!;
  const close = text.indexOf(quote, start + 1);
  if (close < 0) return undefined;
  const value = text.slice(start + 1, close);
  // Escapes and adjacent texts are for the full reader.
  if (value.includes("\\")) return undefined;
  const next = text[skipBlanks(text, close + 1)];
  if (next === "'" || next === '"') return undefined;
  return { value: value.includes("\r") ? value.replace(/\r\n?/g, "\n") : value, end: close + 1 };
}

/** A quote after a backslash does not end it; whatever else stands in it stays as it is. */
function readRawText(text: string, start: number): Literal | undefined {
  const quote = text[start]!;
  let close = text.indexOf(quote, start + 1);
  while (close > 0 && text[close - 1] === "\\") close = text.indexOf(quote, close + 1);
  if (close < 0) return undefined;
  const next = text[skipBlanks(text, close + 1)];
  if (next === "'" || next === '"') return undefined;
  return { value: text.slice(start + 1, close), end: close + 1 };
}

function readList(
  text: string,
  start: number,
  depth: number,
  reading: Reading,
): Literal | undefined {
  const items: YamlValue[] = [];
  let at = skipBlanks(text, start + 1);
  while (text[at] !== "]") {
    const item = readLiteral(text, at, depth + 1, reading);
    if (item === undefined) return undefined;
    items.push(item.value);
    at = skipBlanks(text, item.end);
    if (text[at] === ",") at = skipBlanks(text, at + 1);
    else if (text[at] !== "]") return undefined;
  }
  return { value: items.slice(), end: at + 1 };
}

function readDict(
  text: string,
  start: number,
  depth: number,
  reading: Reading,
): Literal | undefined {
  const map: { [key: string]: YamlValue } = {};
  let at = skipBlanks(text, start + 1);
  while (text[at] !== "}") {
    const key = readLiteral(text, at, depth + 1, reading);
    if (key === undefined || typeof key.value !== "string" || key.value === "__proto__") {
      return undefined;
    }
    at = skipBlanks(text, key.end);
    if (text[at] !== ":") return undefined;
    const value = readLiteral(text, skipBlanks(text, at + 1), depth + 1, reading);
    if (value === undefined) return undefined;
    map[key.value] = value.value;
    at = skipBlanks(text, value.end);
    if (text[at] === ",") at = skipBlanks(text, at + 1);
    else if (text[at] !== "}") return undefined;
  }
  return { value: map, end: at + 1 };
}

function skipBlanks(text: string, offset: number): number {
  let at = offset;
  for (;;) {
    const unit = text.charCodeAt(at);
    if (unit !== 32 && unit !== 10 && unit !== 13 && unit !== 9) return at;
    at++;
  }
}
