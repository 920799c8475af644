/** TMDL names and references: `'Net ''Price'''`, `Sales.'Product Key'`. Text in, text out. */

/** The name without its quotes; text that has none stays as it is. */
export function unquoteName(text: string): string {
  const trimmed = text.trim();
  return trimmed.length >= 2 && trimmed.startsWith("'") && trimmed.endsWith("'")
    ? trimmed.slice(1, -1).replaceAll("''", "'")
    : trimmed;
}

/** `Table.Column`, either part quoted or not; without a dot the table is empty. */
export function parseColumnReference(text: string): {
  readonly table: string;
  readonly column: string;
} {
  const match = /^\s*('(?:[^']|'')*'|[^.']*)\.(.*)$/s.exec(text);
  return match === null
    ? { table: "", column: unquoteName(text) }
    : { table: unquoteName(match[1] ?? ""), column: unquoteName(match[2] ?? "") };
}
