/**
 * One YAML file as dbt reads it: Python's values, problems at exact places, and on demand the
 * place of any key path. Values come without ranges (fast); the first question about a place
 * reads the text once more with ranges kept.
 */
import type { Span } from "../base/text";
import { compose } from "./compose";
import type { Composed, DuplicateKey, OddKey, PlacedEntry, PlacedNode } from "./composed";
import { scanTokens } from "./scan";
import { emptyTokens, Kind, pushToken, YamlError } from "./tokens";
import type { YamlValue } from "./values";

/** Something that makes the reader refuse the text from here on. */
export interface YamlProblem {
  readonly message: string;
  readonly span: Span;
}

export type YamlPath = readonly (string | number)[];

export interface YamlDocument {
  readonly text: string;
  /** What the document holds; where it is broken, what could be read before that place. */
  readonly value: YamlValue;
  /** Empty where dbt's reader accepts the text. */
  readonly problems: readonly YamlProblem[];
  readonly duplicates: readonly DuplicateKey[];
  readonly oddKeys: readonly OddKey[];
  /** Span of the key that ends `path`, else of the list item; the nearest ancestor's if absent. */
  keySpan(path: YamlPath): Span;
  /** Span of the value at `path`; the nearest ancestor's if absent. */
  valueSpan(path: YamlPath): Span;
}

const MAX_PROBLEMS = 50;

/** Reads `text`. Never throws. O(n), about 20 MB/s. */
export function parseYaml(text: string): YamlDocument {
  const { composed, problems } = read(text, false);
  let placed: PlacedNode | undefined;
  const root = (): PlacedNode => {
    placed ??= read(text, true).composed.node ?? { span: { start: 0, end: 0 } };
    return placed;
  };
  return {
    text,
    value: composed.value,
    problems,
    duplicates: composed.duplicates,
    oddKeys: composed.oddKeys,
    keySpan: (path) => locate(root(), path).keySpan,
    valueSpan: (path) => locate(root(), path).node.span,
  };
}

function read(
  text: string,
  isRecording: boolean,
): { composed: Composed; problems: readonly YamlProblem[] } {
  let composed = nothingComposed();
  const control = text.search(FORBIDDEN);
  const readable = control < 0 ? text : text.slice(0, control);
  const tokens = emptyTokens(readable);
  let unreadable = errorOf(() => scanTokens(tokens));
  if (unreadable === undefined && control >= 0) {
    unreadable = new YamlError("control characters are not allowed", control);
  }
  // A scanner that stopped leaves no end mark: give one, so that what came before is composed.
  if (unreadable !== undefined) {
    for (let i = 0; i < 2; i++) {
      pushToken(tokens, Kind.streamEnd, readable.length, readable.length);
    }
  }
  let misplaced = errorOf(() => compose(tokens, isRecording, false, composed));
  if (misplaced !== undefined) {
    composed = nothingComposed();
    misplaced = errorOf(() => compose(tokens, isRecording, true, composed));
  }
  // Python scans as it composes, so that of two errors the earlier in the text is reported.
  const isFirst =
    unreadable === undefined || (misplaced?.offset ?? text.length) < unreadable.offset;
  const stop = isFirst ? misplaced : unreadable;
  const errors = stop === undefined ? composed.refusals : [stop, ...composed.refusals];
  return {
    composed,
    problems: errors.slice(0, MAX_PROBLEMS).map((error) => problemOf(error, text)),
  };
}

function nothingComposed(): Composed {
  return { value: null, duplicates: [], oddKeys: [], refusals: [] };
}

function errorOf(step: () => void): YamlError | undefined {
  try {
    step();
    return undefined;
  } catch (error) {
    if (error instanceof YamlError) return error;
    throw error;
  }
}

function problemOf(error: YamlError, text: string): YamlProblem {
  const start = Math.min(error.offset, text.length);
  WORD.lastIndex = start;
  const end = Math.min(start + (WORD.exec(text)?.[0].length ?? 1), text.length);
  const began =
    error.context === undefined
      ? ""
      : ` ${error.context}${error.contextOffset === undefined ? "" : ` that began on line ${lineOf(text, error.contextOffset)}`}`;
  return { message: `${error.message}${began}`, span: { start, end } };
}

/** What is underlined of a problem: the word it begins at, else one character. */
const WORD = /[\w-]+/y;

function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let i = text.indexOf("\n"); i >= 0 && i < offset; i = text.indexOf("\n", i + 1)) line++;
  return line;
}

function locate(root: PlacedNode, path: YamlPath): { node: PlacedNode; keySpan: Span } {
  let node = root;
  let keySpan = root.span;
  for (const step of path) {
    if (typeof step === "number") {
      const item = node.items?.[step];
      if (item === undefined) break;
      node = item;
      keySpan = item.span;
    } else {
      const entry = findEntry(node, step);
      if (entry === undefined) break;
      node = entry.node;
      keySpan = entry.keySpan;
    }
  }
  return { node, keySpan };
}

function findEntry(node: PlacedNode, key: string): PlacedEntry | undefined {
  const own = node.entries?.findLast((entry) => entry.key === key);
  if (own !== undefined) return own;
  for (const merged of node.merged ?? []) {
    const found = findEntry(merged, key);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Characters that YAML forbids in a file: controls but tab and line ends, and two non-characters. */
const FORBIDDEN = new RegExp(
  `[${[0, 8, 0x0b, 0x0c, 0x0e, 0x1f, 0x7f, 0x84, 0x86, 0x9f, 0xfffe, 0xffff]
    .map((code, index) => String.fromCharCode(code) + (index % 2 === 0 ? "-" : ""))
    .join("")}]`,
);
