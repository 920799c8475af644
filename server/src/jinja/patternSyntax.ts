/**
 * Whether a text is a regular expression to Python's `re`, told by scanning it: nothing is compiled
 * or matched, so that no pattern can cost time. Knows brackets, repeats and ends of escapes; other
 * faults are not looked for. Source: CPython 3.11 `re/_parser.py`.
 */

/** What Python says of a pattern that is none; undefined where nothing was found. O(length). */
export function patternFault(pattern: string): string | undefined {
  const groups: number[] = [];
  // What stood last: nothing that can be repeated, something that can, or a repeat.
  let before: "nothing" | "item" | "repeat" = "nothing";
  let isVerbose = /^\(\?[a-wyzA-Z]*x/.test(pattern);
  for (let at = 0; at < pattern.length; at++) {
    const here = pattern[at]!;
    if (here === "\\") {
      if (at + 1 >= pattern.length) return `bad escape (end of pattern) at position ${at}`;
      at++;
      before = "AZbB".includes(pattern[at]!) ? "nothing" : "item";
    } else if (here === "[") {
      const end = endOfSet(pattern, at);
      if (end < 0) return `unterminated character set at position ${at}`;
      at = end;
      before = "item";
    } else if (here === "(") {
      if (pattern.startsWith("(?#", at)) {
        const end = pattern.indexOf(")", at);
        if (end < 0) return `missing ), unterminated comment at position ${at}`;
        at = end;
        continue;
      }
      if (/^\(\?[aiLmsux-]*x/.test(pattern.slice(at, at + 12))) isVerbose = true;
      groups.push(at);
      at += groupOpening(pattern, at);
      before = "nothing";
    } else if (here === ")") {
      if (groups.pop() === undefined) return `unbalanced parenthesis at position ${at}`;
      before = "item";
    } else if ("|^$".includes(here)) before = "nothing";
    else if (isRepeat(pattern, at)) {
      if (before === "nothing") return `nothing to repeat at position ${at}`;
      const length = repeatLength(pattern, at);
      // `*?` and `*+` are one repeat.
      const isMore = pattern[at + length] === "?" || pattern[at + length] === "+";
      if (before === "repeat") return `multiple repeat at position ${at}`;
      at += length - 1 + (isMore ? 1 : 0);
      before = "repeat";
    } else if (isVerbose && /\s/.test(here)) continue;
    else if (isVerbose && here === "#") {
      const end = pattern.indexOf("\n", at);
      at = end < 0 ? pattern.length : end;
    } else before = "item";
  }
  const [open] = groups;
  return open === undefined ? undefined : `missing ), unterminated subpattern at position ${open}`;
}

/** The closing bracket of the set that opens at `at`; -1 where there is none. */
export function endOfSet(pattern: string, at: number): number {
  let next = at + (pattern[at + 1] === "^" ? 2 : 1);
  // A bracket that comes first stands for itself.
  if (pattern[next] === "]") next++;
  for (; next < pattern.length; next++) {
    if (pattern[next] === "\\") next++;
    else if (pattern[next] === "]") return next;
  }
  return -1;
}

/** How many characters after `(` belong to the opening: `?:`, `?P<name>`, `?<=` and their kin. */
export function groupOpening(pattern: string, at: number): number {
  const found = /^\((\?(?:[:=!>]|<[=!]|P<\w*>|P=\w*|[aiLmsux-]+:?|\([^)]*\)))/.exec(
    pattern.slice(at, at + 80),
  );
  return found === null ? 0 : found[1]!.length;
}

function isRepeat(pattern: string, at: number): boolean {
  return "*+?".includes(pattern[at]!) || repeatLength(pattern, at) > 1;
}

/** How often what stands before `at` is repeated, and by how many characters; absent: once. */
export function repeatOf(
  pattern: string,
  at: number,
): { readonly min: number; readonly max: number; readonly length: number } | undefined {
  if (at >= pattern.length || !isRepeat(pattern, at)) return undefined;
  const length = repeatLength(pattern, at);
  const isMore = pattern[at + length] === "?" || pattern[at + length] === "+";
  const [, least = "", comma, most = ""] =
    /^\{(\d*)(,?)(\d*)\}$/.exec(pattern.slice(at, at + length)) ?? [];
  const isPlain = comma === undefined;
  const min = isPlain ? (pattern[at] === "+" ? 1 : 0) : Number(least);
  const max = isPlain
    ? pattern[at] === "?"
      ? 1
      : Number.POSITIVE_INFINITY
    : most !== ""
      ? Number(most)
      : comma === ""
        ? min
        : Number.POSITIVE_INFINITY;
  return { min, max, length: length + (isMore ? 1 : 0) };
}

/** `{3}`, `{3,}`, `{,4}` and `{3,4}` repeat; any other brace stands for itself. */
function repeatLength(pattern: string, at: number): number {
  if (pattern[at] !== "{") return 1;
  const found = /^\{(?:\d+(?:,\d*)?|,\d+)\}/.exec(pattern.slice(at, at + 24));
  return found === null ? 1 : found[0].length;
}
