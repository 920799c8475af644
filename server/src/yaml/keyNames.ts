/** How a key of any YAML type is named, and which keys are no text to Python. */
import type { OddKey } from "./composed";
import { YamlFloat, YamlTime, type YamlValue } from "./values";

/** Python's `str()` of a key; absent for lists and maps, which are no keys. */
export function keyName(key: YamlValue): string | undefined {
  if (typeof key === "string") return key;
  if (key === null) return "None";
  if (typeof key === "boolean") return key ? "True" : "False";
  if (typeof key === "bigint") return String(key);
  if (typeof key === "number") return Number.isInteger(key) ? String(key) : pythonFloat(key);
  if (key instanceof YamlFloat) return pythonFloat(key.value);
  return key instanceof YamlTime ? key.text : undefined;
}

/** What Python compares a number or boolean by: `1 == 1.0 == True`. Absent for other keys. */
export function keyIdentity(key: YamlValue): number | undefined {
  if (typeof key === "number") return key;
  if (typeof key === "boolean") return key ? 1 : 0;
  return key instanceof YamlFloat && !Number.isNaN(key.value) ? key.value + 0 : undefined;
}

/** Python's `repr` of a float: the shortest digits, with an exponent below 1e-4 and from 1e16 on. */
function pythonFloat(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (Object.is(value, -0)) return "-0.0";
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    return value.toExponential().replace(/e([-+])(\d)$/, "e$10$2");
  }
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
      return key === null ? "NoneType" : key instanceof YamlFloat ? "float" : "date";
  }
}
