/** `repr()` of a Python string: quotes, escapes, and what counts as printable. */

const NAMED: Readonly<Record<string, string>> = {
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\\": "\\\\",
};
const PLAIN = /^[ !#-&(-[\]-~]*$/;
const PRINTABLE = /[^\p{C}\p{Z}]/u;

/** Python's `repr(text)`. O(n). */
export function reprString(text: string): string {
  if (PLAIN.test(text)) return `'${text}'`;
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const parts: string[] = [quote];
  for (const character of text) {
    if (character === quote) parts.push("\\", quote);
    else if (Object.hasOwn(NAMED, character)) parts.push(NAMED[character]!);
    else if (character === " " || PRINTABLE.test(character)) parts.push(character);
    else parts.push(escapeOf(character.codePointAt(0) ?? 0));
  }
  parts.push(quote);
  return parts.join("");
}

function escapeOf(code: number): string {
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, "0")}`;
  if (code < 0x10000) return `\\u${code.toString(16).padStart(4, "0")}`;
  return `\\U${code.toString(16).padStart(8, "0")}`;
}
