/**
 * The parser's place in the tokens, with Jinja2's messages for what it expected. In recovery it
 * collects failures instead of ending at the first.
 */
import type { Span } from "../base/text";
import type { Expression } from "./nodes";
import { reprString } from "./reprString";
import type { Token, TokenKind } from "./tokens";
import { describeKind, describeToken } from "./tokens";

/** Which tags exist: plain Jinja2 with `do` and loop controls, or dbt's blocks too. */
export type Dialect = "jinja" | "dbt";

/** A place that Jinja2 refuses. `lineOffset` lies on the line that Jinja2 would name. */
export interface SyntaxFailure {
  readonly message: string;
  readonly span: Span;
  readonly lineOffset: number;
  /** `SyntaxError` where only Python's own compiler refuses what Jinja2 made of the template. */
  readonly pythonClass: "TemplateSyntaxError" | "TemplateAssertionError" | "SyntaxError";
}

/**
 * Carries a SyntaxFailure up to the tag that recovers, or out of the strict parser. No Error: a
 * broken file throws thousands, and nobody reads their stacks.
 */
export class SyntaxFailureSignal {
  constructor(readonly failure: SyntaxFailure) {}
}

/** The rules that refer back to whole expressions, handed in to keep the files apart. */
export interface Grammar {
  readonly expression: (cursor: TokenCursor) => Expression;
  /** What stands between parentheses: an expression or a tuple. */
  readonly parenthesised: (cursor: TokenCursor) => Expression;
}

/** Nesting of expressions and blocks that parser and interpreter can surely walk. */
const NESTING_LIMIT = 150;
/** Operators in one flat chain: each is one level of the tree. */
const CHAIN_LIMIT = 1_000;

export class TokenCursor {
  readonly failures: SyntaxFailure[] = [];
  /** End tags looked for, outermost first; the tags that opened those blocks. */
  readonly endTags: (readonly string[])[] = [];
  readonly openTags: Token[] = [];
  private index = 0;
  private depth = 0;

  constructor(
    private readonly tokens: readonly Token[],
    readonly mode: "strict" | "recovery",
    readonly dialect: Dialect,
    readonly grammar: Grammar,
  ) {
    this.refuseFailure(this.current);
  }

  get current(): Token {
    return this.tokens[this.index]!;
  }

  /** End offset of the token before the current one. */
  get previousEnd(): number {
    return this.tokens[this.index - 1]?.end ?? 0;
  }

  /** Steps on and gives the token stepped over. Raises where the next text was no token. */
  next(): Token {
    const token = this.current;
    if (this.index < this.tokens.length - 1) {
      this.index++;
      this.refuseFailure(this.current);
    }
    return token;
  }

  /** The token after the current one. */
  look(): Token {
    const token = this.tokens[Math.min(this.index + 1, this.tokens.length - 1)]!;
    this.refuseFailure(token);
    return token;
  }

  /** Whether the current token is of this kind. */
  at(kind: TokenKind): boolean {
    return this.current.kind === kind;
  }

  isName(name: string): boolean {
    const token = this.current;
    return token.kind === "name" && token.text === name;
  }

  skipKind(kind: TokenKind): boolean {
    if (this.current.kind !== kind) return false;
    this.next();
    return true;
  }

  skipName(name: string): boolean {
    if (!this.isName(name)) return false;
    this.next();
    return true;
  }

  expect(kind: TokenKind): Token {
    if (this.current.kind !== kind) this.failExpected(describeKind(kind));
    return this.next();
  }

  expectName(name: string): Token {
    if (!this.isName(name)) this.failExpected(name);
    return this.next();
  }

  /** Runs `parse` one level deeper. */
  nested<T>(parse: () => T): T {
    this.depth++;
    if (this.depth > NESTING_LIMIT) this.fail("the template nests too deeply for Heddle");
    try {
      return parse();
    } finally {
      this.depth--;
    }
  }

  /** Refuses a chain of operators that would make the tree too high. */
  limitChain(length: number): void {
    if (length > CHAIN_LIMIT) this.fail("the expression is too long for Heddle");
  }

  fail(message: string, at: Span = this.current): never {
    throw new SyntaxFailureSignal({
      message,
      span: { start: at.start, end: at.end },
      lineOffset: this.lineOffsetOf(at),
      pythonClass: "TemplateSyntaxError",
    });
  }

  failAssertion(message: string, at: Span): never {
    throw new SyntaxFailureSignal({
      message,
      span: { start: at.start, end: at.end },
      lineOffset: at.start,
      pythonClass: "TemplateAssertionError",
    });
  }

  /** In recovery keeps what `parse` raises and gives `fallback`; strict lets it pass. */
  recover<T>(parse: () => T, fallback: () => T): T {
    if (this.mode === "strict") return parse();
    const { endTags, openTags, depth } = this;
    const endTagCount = endTags.length;
    const openTagCount = openTags.length;
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof SyntaxFailureSignal)) throw error;
      this.failures.push(error.failure);
      endTags.length = endTagCount;
      openTags.length = openTagCount;
      this.depth = depth;
      return fallback();
    }
  }

  /** Recovery: the innermost open tag lacks its end; reported where it was opened. */
  noteUnclosed(endTag: string): void {
    const opener = this.openTags.at(-1);
    if (opener === undefined) return;
    this.failures.push({
      message: `{% ${opener.text} %} is never closed: {% ${endTag} %} is missing`,
      span: { start: opener.start, end: opener.end },
      lineOffset: opener.start,
      pythonClass: "TemplateSyntaxError",
    });
  }

  /** Moves to the end of the current tag without passing it. */
  skipToTagEnd(): void {
    while (!["blockEnd", "variableEnd", "eof"].includes(this.current.kind)) this.next();
  }

  private lineOffsetOf(at: Span): number {
    if (at !== this.current || this.current.kind !== "eof") return at.start;
    return this.tokens[this.tokens.length - 2]?.start ?? 0;
  }

  private failExpected(expected: string): never {
    const token = this.current;
    if (token.kind === "eof") {
      this.fail(`unexpected end of template, expected ${reprString(expected)}.`);
    }
    this.fail(`expected token ${reprString(expected)}, got ${reprString(describeToken(token))}`);
  }

  private refuseFailure(token: Token): void {
    if (token.kind === "failure") this.fail(token.text, token);
  }
}
