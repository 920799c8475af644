/**
 * TMSL JSON as model objects with their places. Takes any JSON: which keys mean something is for
 * `buildModel` to know.
 */
import type { Node } from "jsonc-parser";
import type { Span } from "../base/text";
import type { Insertion, ModelObject, ModelProperty } from "./modelObject";

/** Objects nested deeper than this are left out; TMSL itself needs eight levels. */
const MAX_DEPTH = 40;

/** `node` (a JSON object) as a model object. O(its text). */
export function bimObject(
  node: Node,
  type: string,
  context: { readonly text: string; readonly file: string },
  depth = 0,
): ModelObject {
  const properties = new Map<string, ModelProperty>();
  const children: ModelObject[] = [];
  let nameNode: Node | undefined;
  for (const property of node.children ?? []) {
    const [keyNode, value] = property.children ?? [];
    if (keyNode === undefined || value === undefined) continue;
    const key = String(keyNode.value);
    if (key === "name" && value.type === "string") nameNode = value;
    if (value.type === "object") {
      if (depth < MAX_DEPTH) children.push(bimObject(value, key.toLowerCase(), context, depth + 1));
      continue;
    }
    const text = textOf(value);
    if (text !== undefined) {
      properties.set(key.toLowerCase(), {
        value: text,
        valueSpan: spanOf(value),
        file: context.file,
      });
    } else if (value.type === "array" && depth < MAX_DEPTH) {
      for (const item of value.children ?? []) {
        if (item.type === "object") {
          children.push(bimObject(item, singularOf(key.toLowerCase()), context, depth + 1));
        }
      }
    }
  }
  const span = spanOf(node);
  return {
    type,
    name: nameNode === undefined ? "" : String(nameNode.value),
    format: "bim",
    file: context.file,
    span,
    nameSpan:
      nameNode === undefined ? { start: span.start, end: span.start + 1 } : spanOf(nameNode),
    properties,
    children,
    insertion: insertionOf(node, context.text),
  };
}

/** A value as text: a scalar, or lines as TMSL splits long strings. */
function textOf(node: Node): string | undefined {
  if (node.type === "string" || node.type === "number" || node.type === "boolean") {
    return String(node.value);
  }
  if (node.type !== "array") return undefined;
  const items = node.children ?? [];
  return items.length > 0 && items.every(({ type }) => type === "string")
    ? items.map(({ value }) => String(value)).join("\n")
    : undefined;
}

/** After the object's first property, on a line of its own where that one has one. */
function insertionOf(node: Node, text: string): Insertion | undefined {
  const first = node.children?.[0];
  if (first === undefined || first.children?.[1] === undefined) return undefined;
  const gap = text.slice(node.offset + 1, first.offset);
  const space = gap.trim() === "" && gap !== "" ? gap : " ";
  return { offset: first.offset + first.length, before: `,${space}` };
}

function spanOf(node: Node): Span {
  return { start: node.offset, end: node.offset + node.length };
}

function singularOf(key: string): string {
  return key.endsWith("ies") ? `${key.slice(0, -3)}y` : key.endsWith("s") ? key.slice(0, -1) : key;
}
