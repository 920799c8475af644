/** Model objects while TMDL is read, and the parts of one object from several files as one. */
import type { Problem } from "../base/problem";
import type { Insertion, ModelObject } from "./modelObject";

/** An object whose span still grows with the lines below it. */
export interface Builder {
  readonly object: ModelObject;
  readonly span: { start: number; end: number };
}

export function newObject(parts: {
  readonly type: string;
  readonly name: string;
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly insertion: Insertion;
}): Builder {
  const { type, name, file, start, end, nameStart, nameEnd, insertion } = parts;
  const span = { start, end };
  const object: ModelObject = {
    type,
    name,
    format: "tmdl",
    file,
    span,
    nameSpan: { start: nameStart, end: nameEnd },
    properties: new Map(),
    children: [],
    insertion,
  };
  return { object, span };
}

/** Makes the object reach to `end` at least. */
export function widen({ span }: Builder, end: number): void {
  span.end = Math.max(span.end, end);
}

/**
 * Objects of equal type and name as one, in the order of their first parts; a property that two
 * parts set is a problem. O(objects).
 */
export function mergeParts(
  objects: readonly ModelObject[],
  problems: Problem[],
): readonly ModelObject[] {
  const byKey = new Map<string, ModelObject>();
  const merged: ModelObject[] = [];
  for (const object of objects) {
    const key = `${object.type} ${object.name.toLowerCase()}`;
    const first = byKey.get(key);
    if (first === undefined) {
      byKey.set(key, object);
      merged.push(object);
      continue;
    }
    for (const [name, property] of object.properties) {
      if (!first.properties.has(name) || name === "changedproperty")
        first.properties.set(name, property);
      else {
        problems.push({
          file: property.file,
          span: property.valueSpan,
          code: "tmdl-syntax",
          severity: "error",
          message: `${object.type} ${object.name} has this property in ${first.file} already; TMDL refuses a second one.`,
        });
      }
    }
    const together = mergeParts([...first.children, ...object.children], problems);
    first.children.splice(0, first.children.length, ...together);
  }
  return merged;
}
