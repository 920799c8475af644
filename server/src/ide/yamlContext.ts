/**
 * Where in a YAML file a cursor stands, by indentation alone, so that half-typed YAML is no
 * obstacle. Knows block style only; inside `{…}` and `[…]` it stays silent.
 */
import type { TypingContext } from "./configContext";

const KEY_LINE = /^(\s*(?:-\s+)*)(?:"([^"]*)"|'([^']*)'|([^\s#"'[\]{},:][^#:]*?))\s*:(?:\s|$)/;

/** The context at `offset`; absent in comments, flow style and multi-line texts. O(lines above). */
export function yamlContext(text: string, offset: number): TypingContext | undefined {
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  const line = text.slice(lineStart, offset);
  if (/(^|\s)#/.test(line)) return undefined;
  const key = KEY_LINE.exec(line);
  const indent = indentOf(line);
  const path = pathAbove(text, lineStart, indent);
  if (path === undefined) return undefined;
  if (key === null) {
    const typed = /[+\w.-]*$/.exec(line)?.[0] ?? "";
    if (
      line
        .slice(0, line.length - typed.length)
        .trim()
        .replaceAll("-", "") !== ""
    )
      return undefined;
    return { path, span: { start: offset - typed.length, end: offset } };
  }
  const value = /[^\s]*$/.exec(line.slice(key[0].length))?.[0] ?? "";
  if (/^[[{&*|>]/.test(line.slice(key[0].length).trim())) return undefined;
  return {
    path,
    keyOfValue: (key[2] ?? key[3] ?? key[4] ?? "").trim(),
    span: { start: offset - value.length, end: offset },
  };
}

/** Keys of the lines above that enclose `indent`, outermost first. */
function pathAbove(text: string, lineStart: number, indent: number): readonly string[] | undefined {
  const path: string[] = [];
  let limit = indent;
  let end = lineStart - 1;
  while (end > 0 && limit > 0) {
    const start = text.lastIndexOf("\n", end - 1) + 1;
    const line = text.slice(start, end).trimEnd();
    end = start - 1;
    if (line.trim() === "" || line.trimStart().startsWith("#")) continue;
    const match = KEY_LINE.exec(line);
    const depth = indentOf(line);
    if (depth >= limit) continue;
    if (match === null) return undefined;
    if (/[|>][-+]?\d?\s*$/.test(line)) return undefined;
    path.unshift((match[2] ?? match[3] ?? match[4] ?? "").trim());
    limit = depth;
  }
  return path;
}

/** Column of the first sign that is neither space nor the dash of a list. */
function indentOf(line: string): number {
  return /^\s*(?:-\s+)*/.exec(line)?.[0].length ?? 0;
}
