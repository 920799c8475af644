/** The tokens between lexer and parser, and their names in Jinja2's messages. */
import type { Span } from "../base/text";

/** Operators by their text; their token kind is the text itself. */
export type Operator =
  | "+"
  | "-"
  | "/"
  | "//"
  | "*"
  | "%"
  | "**"
  | "~"
  | "["
  | "]"
  | "("
  | ")"
  | "{"
  | "}"
  | "=="
  | "!="
  | ">"
  | ">="
  | "<"
  | "<="
  | "="
  | "."
  | ":"
  | "|"
  | ","
  | ";";

export type TokenKind =
  | Operator
  | "data"
  | "variableBegin"
  | "variableEnd"
  | "blockBegin"
  | "blockEnd"
  | "name"
  | "string"
  | "integer"
  | "float"
  | "failure"
  | "eof";

/** One token. `text` is decoded for strings and data (with `\n` line ends), as written for others. */
export interface Token extends Span {
  readonly kind: TokenKind;
  readonly text: string;
}

const DESCRIPTIONS: Partial<Record<TokenKind, string>> = {
  data: "template data / text",
  variableBegin: "begin of print statement",
  variableEnd: "end of print statement",
  blockBegin: "begin of statement block",
  blockEnd: "end of statement block",
  eof: "end of template",
};

/** A token as Jinja2's messages name it. */
export function describeToken(token: Token): string {
  return token.kind === "name" ? token.text : describeKind(token.kind);
}

/** A kind of token as Jinja2's messages name it. */
export function describeKind(kind: TokenKind): string {
  return DESCRIPTIONS[kind] ?? kind;
}
