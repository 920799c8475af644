/**
 * Values as YAML 1.2 reads them, which dbt 2 does: `yes`, `010`, `12:30` and `1_000` are texts there,
 * where dbt-core's YAML 1.1 makes booleans and numbers of them.
 */
import type { YamlDocument, YamlPath } from "../../../yaml/parseYaml";
import { isYamlList, isYamlMap, setEntry, type YamlValue } from "../../../yaml/values";

/** Whether documents hold such a scalar at all; most do not, and no place in them is looked up. */
const HOLDS_ANY = new WeakMap<YamlDocument, boolean>();
const ANY =
  /(?:^|[:,[-])[ \t]*(?:yes|no|on|off|[-+]?0\d+|[-+]?[\d_]+(?::[\d.]+)+|[-+]?\d[\d.]*_[\d_.]*)[ \t]*(?:$|[,\]}#])/im;

/** `value`, which stands at `path`, read so. O(size) where the document holds such scalars. */
export function readAsYaml12(document: YamlDocument, path: YamlPath, value: YamlValue): YamlValue {
  let holdsAny = HOLDS_ANY.get(document);
  if (holdsAny === undefined) {
    holdsAny = ANY.test(document.text);
    HOLDS_ANY.set(document, holdsAny);
  }
  return holdsAny ? readAgain(document, path, value) : value;
}

function readAgain(document: YamlDocument, path: YamlPath, value: YamlValue): YamlValue {
  if (typeof value === "boolean" || typeof value === "number") {
    const { start, end } = document.valueSpan(path);
    const written = document.text.slice(start, end);
    return isText(written) ? written : value;
  }
  if (isYamlList(value)) {
    return value.map((item, index) => readAgain(document, [...path, index], item));
  }
  if (!isYamlMap(value)) return value;
  const read: { [key: string]: YamlValue } = {};
  for (const key of Object.keys(value)) {
    setEntry(read, key, readAgain(document, [...path, key], value[key]!));
  }
  return read;
}

/** Scalars that only YAML 1.1 takes for booleans and numbers. */
function isText(written: string): boolean {
  return (
    /^(?:y|n|yes|no|on|off)$/i.test(written) ||
    /^[-+]?0\d+$/.test(written) ||
    /^[-+]?[\d_]+(?::[\d.]+)+$/.test(written) ||
    (/^[-+]?[\d_.]+$/.test(written) && written.includes("_"))
  );
}
