/**
 * The token stream of one YAML 1.1 text: kinds, offsets and scalar texts in parallel arrays, so
 * that megabytes of properties files cost no object per token. Knows nothing of values.
 */

export const Kind = {
  streamEnd: 0,
  documentStart: 1,
  documentEnd: 2,
  directive: 3,
  blockSequenceStart: 4,
  blockMappingStart: 5,
  blockEnd: 6,
  flowSequenceStart: 7,
  flowSequenceEnd: 8,
  flowMappingStart: 9,
  flowMappingEnd: 10,
  flowEntry: 11,
  blockEntry: 12,
  key: 13,
  value: 14,
  alias: 15,
  anchor: 16,
  tag: 17,
  plainScalar: 18,
  quotedScalar: 19,
} as const;

/**
 * Tokens in order, `count` of them. A token's text is `text.slice(start, end)` unless
 * `contents[i]` is not 0: then it is `strings[contents[i]]`.
 */
export interface TokenList {
  readonly text: string;
  count: number;
  kinds: Uint8Array;
  starts: Int32Array;
  ends: Int32Array;
  contents: Int32Array;
  readonly strings: string[];
}

export function emptyTokens(text: string): TokenList {
  const capacity = (text.length >> 2) + 64;
  return {
    text,
    count: 0,
    kinds: new Uint8Array(capacity),
    starts: new Int32Array(capacity),
    ends: new Int32Array(capacity),
    contents: new Int32Array(capacity),
    strings: [""],
  };
}

/** Appends a token; `content` only where the token's text is not what stands in the file. */
export function pushToken(
  tokens: TokenList,
  kind: number,
  start: number,
  end: number,
  content?: string,
): void {
  if (tokens.count === tokens.kinds.length) grow(tokens);
  const at = tokens.count++;
  tokens.kinds[at] = kind;
  tokens.starts[at] = start;
  tokens.ends[at] = end;
  if (content !== undefined) tokens.contents[at] = tokens.strings.push(content) - 1;
}

/** Puts an empty token before token `index`. */
export function insertToken(tokens: TokenList, index: number, kind: number, offset: number): void {
  if (tokens.count === tokens.kinds.length) grow(tokens);
  const { kinds, starts, ends, contents } = tokens;
  for (let i = tokens.count++; i > index; i--) {
    kinds[i] = kinds[i - 1]!;
    starts[i] = starts[i - 1]!;
    ends[i] = ends[i - 1]!;
    contents[i] = contents[i - 1]!;
  }
  kinds[index] = kind;
  starts[index] = offset;
  ends[index] = offset;
  contents[index] = 0;
}

/** The text that token `index` stands for. */
export function tokenText(tokens: TokenList, index: number): string {
  const content = tokens.contents[index]!;
  return content === 0
    ? tokens.text.slice(tokens.starts[index], tokens.ends[index])
    : tokens.strings[content]!;
}

function grow(tokens: TokenList): void {
  const capacity = tokens.kinds.length * 2;
  const kinds = new Uint8Array(capacity);
  kinds.set(tokens.kinds);
  tokens.kinds = kinds;
  tokens.starts = grown(tokens.starts, capacity);
  tokens.ends = grown(tokens.ends, capacity);
  tokens.contents = grown(tokens.contents, capacity);
}

function grown(values: Int32Array, capacity: number): Int32Array {
  const larger = new Int32Array(capacity);
  larger.set(values);
  return larger;
}

/** A YAML text cannot be read past `offset`. Thrown inside the yaml room only. */
export class YamlError extends Error {
  constructor(
    message: string,
    readonly offset: number,
    /** What was being read, and where it began. */
    readonly context?: string,
    readonly contextOffset?: number,
  ) {
    super(message);
  }
}
