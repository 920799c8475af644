/**
 * Splits dbt SQL into tokens, tolerant of every dialect and of half-typed text: it never throws,
 * leaves no gap and takes linear time. It knows comments, strings and Jinja holes, not grammar.
 */
import {
  endsOperand,
  isDigit,
  isSpace,
  isWordPart,
  isWordStart,
  skipNumber,
  skipSpace,
  skipWord,
} from "./characters";
import { ANY_DIALECT, type SqlDialect } from "./dialect";
import { type JinjaHoles, jinjaHoles } from "./jinjaHoles";

export const SqlToken = {
  whitespace: 0,
  lineComment: 1,
  blockComment: 2,
  string: 3,
  quotedIdentifier: 4,
  word: 5,
  number: 6,
  /** One UTF-16 unit of anything else. */
  punctuation: 7,
  jinjaOutput: 8,
  jinjaTag: 9,
  jinjaComment: 10,
} as const;
export type SqlTokenKind = (typeof SqlToken)[keyof typeof SqlToken];

/** The tokens of a text in order; each ends where the next starts, the last at the text's end. */
export interface SqlTokens {
  readonly text: string;
  readonly count: number;
  /** `SqlToken` of each token; longer than `count`. */
  readonly kinds: Uint8Array;
  /** Start offset of each token and, at `count`, the text's length. */
  readonly starts: Uint32Array;
}

/** Tokens of `text`, O(length). Holes and comments inside strings belong to the string. */
export function tokenizeSql(text: string, dialect: SqlDialect = ANY_DIALECT): SqlTokens {
  let kinds = new Uint8Array((text.length >> 2) + 16);
  let starts = new Uint32Array(kinds.length + 1);
  let count = 0;
  const scan = scanner(text, dialect);
  for (let offset = 0; offset < text.length; ) {
    if (count === kinds.length) {
      const larger = new Uint8Array(count * 2);
      larger.set(kinds);
      kinds = larger;
      const further = new Uint32Array(count * 2 + 1);
      further.set(starts);
      starts = further;
    }
    starts[count] = offset;
    offset = scan.tokenEnd(offset);
    kinds[count++] = scan.kind;
  }
  starts[count] = text.length;
  return { text, count, kinds, starts };
}

/** Text of token `index`. */
export function tokenText(tokens: SqlTokens, index: number): string {
  return tokens.text.slice(tokens.starts[index], tokens.starts[index + 1]);
}

interface Scanner {
  kind: SqlTokenKind;
  /** End of the token at `offset`, whose kind is then in `kind`. */
  tokenEnd(offset: number): number;
}

const DOLLAR_QUOTE = /\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]{0,63})?\$/y;
const BRACKETED = /\[[A-Za-z_][^\]\r\n'"(,;]{0,127}\]/y;
/** So many dollar quotes may stay open before `$` is taken as it is; keeps the scan linear. */
const UNCLOSED_DOLLAR_QUOTES_LIMIT = 16;

function scanner(text: string, dialect: SqlDialect): Scanner {
  const holes = jinjaHoles(text);
  const open = new Set<string>();
  let isNesting = dialect.nestedComments;
  let unclosedDollarQuotes = 0;

  const self: Scanner = { kind: SqlToken.whitespace, tokenEnd };

  function tokenEnd(at: number): number {
    const unit = text.charCodeAt(at);
    if (isSpace(unit)) return take(SqlToken.whitespace, skipSpace(text, at + 1));
    if (isWordStart(unit)) return take(SqlToken.word, skipWord(text, at + 1));
    if (isDigit(unit)) return take(SqlToken.number, skipNumber(text, at));
    switch (text[at]) {
      case "{":
        return jinjaEnd(at);
      case "'":
        return take(SqlToken.string, quotedEnd(at, "'", hasBackslashes(at)));
      case '"': {
        const kind = dialect.doubleQuotedStrings ? SqlToken.string : SqlToken.quotedIdentifier;
        return take(kind, quotedEnd(at, '"', dialect.doubleQuotedStrings && hasBackslashes(at)));
      }
      case "`":
        return take(SqlToken.quotedIdentifier, quotedEnd(at, "`", false));
      case "-":
        if (text[at + 1] === "-") return take(SqlToken.lineComment, lineEnd(at + 2));
        break;
      case "#":
        if (isHashComment(at)) return take(SqlToken.lineComment, lineEnd(at + 1));
        break;
      case "/":
        if (text[at + 1] === "*") return take(SqlToken.blockComment, blockCommentEnd(at));
        break;
      case "$":
        return dollarQuoteEnd(at);
      case "[":
        if (isBracketedName(at)) return take(SqlToken.quotedIdentifier, BRACKETED.lastIndex);
        break;
      case ".":
        if (isDigit(text.charCodeAt(at + 1)) && !endsOperand(text.charCodeAt(at - 1))) {
          return take(SqlToken.number, skipNumber(text, at));
        }
        break;
    }
    return take(SqlToken.punctuation, at + 1);
  }

  function take(kind: SqlTokenKind, end: number): number {
    self.kind = kind;
    return end;
  }

  function jinjaEnd(at: number): number {
    const opening = holes.openingAt(at);
    const end = opening ? holes.endOf(at, opening) : -1;
    if (end < 0) return take(SqlToken.punctuation, at + 1);
    const kind =
      opening === "{{"
        ? SqlToken.jinjaOutput
        : opening === "{%"
          ? SqlToken.jinjaTag
          : SqlToken.jinjaComment;
    return take(kind, end);
  }

  /** End of the line, a hole that spans lines counted as part of it: Jinja runs before SQL. */
  function lineEnd(from: number): number {
    for (let at = from; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit === 10 || unit === 13) return at;
      if (unit === 123) at = holeEnd(holes, at) - 1;
    }
    return text.length;
  }

  /** End of the quoted text at `start`; two quotes in a row stand for one. */
  function quotedEnd(start: number, quote: string, hasEscapes: boolean): number {
    const isTriple =
      dialect.tripleQuotes && quote !== "`" && text.startsWith(quote.repeat(3), start);
    const closing = isTriple ? quote.repeat(3) : quote;
    const quoteUnit = quote.charCodeAt(0);
    // A quote that closes nowhere ends with its line, and so does every later one of its kind.
    const isLineBound = open.has(closing);
    let firstLineEnd = -1;
    for (let at = start + closing.length; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit === quoteUnit) {
        if (isTriple) {
          if (text.startsWith(closing, at)) return at + 3;
        } else if (text.charCodeAt(at + 1) === quoteUnit) at++;
        else return at + 1;
      } else if (unit === 92 && hasEscapes) at++;
      else if (unit === 92 && dialect.backslashEscapes === undefined && quote === "'") {
        // Nothing says whether `\'` ends the string: `'it\'s'` shows it by the letter behind.
        if (text.charCodeAt(at + 1) === 39 && isWordPart(text.charCodeAt(at + 2))) at++;
      } else if (unit === 123) at = holeEnd(holes, at) - 1;
      else if (unit === 10 && firstLineEnd < 0) {
        firstLineEnd = at;
        if (isLineBound) return at;
      }
    }
    open.add(closing);
    return firstLineEnd < 0 ? text.length : firstLineEnd;
  }

  function hasBackslashes(at: number): boolean {
    if (dialect.backslashEscapes === true) return true;
    const before = text.charCodeAt(at - 1) | 32;
    return before === 101 && !isWordPart(text.charCodeAt(at - 2));
  }

  function blockCommentEnd(start: number): number {
    let depth = 1;
    let firstEnd = -1;
    for (let at = start + 2; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit === 42 && text.charCodeAt(at + 1) === 47) {
        at++;
        if (firstEnd < 0) firstEnd = at + 1;
        if (--depth === 0 || !isNesting) return at + 1;
      } else if (unit === 47 && text.charCodeAt(at + 1) === 42) {
        depth++;
        at++;
      } else if (unit === 123) at = holeEnd(holes, at) - 1;
    }
    // Nesting that never closes was no nesting: from here on the first end counts.
    isNesting = false;
    return firstEnd < 0 ? text.length : firstEnd;
  }

  function dollarQuoteEnd(at: number): number {
    DOLLAR_QUOTE.lastIndex = at;
    const isAllowed = dialect.dollarQuotes && unclosedDollarQuotes < UNCLOSED_DOLLAR_QUOTES_LIMIT;
    const tag = isAllowed ? DOLLAR_QUOTE.exec(text)?.[0] : undefined;
    if (tag !== undefined) {
      const end = text.indexOf(tag, at + tag.length);
      if (end >= 0) return take(SqlToken.string, end + tag.length);
      unclosedDollarQuotes++;
    }
    return take(SqlToken.punctuation, at + 1);
  }

  function isHashComment(at: number): boolean {
    if (dialect.hashComments !== undefined) return dialect.hashComments;
    // A database that is not known: `# words` on a line of its own, but neither `a # b` nor `#temp`.
    const next = text.charCodeAt(at + 1);
    if (!isSpace(next) && next !== 35 && at + 1 < text.length) return false;
    let before = at - 1;
    while (before >= 0 && (text[before] === " " || text[before] === "\t")) before--;
    return before < 0 || text[before] === "\n" || text[before] === "\r";
  }

  function isBracketedName(at: number): boolean {
    if (dialect.brackets === false) return false;
    BRACKETED.lastIndex = at;
    if (!BRACKETED.test(text)) return false;
    return dialect.brackets === true || !endsOperand(text.charCodeAt(at - 1));
  }

  return self;
}

/** Offset behind the hole at `at`, or the next offset where there is none. */
function holeEnd(holes: JinjaHoles, at: number): number {
  const opening = holes.openingAt(at);
  const end = opening ? holes.endOf(at, opening) : -1;
  return end < 0 ? at + 1 : end;
}
