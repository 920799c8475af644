/**
 * Values with an explicit tag (`!!str 12`, `!!int "3"`), as PyYAML's SafeConstructor builds them;
 * unknown tags are refused as it refuses them.
 */
import { booleanOf, floatOf, InvalidScalar, intOf, timeOf } from "./resolveScalar";
import { isYamlList, isYamlMap, setEntry, type YamlMap, type YamlValue } from "./values";

const PREFIX = "tag:yaml.org,2002:";

/**
 * The value of a node with a whole tag; `value` is its text where it is a scalar. Throws
 * InvalidScalar where Python refuses it.
 */
export function constructTagged(tag: string, value: YamlValue): YamlValue {
  const name = tag.startsWith(PREFIX) ? tag.slice(PREFIX.length) : undefined;
  const constructed =
    typeof value === "string" ? constructScalar(name, value) : constructCollection(name, value);
  if (constructed !== undefined) return constructed;
  throw new InvalidScalar(
    name !== undefined && KNOWN.has(name)
      ? `expected another kind of node for the tag '${tag}'`
      : `could not determine a constructor for the tag '${tag}'`,
  );
}

const LISTS = new Set(["seq", "omap", "pairs"]);
const SCALARS = ["str", "binary", "int", "float", "null", "bool", "timestamp"];
const KNOWN = new Set(["map", "set", ...LISTS, ...SCALARS]);

function constructScalar(name: string | undefined, text: string): YamlValue | undefined {
  switch (name) {
    case "str":
    case "binary":
      return text;
    case "int":
      return intOf(text);
    case "float":
      return floatOf(text);
    case "null":
      return null;
    case "bool":
      return booleanOf(text);
    case "timestamp":
      return timeOf(text);
    default:
      return undefined;
  }
}

function constructCollection(name: string | undefined, value: YamlValue): YamlValue | undefined {
  if (name === undefined) return undefined;
  if (isYamlMap(value)) {
    return name === "map" ? value : name === "set" ? withoutValues(value) : undefined;
  }
  if (!isYamlList(value) || !LISTS.has(name)) return undefined;
  const isOrdered = name === "omap" || name === "pairs";
  if (isOrdered && !value.every((item) => isYamlMap(item) && Object.keys(item).length === 1)) {
    throw new InvalidScalar("expected a list of maps with one key each");
  }
  return value;
}

/** A set is a map of nothing but keys. */
function withoutValues(map: YamlMap): YamlMap {
  const keys: { [key: string]: YamlValue } = {};
  for (const key of Object.keys(map)) setEntry(keys, key, null);
  return keys;
}
