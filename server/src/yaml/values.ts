/**
 * What a YAML document holds once read the way Python reads it: JSON's types plus the two that
 * JSON cannot tell apart, whole floats (`1.0` is not `1`) and dates.
 */

/** A float that happens to be whole, infinite or not a number: Python prints it as `1.0`. */
export class YamlFloat {
  constructor(readonly value: number) {}
}

/** A date or date-time; `iso` is Python's `isoformat()`, `text` its `str()`. */
export class YamlTime {
  constructor(
    readonly iso: string,
    readonly text: string,
  ) {}
}

export type YamlValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | YamlFloat
  | YamlTime
  | readonly YamlValue[]
  | YamlMap;

/** Keys are strings, as Python would print them; `__proto__` is an ordinary own key. */
export interface YamlMap {
  readonly [key: string]: YamlValue;
}

export type Plain =
  | null
  | boolean
  | number
  | string
  | readonly Plain[]
  | { readonly [key: string]: Plain };

export function isYamlMap(value: YamlValue | undefined): value is YamlMap {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof YamlFloat) &&
    !(value instanceof YamlTime)
  );
}

export function isYamlList(value: YamlValue | undefined): value is readonly YamlValue[] {
  return Array.isArray(value);
}

/** An own entry of a map: never something inherited such as `constructor`. */
export function entryOf(map: YamlMap, key: string): YamlValue | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

/** Sets an own entry even where the key is `__proto__`. */
export function setEntry(map: { [key: string]: unknown }, key: string, value: unknown): void {
  if (key === "__proto__") {
    Object.defineProperty(map, key, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  } else map[key] = value;
}

/** The value in JSON's types: dates as ISO text, whole floats as numbers. O(size). */
export function toPlain(value: YamlValue): Plain {
  if (typeof value !== "object") return typeof value === "bigint" ? Number(value) : value;
  if (value === null) return null;
  if (value instanceof YamlFloat) return value.value;
  if (value instanceof YamlTime) return value.iso;
  if (isYamlList(value)) return value.map(toPlain);
  const plain: { [key: string]: Plain } = {};
  for (const key of Object.keys(value)) setEntry(plain, key, toPlain((value as YamlMap)[key]!));
  return plain;
}
