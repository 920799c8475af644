/** Values of YAML texts as Python would print them, so that tables of them can be read. */
import { compareText } from "../../server/src/base/problem";
import {
  isYamlList,
  isYamlMap,
  YamlFloat,
  YamlTime,
  type YamlValue,
} from "../../server/src/yaml/values";

/** `{'a': 1.0}`, `[True, None]`, `time(2020-01-02)`; maps with sorted keys, named as text. */
export function reprOf(value: YamlValue): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return quoted(value);
  if (typeof value === "bigint") return String(value);
  if (typeof value === "number") return Number.isInteger(value) ? String(value) : floatRepr(value);
  if (value instanceof YamlFloat) return floatRepr(value.value);
  if (value instanceof YamlTime) return timeRepr(value.iso, value.text);
  if (isYamlList(value)) return `[${value.map(reprOf).join(", ")}]`;
  if (!isYamlMap(value)) return "?";
  return mapRepr(Object.entries(value).map(([key, held]) => [key, reprOf(held)]));
}

/** A text in single quotes, with JSON's escapes for what cannot be seen. */
export function quoted(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${escaped.replace(/[\u007f-\u00a0\u2028\u2029\ue000-\uf8ff\ufeff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`)}'`;
}

/** A float: always with a point or an exponent, the way JavaScript writes its digits. */
export function floatRepr(value: number): string {
  if (Object.is(value, -0)) return "-0.0";
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  const digits = String(value);
  return /[.e]/.test(digits) ? digits : `${digits}.0`;
}

/** A date or date-time by its `isoformat()`, with its `str()` where that says something else. */
export function timeRepr(iso: string, text: string): string {
  return text === iso.replace("T", " ") ? `time(${iso})` : `time(${iso}, ${text})`;
}

export function mapRepr(entries: readonly (readonly [string, string])[]): string {
  const sorted = [...entries].sort(([a], [b]) => compareText(a, b));
  return `{${sorted.map(([key, held]) => `${quoted(key)}: ${held}`).join(", ")}}`;
}
