/**
 * Values with an explicit tag (`!!str 12`, `!!int "3"`), as PyYAML's SafeConstructor builds them;
 * unknown tags are refused as it refuses them.
 */
import { floatOf, intOf, resolveScalar } from "./resolveScalar";
import { YamlError } from "./tokens";
import { isYamlList, isYamlMap, type YamlValue } from "./values";

const PREFIX = "tag:yaml.org,2002:";

/** The value of a tagged node; `value` is its text where it is a scalar. */
export function constructTagged(
  tag: string,
  value: YamlValue,
  isPlain: boolean,
  offset: number,
): YamlValue {
  const full = tag.startsWith("!<")
    ? tag.slice(2, -1)
    : tag.startsWith("!!")
      ? PREFIX + tag.slice(2)
      : tag;
  const text = typeof value === "string" ? value : undefined;
  if (tag === "!") return text !== undefined ? text : value;
  const name = full.startsWith(PREFIX) ? full.slice(PREFIX.length) : undefined;
  const isMap = isYamlMap(value);
  const isList = isYamlList(value);
  try {
    switch (name) {
      case "str":
      case "binary":
        if (text !== undefined) return text;
        break;
      case "int":
        if (text !== undefined) return intOf(text);
        break;
      case "float":
        if (text !== undefined) return floatOf(text);
        break;
      case "null":
        return null;
      case "bool":
      case "timestamp":
        if (text !== undefined) return resolveScalar(text);
        break;
      case "map":
      case "set":
        if (isMap) return value;
        break;
      case "seq":
      case "omap":
      case "pairs":
        if (isList) return value;
        break;
    }
  } catch {
    throw new YamlError(`'${text ?? ""}' is no ${name}`, offset);
  }
  throw new YamlError(
    name === undefined || isPlain
      ? `could not determine a constructor for the tag '${full}'`
      : `expected another kind of node for the tag '${full}'`,
    offset,
  );
}
