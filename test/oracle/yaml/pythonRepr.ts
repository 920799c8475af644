/** The values that verdicts.py writes, in the notation of test/yaml/reprOf.ts. */
import { floatRepr, mapRepr, quoted, timeRepr } from "../../yaml/reprOf";

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
  | { readonly map: readonly (readonly [string, Described])[] };

/** Python's value in our notation; `bytes` for `!!binary`, which we keep as text. */
export function pythonRepr(value: Described): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return quoted(value);
  if (isList(value)) return `[${value.map(pythonRepr).join(", ")}]`;
  if ("int" in value) {
    const magnitude = BigInt(value.int.replace("-", ""));
    return String(value.int.startsWith("-") ? -magnitude : magnitude);
  }
  if ("float" in value) return floatRepr(numberOf(value.float));
  if ("time" in value) return timeRepr(value.time, value.text);
  if ("bytes" in value) return "bytes";
  return mapRepr(value.map.map(([key, held]) => [key, pythonRepr(held)]));
}

function numberOf(text: string): number {
  if (text.endsWith("inf")) return text.startsWith("-") ? -Infinity : Infinity;
  return text === "nan" ? Number.NaN : Number(text);
}

function isList(value: Described): value is readonly Described[] {
  return Array.isArray(value);
}
