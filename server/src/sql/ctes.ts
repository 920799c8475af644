/**
 * The common table expressions of a query: names, bodies and how often each is read. The seams
 * along which a long statement can be cut into models.
 */
import type { Span } from "../base/text";
import { K } from "./clauses";
import type { SqlDialect } from "./dialect";
import { Code, significantTokens } from "./keywords";
import { tokenizeSql } from "./tokens";

export interface CommonTableExpression {
  readonly name: string;
  readonly nameSpan: Span;
  /** What stands between its brackets. */
  readonly bodySpan: Span;
  /** Places behind `from` or `join` that name it, in later expressions and in the query itself. */
  readonly readCount: number;
}

/** Expressions of the outermost `with` clauses, in order. Names are compared without case. O(n). */
export function commonTableExpressions(
  text: string,
  dialect?: SqlDialect,
): readonly CommonTableExpression[] {
  const sql = tokenizeSql(text, dialect);
  const { count, codes, tokens } = significantTokens(sql);
  const startOf = (index: number): number => sql.starts[tokens[index]!]!;
  const endOf = (index: number): number => sql.starts[tokens[index]! + 1]!;
  const nameOf = (index: number): string =>
    text.slice(startOf(index), endOf(index)).replace(/^["`[]|["`\]]$/g, "");
  const isName = (index: number): boolean =>
    index < count && (codes[index] === Code.word || codes[index] === Code.quoted);

  const closing = closingBrackets(codes, count);
  const found: { name: string; nameSpan: Span; bodySpan: Span }[] = [];
  const reads = new Map<string, number>();
  let depth = 0;
  let lastClose = -2;
  for (let index = 0; index < count; index++) {
    const code = codes[index];
    if (code === Code.open) depth++;
    else if (code === Code.close) depth = Math.max(0, depth - 1);
    else if ((code === K.from || code === K.join) && isName(index + 1)) {
      const name = nameOf(index + 1).toLowerCase();
      if (codes[index + 2] !== Code.dot) reads.set(name, (reads.get(name) ?? 0) + 1);
    } else if (
      depth === 0 &&
      (code === K.with || (code === Code.comma && index === lastClose + 1))
    ) {
      const name = codes[index + 1] === K.recursive ? index + 2 : index + 1;
      const open = isName(name) ? bodyStart(name + 1) : -1;
      const close = open < 0 ? -1 : closing[open]!;
      if (close <= 0) continue;
      lastClose = close;
      found.push({
        name: nameOf(name),
        nameSpan: { start: startOf(name), end: endOf(name) },
        bodySpan: { start: endOf(open), end: startOf(close) },
      });
    }
  }
  return found.map((expression) => ({
    ...expression,
    readCount: reads.get(expression.name.toLowerCase()) ?? 0,
  }));

  /** Bracket that opens the body behind `name (columns) as not materialized`; -1 if none does. */
  function bodyStart(index: number): number {
    let at = index;
    if (codes[at] === Code.open) at = closing[at]! + 1;
    if (codes[at] !== K.as) return -1;
    at++;
    if (codes[at] === K.not) at++;
    if (codes[at] === K.materialized) at++;
    return codes[at] === Code.open ? at : -1;
  }
}

/** Index of the closing bracket of each opening one; 0 where none closes it. */
function closingBrackets(codes: Uint8Array, count: number): Uint32Array {
  const closing = new Uint32Array(count + 1);
  const open: number[] = [];
  for (let index = 0; index < count; index++) {
    if (codes[index] === Code.open) open.push(index);
    else if (codes[index] === Code.close) {
      const start = open.pop();
      if (start !== undefined) closing[start] = index;
    }
  }
  return closing;
}
