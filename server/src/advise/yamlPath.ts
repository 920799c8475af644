/** From an offset in a YAML file to the key path there, and from a path to the mapping it names. */
import type { Span } from "../base/text";
import type { YamlDocument, YamlPath } from "../yaml/parseYaml";
import { entryOf, isYamlList, isYamlMap, type YamlMap, type YamlValue } from "../yaml/values";

/** Path of the innermost key or item at `offset`. O(keys on the way). */
export function pathAt(document: YamlDocument, offset: number): YamlPath | undefined {
  const path: (string | number)[] = [];
  let value: YamlValue | undefined = document.value;
  for (;;) {
    const steps = isYamlMap(value)
      ? Object.keys(value)
      : isYamlList(value)
        ? value.map((_, index) => index)
        : [];
    const step = steps.find((candidate) => isWithin(document, [...path, candidate], offset));
    if (step === undefined) return path.length === 0 ? undefined : path;
    path.push(step);
    if (contains(document.keySpan(path), offset) && typeof step === "string") return path;
    value = childOf(value, step);
  }
}

/** The mapping at `path`; undefined where something else or nothing stands there. */
export function mapAt(document: YamlDocument, path: YamlPath): YamlMap | undefined {
  let value: YamlValue | undefined = document.value;
  for (const step of path) value = childOf(value, step);
  return isYamlMap(value) ? value : undefined;
}

function childOf(value: YamlValue | undefined, step: string | number): YamlValue | undefined {
  if (typeof step === "number") return isYamlList(value) ? value[step] : undefined;
  return isYamlMap(value) ? entryOf(value, step) : undefined;
}

function isWithin(document: YamlDocument, path: YamlPath, offset: number): boolean {
  const keySpan = document.keySpan(path);
  const valueSpan = document.valueSpan(path);
  // The value of an alias stands elsewhere: it is not a place of this path.
  return (
    contains(keySpan, offset) || (valueSpan.start >= keySpan.start && contains(valueSpan, offset))
  );
}

function contains({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset < end;
}
