/**
 * XML as a tree of elements, as far as traces need it: names without prefixes, attributes, text.
 * Tolerant of what is cut off; knows no schema, resolves nothing from outside.
 */

export interface XmlElement {
  /** Without its prefix. */
  readonly name: string;
  /** By name without prefix; the last of two alike counts. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Text directly in it, entities resolved. */
  readonly text: string;
}

interface Building extends XmlElement {
  readonly children: XmlElement[];
  text: string;
}

const TOKEN =
  /<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[([\s\S]*?)(?:\]\]>|$)|<\?[\s\S]*?(?:\?>|$)|<![^>]*>|<(\/?)([^\s/>"'=<]+)((?:\s+[^\s/>"'=<]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|([^<]+)|</g;
const ATTRIBUTE = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** Root elements of `text`, in order. O(text), without recursion. */
export function xmlElements(text: string): readonly XmlElement[] {
  const top: Building = { name: "", attributes: new Map(), children: [], text: "" };
  const open = [top];
  for (const match of text.matchAll(TOKEN)) {
    const [, cdata, closing, name, attributes = "", selfClosing, plain] = match;
    const current = open.at(-1)!;
    if (cdata !== undefined) current.text += cdata;
    else if (plain !== undefined) current.text += resolved(plain);
    else if (name !== undefined && closing === "/") closeElement(open, localName(name));
    else if (name !== undefined) {
      const element: Building = {
        name: localName(name),
        attributes: attributesOf(attributes),
        children: [],
        text: "",
      };
      current.children.push(element);
      if (selfClosing !== "/") open.push(element);
    }
  }
  return top.children;
}

/** Every element called `name` at or below `elements`, in document order; names have no case. */
export function* elementsNamed(
  elements: readonly XmlElement[],
  name: string,
): Generator<XmlElement> {
  const stack = [...elements].reverse();
  for (let element = stack.pop(); element !== undefined; element = stack.pop()) {
    if (element.name.toLowerCase() === name) yield element;
    for (let index = element.children.length - 1; index >= 0; index--) {
      stack.push(element.children[index]!);
    }
  }
}

/** Closes the innermost open element of that name and all within it; a stray end is passed over. */
function closeElement(open: Building[], name: string): void {
  for (let depth = open.length - 1; depth > 0; depth--) {
    if (open[depth]?.name !== name) continue;
    open.length = depth;
    return;
  }
}

function attributesOf(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, name = "", double, single] of text.matchAll(ATTRIBUTE)) {
    found.set(localName(name), resolved(double ?? single ?? ""));
  }
  return found;
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

const ENTITIES: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  amp: "&",
  quot: '"',
  apos: "'",
};

function resolved(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
