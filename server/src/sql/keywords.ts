/**
 * The significant tokens of a SQL text as small numbers: keywords, kinds of operand, brackets.
 * Comments, Jinja tags and spaces are left out; a keyword used as a name is no keyword.
 */
import { type FlowMark, flowKind } from "./jinjaFlow";
import { SqlToken, type SqlTokens } from "./tokens";

/** What a significant token is; everything from `firstKeyword` on is a keyword. */
export const Code = {
  none: 0,
  word: 1,
  quoted: 2,
  literal: 3,
  hole: 4,
  open: 5,
  close: 6,
  comma: 7,
  dot: 8,
  semicolon: 9,
  colon: 10,
  operator: 11,
  /** `@`, `#` or `$` before a name. */
  sigil: 12,
  firstKeyword: 16,
} as const;

const WORDS =
  "select from with recursive as materialized not over nulls join apply lateral view " +
  "inner left right full outer cross natural semi anti asof hash merge loop positional " +
  "straight_join group by union all distinct intersect except minus name is first last " +
  "where prewhere having order limit qualify window fetch offset cluster distribute sort " +
  "connect start returning set values settings option on using exists in";

const CODE_BY_WORD: ReadonlyMap<string, number> = new Map(
  WORDS.split(" ").map((word, index) => [word, Code.firstKeyword + index]),
);

/** Code of a lower-case keyword; throws for a word that is none. */
export function keyword(word: string): number {
  const code = CODE_BY_WORD.get(word);
  if (code === undefined) throw new Error(`"${word}" is no keyword of sql/keywords.ts: add it.`);
  return code;
}

/** Significant tokens in order: `codes[i]` says what, `tokens[i]` which token of the text. */
export interface SignificantTokens {
  readonly count: number;
  readonly codes: Uint8Array;
  readonly tokens: Uint32Array;
  /** Tags that branch, or that set text aside, in order. */
  readonly flow: readonly FlowMark[];
}

const AS = keyword("as");
const BEHIND_AS = new Set(["select", "with", "materialized", "not", "values", "from"].map(keyword));

/** Significant tokens of `sql`, O(length). */
export function significantTokens(sql: SqlTokens): SignificantTokens {
  const codes = new Uint8Array(sql.count + 1);
  const tokens = new Uint32Array(sql.count + 1);
  const flow: FlowMark[] = [];
  let count = 0;
  let before: number = Code.none;
  for (let index = 0; index < sql.count; index++) {
    if (sql.kinds[index] === SqlToken.jinjaTag) {
      const kind = flowKind(sql.text.slice(sql.starts[index], sql.starts[index + 1]));
      if (kind !== undefined) flow.push({ index: count, kind });
      continue;
    }
    let code = codeOf(sql, index);
    if (code === Code.none) continue;
    if (code >= Code.firstKeyword) {
      const isName =
        before === Code.dot || before === Code.colon || (before === AS && !BEHIND_AS.has(code));
      if (isName) code = Code.word;
    }
    codes[count] = code;
    tokens[count++] = index;
    before = code;
  }
  return { count, codes, tokens, flow };
}

function codeOf(sql: SqlTokens, index: number): number {
  switch (sql.kinds[index]) {
    case SqlToken.word:
      return keywordAt(sql.text, sql.starts[index]!, sql.starts[index + 1]!);
    case SqlToken.quotedIdentifier:
      return Code.quoted;
    case SqlToken.string:
    case SqlToken.number:
      return Code.literal;
    case SqlToken.jinjaOutput:
      return Code.hole;
    case SqlToken.punctuation:
      return punctuationCode(sql.text.charCodeAt(sql.starts[index]!));
    default:
      return Code.none;
  }
}

function punctuationCode(unit: number): number {
  switch (unit) {
    case 40:
      return Code.open;
    case 41:
      return Code.close;
    case 44:
      return Code.comma;
    case 46:
      return Code.dot;
    case 59:
      return Code.semicolon;
    case 58:
      return Code.colon;
    case 35:
    case 36:
    case 64:
      return Code.sigil;
    default:
      return Code.operator;
  }
}

/** Keywords by length and first letter, so that a look-up allocates nothing. */
const BUCKETS: readonly (readonly { readonly word: string; readonly code: number }[])[] =
  buildBuckets();
const LETTERS = 26;
const LONGEST = 13;

function buildBuckets() {
  const buckets: { word: string; code: number }[][] = [];
  for (let index = 0; index < 14 * 26; index++) buckets.push([]);
  for (const [word, code] of CODE_BY_WORD) {
    buckets[word.length * 26 + word.charCodeAt(0) - 97]!.push({ word, code });
  }
  return buckets;
}

function keywordAt(text: string, start: number, end: number): number {
  const length = end - start;
  const first = (text.charCodeAt(start) | 32) - 97;
  if (length < 2 || length > LONGEST || first < 0 || first >= LETTERS) return Code.word;
  for (const candidate of BUCKETS[length * LETTERS + first]!) {
    let at = 1;
    while (
      at < length &&
      isSameLetter(text.charCodeAt(start + at), candidate.word.charCodeAt(at))
    ) {
      at++;
    }
    if (at === length) return candidate.code;
  }
  return Code.word;
}

function isSameLetter(unit: number, lower: number): boolean {
  return unit === lower || (unit | 32) === lower;
}
