/** How a key of any YAML type is named, and which keys are no text to Python. */
import type { OddKey } from "./composed";
import { YamlError } from "./tokens";
import { isYamlList, isYamlMap, type YamlValue } from "./values";

export function keyName(key: YamlValue, offset: number): string {
  if (typeof key === "string") return key;
  if (key === null) return "None";
  if (typeof key === "boolean") return key ? "True" : "False";
  if (typeof key === "number" || typeof key === "bigint") return String(key);
  if (isYamlList(key) || isYamlMap(key)) {
    throw new YamlError("found unhashable key", offset, "while constructing a mapping");
  }
  return "value" in key ? pythonFloat(key.value as number) : (key as { text: string }).text;
}

function pythonFloat(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

export function oddKind(key: YamlValue): OddKey["kind"] | undefined {
  switch (typeof key) {
    case "string":
      return undefined;
    case "boolean":
      return "bool";
    case "bigint":
      return "int";
    case "number":
      return Number.isInteger(key) ? "int" : "float";
    default:
      return key === null ? "NoneType" : "value" in key ? "float" : "date";
  }
}
