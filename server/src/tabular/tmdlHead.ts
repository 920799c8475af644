/**
 * What one line of TMDL declares: a keyword, then a name, then `:` or `=` and a value. Takes the
 * line without its indentation; offsets are relative to it.
 */
import { unquoteName } from "./tmdlNames";

export interface Head {
  /** As written, and in lower case: TMDL's words have no case. */
  readonly word: string;
  readonly keyword: string;
  /** Absent for properties and nameless objects. */
  readonly name?: string;
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly nameProblem?: string;
  /** What `ref` refers to, such as `table`. */
  readonly refType?: string;
  readonly sign: "" | ":" | "=";
  readonly value: string;
  readonly valueStart: number;
}

/** The line's parts, or in one sentence why it has none. O(line). */
export function readHead(content: string): Head | string {
  const word = /^[A-Za-z_]\w*/.exec(content)?.[0];
  if (word === undefined) return "This line is neither a TMDL object nor a property.";
  const keyword = word.toLowerCase();
  const isRef = keyword === "ref";
  let position = word.length;
  let refType: string | undefined;
  if (isRef) {
    const type = /^\s+([A-Za-z]\w*)/.exec(content.slice(position));
    if (type === null) return "ref names a kind of object and its name: ref table Sales.";
    refType = (type[1] ?? "").toLowerCase();
    position += type[0].length;
  }
  const afterWord = content.slice(position);
  if (afterWord !== "" && !/^[\s:=]/.test(afterWord)) {
    return "This line is neither a TMDL object nor a property.";
  }
  position += blanks(afterWord);
  const nameStart = position;
  let name: string | undefined;
  let nameProblem: string | undefined;
  const rest = content.slice(position);
  if (rest.startsWith("'")) {
    const quoted = /^'(?:[^']|'')*'/.exec(rest)?.[0];
    if (quoted === undefined) nameProblem = "The name that begins here has no closing quote.";
    name = quoted === undefined ? rest.slice(1) : unquoteName(quoted);
    position += quoted?.length ?? rest.length;
  } else if (rest !== "" && !/^[:=]/.test(rest)) {
    name = /^[^\s=]*/.exec(rest)?.[0] ?? "";
    position += name.length;
  }
  const nameEnd = position;
  const tail = content.slice(position);
  position += blanks(tail);
  const mark = content[position];
  const sign = mark === "=" || (mark === ":" && name === undefined) ? mark : "";
  const shared = {
    word,
    keyword,
    ...(name !== undefined && { name }),
    ...(refType !== undefined && { refType }),
    nameStart,
  };
  if (sign === "") {
    const isLoose = position < content.length;
    const problem = isLoose
      ? "A name with blanks or signs stands in single quotes in TMDL."
      : nameProblem;
    return {
      ...shared,
      nameEnd: isLoose ? content.length : nameEnd,
      ...(problem !== undefined && { nameProblem: problem }),
      sign,
      value: "",
      valueStart: content.length,
    };
  }
  position++;
  position += blanks(content.slice(position));
  return {
    ...shared,
    nameEnd,
    ...(nameProblem !== undefined && { nameProblem }),
    sign,
    value: content.slice(position),
    valueStart: position,
  };
}

function blanks(text: string): number {
  return text.length - text.trimStart().length;
}
