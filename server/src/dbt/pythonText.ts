/**
 * `str()` and `repr()` of parsed YAML as Python prints it, for the names and hashes that dbt
 * builds from them.
 */
import { isYamlList, YamlFloat, type YamlMap, YamlTime, type YamlValue } from "../yaml/values";

/** Python's `str(value)`. */
export function pythonStr(value: YamlValue): string {
  return typeof value === "string"
    ? value
    : value instanceof YamlTime
      ? value.text
      : pythonRepr(value);
}

/** Python's `repr(value)`. */
export function pythonRepr(value: YamlValue): string {
  if (value === null) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (typeof value === "string") return quoted(value);
  if (typeof value === "number") return Number.isInteger(value) ? String(value) : floatText(value);
  if (typeof value === "bigint") return String(value);
  if (value instanceof YamlFloat) return floatText(value.value);
  if (value instanceof YamlTime) return value.text;
  if (isYamlList(value)) return `[${value.map(pythonRepr).join(", ")}]`;
  const map = value as YamlMap;
  return `{${Object.keys(map)
    .map((key) => `${quoted(key)}: ${pythonRepr(map[key]!)}`)
    .join(", ")}}`;
}

function floatText(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e16 || size < 1e-4)) {
    const [digits, exponent] = value.toExponential().split("e") as [string, string];
    const sign = exponent.startsWith("-") ? "-" : "+";
    return `${digits}e${sign}${exponent.replace(/^[-+]/, "").padStart(2, "0")}`;
  }
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

/** Texts that Python prints between single quotes as they are. */
const PLAIN = /^[ -&(-[\]-~]*$/;

/** Texts that it prints between double quotes as they are, for they hold single ones. */
const PLAIN_WITH_QUOTE = /^[ !#-[\]-~]*$/;

function quoted(text: string): string {
  if (PLAIN.test(text)) return `'${text}'`;
  if (PLAIN_WITH_QUOTE.test(text)) return `"${text}"`;
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let result = quote;
  for (const letter of text) {
    const code = letter.codePointAt(0)!;
    if (letter === quote) result += `\\${quote}`;
    else if (Object.hasOwn(SIMPLE_ESCAPES, letter)) result += SIMPLE_ESCAPES[letter];
    else if (code < 32 || code === 127) result += `\\x${code.toString(16).padStart(2, "0")}`;
    else if (!isPrintable(letter)) {
      result +=
        code < 256
          ? `\\x${code.toString(16).padStart(2, "0")}`
          : code < 65536
            ? `\\u${code.toString(16).padStart(4, "0")}`
            : `\\U${code.toString(16).padStart(8, "0")}`;
    } else result += letter;
  }
  return result + quote;
}

function isPrintable(letter: string): boolean {
  return letter === " " || !/[\p{C}\p{Z}]/u.test(letter);
}
