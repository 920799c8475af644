/** Escapes in Jinja's string literals: Python's `unicode-escape`, error texts included. */

const SIMPLE: Readonly<Record<string, string>> = {
  "\n": "",
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};
const HEX_LENGTH: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** The value of a literal's inside, or the message of Python's codec. */
export function decodeString(
  inside: string,
): { readonly text: string } | { readonly failure: string } {
  if (!inside.includes("\\")) return { text: inside };
  const parts: string[] = [];
  let at = 0;
  while (at < inside.length) {
    const slash = inside.indexOf("\\", at);
    if (slash < 0) {
      parts.push(inside.slice(at));
      break;
    }
    parts.push(inside.slice(at, slash));
    const next = inside[slash + 1];
    if (next === undefined) return { failure: "\\ at end of string" };
    const simple = Object.hasOwn(SIMPLE, next) ? SIMPLE[next] : undefined;
    if (simple !== undefined) {
      parts.push(simple);
      at = slash + 2;
    } else if (next >= "0" && next <= "7") {
      const octal = /^[0-7]{1,3}/.exec(inside.slice(slash + 1, slash + 4))?.[0] ?? "0";
      parts.push(String.fromCharCode(Number.parseInt(octal, 8)));
      at = slash + 1 + octal.length;
    } else if (Object.hasOwn(HEX_LENGTH, next)) {
      const length = HEX_LENGTH[next]!;
      const digits = /^[0-9a-fA-F]*/.exec(inside.slice(slash + 2, slash + 2 + length))?.[0] ?? "";
      if (digits.length < length) {
        const shape = next === "x" ? "\\xXX" : next === "u" ? "\\uXXXX" : "\\UXXXXXXXX";
        return { failure: `truncated ${shape} escape` };
      }
      const code = Number.parseInt(digits, 16);
      if (code > 0x10ffff) return { failure: "illegal Unicode character" };
      parts.push(String.fromCodePoint(code));
      at = slash + 2 + length;
    } else if (next === "N") {
      return { failure: "unknown Unicode character name" };
    } else {
      // Python keeps the backslash of an escape that it does not know.
      parts.push("\\", next);
      at = slash + 2;
    }
  }
  return { text: parts.join("") };
}
