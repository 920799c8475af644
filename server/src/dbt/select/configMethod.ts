/**
 * `config.<key>:` on resolved config, nested keys by dots. Follows dbt-core 1.11, which compares
 * text with text, `true` and `false` with booleans, and looks into lists.
 */
import type { DbtNode, Json } from "../project";
import { type MethodSearch, textValue } from "./method";

/** Nodes of the manifest's `nodes` and sources have configs that dbt searches. */
const CONFIGURABLE = new Set([
  "model",
  "seed",
  "snapshot",
  "test",
  "analysis",
  "operation",
  "source",
]);

export const searchConfig: MethodSearch = (criterion) => {
  const keys = criterion.methodArguments;
  const wanted = criterion.value;
  const text = textValue(criterion);
  const upper = text.toUpperCase();
  const ignoresCase = keys.length === 1 && keys[0] === "severity";
  const equals = (value: Json): boolean => {
    if (ignoresCase) return typeof value === "string" && value.toUpperCase() === upper;
    return value === wanted && typeof value !== "object";
  };
  return {
    matches: (node) => {
      if (!CONFIGURABLE.has(node.resourceType) || keys.length === 0) return false;
      const value = nestedValue(node, keys);
      if (value === undefined) return false;
      if (Array.isArray(value)) {
        return value.some(
          (item: Json) =>
            equals(item) ||
            (upper === "TRUE" && (item === true || item === 1)) ||
            (upper === "FALSE" && (item === false || item === 0)),
        );
      }
      return (
        equals(value) ||
        (upper === "TRUE" && value === true) ||
        (upper === "FALSE" && value === false)
      );
    },
  };
};

function nestedValue(node: DbtNode, keys: readonly string[]): Json | undefined {
  let value: Json | undefined = node.config;
  for (const key of keys) {
    if (!isObject(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
