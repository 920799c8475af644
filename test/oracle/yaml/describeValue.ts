/**
 * One notation for values of both readers, so that Python's and ours can be compared as texts:
 * ints in hexadecimal, floats as numbers, maps as sorted entries.
 */
import { compareText } from "../../../server/src/base/problem";
import {
  isYamlList,
  isYamlMap,
  YamlFloat,
  YamlTime,
  type YamlValue,
} from "../../../server/src/yaml/values";

/** What verdicts.py writes for a value. */
export type Described =
  | null
  | boolean
  | string
  | readonly Described[]
  | { readonly int: string }
  | { readonly float: string }
  | { readonly time: string; readonly text: string }
  | { readonly bytes: true }
  | { readonly map: readonly (readonly [string, Described])[]; readonly same: boolean };

/** Python's answer as one comparable text; `bytes` is any text to us. */
export function describePython(value: Described): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (isList(value)) return `[${value.map(describePython).join()}]`;
  if ("int" in value)
    return `int ${BigInt(value.int.replace("-", "")) * (value.int.startsWith("-") ? -1n : 1n)}`;
  if ("float" in value) return `float ${pythonFloat(value.float)}`;
  if ("time" in value) return `time ${value.time} ${value.text}`;
  if ("bytes" in value) return "bytes";
  const entries = value.map.map(([key, held]) => [key, describePython(held)] as const);
  return describeMap(entries);
}

/** Our answer in the same notation. */
export function describeOurs(value: YamlValue): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `int ${value}`;
  if (typeof value === "number") {
    return Number.isInteger(value) ? `int ${value}` : `float ${value}`;
  }
  if (value instanceof YamlFloat) return `float ${Object.is(value.value, -0) ? "-0" : value.value}`;
  if (value instanceof YamlTime) return `time ${value.iso} ${value.text}`;
  if (isYamlList(value)) return `[${value.map(describeOurs).join()}]`;
  if (!isYamlMap(value)) return "?";
  return describeMap(
    Object.entries(value).map(([key, held]) => [key, describeOurs(held)] as const),
  );
}

function describeMap(entries: readonly (readonly [string, string])[]): string {
  const sorted = [...entries].sort(([a], [b]) => compareText(a, b));
  return `{${sorted.map(([key, held]) => `${JSON.stringify(key)}: ${held}`).join()}}`;
}

function pythonFloat(text: string): string {
  if (text === "inf") return "Infinity";
  if (text === "-inf") return "-Infinity";
  if (text === "nan") return "NaN";
  return text === "-0.0" ? "-0" : String(Number(text));
}

function isList(value: Described): value is readonly Described[] {
  return Array.isArray(value);
}
