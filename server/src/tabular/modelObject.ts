/**
 * One object of a model file (table, column, partition …) with its properties and places, in the
 * same shape for TMSL and TMDL. Knows how a property is written in each; judges nothing.
 */
import type { TextEdit } from "../base/problem";
import type { Span } from "../base/text";

export interface ModelProperty {
  /** As text: `false`, `10`, a reference, or an expression whose lines are joined by `\n`. */
  readonly value: string;
  /** The value as it stands in the file. */
  readonly valueSpan: Span;
  readonly file: string;
}

/** Where a new property goes, and what must stand before it. */
export interface Insertion {
  readonly offset: number;
  readonly before: string;
}

export interface ModelObject {
  /** Lower case and singular: `table`, `column`, `datasource` … */
  readonly type: string;
  readonly name: string;
  readonly format: "bim" | "tmdl";
  readonly file: string;
  readonly span: Span;
  readonly nameSpan: Span;
  /** By lower-case key; `=` is what follows a TMDL declaration's equals sign. */
  readonly properties: Map<string, ModelProperty>;
  readonly children: ModelObject[];
  /** Absent where the object has no room for one, such as an empty JSON object. */
  readonly insertion: Insertion | undefined;
}

/** Text of the first of `keys` that the object has; O(keys). */
export function propertyOf(object: ModelObject, ...keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const found = object.properties.get(key);
    if (found !== undefined) return found.value;
  }
  return undefined;
}

export function isTrue(object: ModelObject, key: string): boolean {
  return propertyOf(object, key)?.toLowerCase() === "true";
}

/** Whole number of a property; absent where it is none. */
export function integerOf(object: ModelObject, key: string): number | undefined {
  const text = propertyOf(object, key)?.trim();
  return text !== undefined && /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;
}

export function childrenOf(object: ModelObject, type: string): readonly ModelObject[] {
  return object.children.filter((child) => child.type === type);
}

export function childOf(object: ModelObject, type: string): ModelObject | undefined {
  return object.children.find((child) => child.type === type);
}

/** Value of an annotation by its exact name. */
export function annotationOf(object: ModelObject, name: string): string | undefined {
  const found = object.children.find((child) => child.type === "annotation" && child.name === name);
  return found === undefined ? undefined : propertyOf(found, "=", "value");
}

/**
 * Edit that gives `object` the property `key` with a boolean, number or word; absent where the file has
 * no room for it. Changes only the value, or adds one property after the declaration.
 */
export function setProperty(
  object: ModelObject,
  key: string,
  value: boolean | number | string,
): TextEdit | undefined {
  const present = object.properties.get(key.toLowerCase());
  if (present !== undefined) {
    const { file, valueSpan } = present;
    const isEmpty = valueSpan.end === valueSpan.start;
    // A bare TMDL word such as `isHidden` says true; `isHidden:` says nothing yet.
    const before = !isEmpty ? "" : present.value === "true" ? ": " : " ";
    return { file, span: valueSpan, newText: before + written(object, value) };
  }
  const { insertion, file } = object;
  if (insertion === undefined) return undefined;
  const property =
    object.format === "bim" ? `"${key}": ${written(object, value)}` : `${key}: ${value}`;
  const span = { start: insertion.offset, end: insertion.offset };
  return { file, span, newText: `${insertion.before}${property}` };
}

function written({ format }: ModelObject, value: boolean | number | string): string {
  return format === "bim" ? JSON.stringify(value) : String(value);
}
