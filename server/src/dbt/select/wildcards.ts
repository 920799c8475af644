/**
 * Python's `fnmatch` and `pathlib.Path.glob`, as dbt uses them in selections. Case-sensitive, as
 * on Linux and macOS.
 */

const compiled = new Map<string, RegExp>();
/** Patterns come from a person's selections: far fewer than this, so the map stays small. */
const MAX_COMPILED = 500;

/** True where `pattern` (`*`, `?`, `[a-z]`, `[!x]`) matches the whole of `text`. */
export function matchesPattern(text: string, pattern: string): boolean {
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    expression = new RegExp(`^${translated(pattern)}$`, "su");
    if (compiled.size >= MAX_COMPILED) compiled.clear();
    compiled.set(pattern, expression);
  }
  return expression.test(text);
}

function translated(pattern: string): string {
  let result = "";
  let at = 0;
  const characters = [...pattern];
  while (at < characters.length) {
    const character = characters[at++]!;
    if (character === "*") {
      // Several stars mean one: without this a pattern of stars takes exponential time.
      while (characters[at] === "*") at++;
      result += ".*";
    } else if (character === "?") result += ".";
    else if (character === "[") {
      const end = closingBracket(characters, at);
      if (end < 0) result += "\\[";
      else {
        result += characterClass(characters.slice(at, end));
        at = end + 1;
      }
    } else result += escaped(character);
  }
  return result;
}

/** Index of the bracket that ends a class; a bracket right after `[` or `[!` belongs to it. */
function closingBracket(characters: readonly string[], from: number): number {
  const first = characters[from] === "!" ? from + 1 : from;
  return characters.indexOf("]", characters[first] === "]" ? first + 1 : first);
}

function characterClass(content: readonly string[]): string {
  const isNegated = content[0] === "!";
  const members = isNegated ? content.slice(1) : content;
  let inside = "";
  for (let at = 0; at < members.length; at++) {
    const low = members[at]!;
    const high = members[at + 2];
    if (members[at + 1] === "-" && high !== undefined) {
      // Python drops a range that runs backwards.
      if (low <= high) inside += `${escaped(low)}-${escaped(high)}`;
      at += 2;
    } else inside += escaped(low);
  }
  if (inside === "") return isNegated ? "." : "(?!)";
  return `[${isNegated ? "^" : ""}${inside}]`;
}

function escaped(character: string): string {
  return /[\\^$.*+?()[\]{}|/&\-~!#%,:;<=>@`]/.test(character)
    ? `\\u{${character.codePointAt(0)!.toString(16)}}`
    : character;
}

/** A glob over relative paths, or why Python refuses it. */
export type PathGlob =
  | { readonly matches: (path: string, isFolder: boolean) => boolean }
  | { readonly failure: string };

/**
 * Compiles a `Path.glob` pattern. Paths are relative, with `/`, the root itself is `.`. `**` stands
 * for folders at any depth, so `models/**` matches the folder `models` and all below it.
 */
export function pathGlob(pattern: string): PathGlob {
  if (pattern.startsWith("/")) return { failure: "a path must be relative to the project" };
  const parts = pattern.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.length === 0) return { failure: "a path must name a file or folder" };
  if (parts.some((part) => part.includes("**") && part !== "**")) {
    return { failure: "`**` must stand for a whole folder: `models/**/*.sql`" };
  }
  const needsFolder = pattern.endsWith("/") || parts.at(-1) === "**";
  const matchesFrom = (path: readonly string[], at: number, part: number): boolean => {
    if (part === parts.length) return at === path.length;
    if (parts[part] === "**") {
      for (let next = at; next <= path.length; next++) {
        if (matchesFrom(path, next, part + 1)) return true;
      }
      return false;
    }
    const segment = path[at];
    if (segment === undefined) return false;
    const wanted = parts[part]!;
    const isEqual = segment === ".." ? wanted === ".." : matchesPattern(segment, wanted);
    return isEqual && matchesFrom(path, at + 1, part + 1);
  };
  return {
    matches: (path, isFolder) =>
      (isFolder || !needsFolder) && matchesFrom(path === "." ? [] : path.split("/"), 0, 0),
  };
}
