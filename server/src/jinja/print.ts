/** Python's `str()` and `repr()` of every value. */
import { reprComplex } from "./complexNumbers";
import { dictEntries } from "./dicts";
import { budgetError, PythonError, valueError } from "./errors";
import { reprFloat } from "./floats";
import { reprMoment, textOfMoment } from "./moments";
import { reprString } from "./reprString";
import type { Tagged, Value } from "./values";

/** Longest `repr` and `str` of a container, and how deep it may nest. */
const REPR_LIMIT = 200_000;
const REPR_DEPTH = 100;
/** Python 3.11 refuses to print longer integers. */
const DIGIT_LIMIT = 4_300;

/** Python's `str(value)`: what `{{ value }}` prints. */
export function str(value: Value): string {
  if (typeof value === "string") return value;
  if (typeof value === "bigint") return strInteger(value);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    if (value.kind === "undefined") return "";
    if (value.kind === "markup") return value.text;
    if (value.kind === "moment") return textOfMoment(value);
    if (value.kind === "object" && value.text !== undefined) return value.text();
  }
  return repr(value);
}

/** Python's `repr(value)`. */
export function repr(value: Value): string {
  const parts: string[] = [];
  write(value, { parts, length: 0, open: [] });
  return parts.join("");
}

/** Marker that an Unknown leaves in the text. */
export function unknownMarker(reason: string): string {
  return `⟦${reason}⟧`;
}

interface Writer {
  readonly parts: string[];
  length: number;
  /** Containers being written, to stop at cycles. */
  readonly open: object[];
}

function put(writer: Writer, text: string): void {
  writer.length += text.length;
  if (writer.length > REPR_LIMIT) throw budgetError("the text of a value is too long");
  writer.parts.push(text);
}

function strInteger(value: bigint): string {
  const text = value.toString();
  if (text.length > DIGIT_LIMIT && text.replace("-", "").length > DIGIT_LIMIT) {
    throw valueError(
      `Exceeds the limit (${DIGIT_LIMIT} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit`,
    );
  }
  return text;
}

function write(value: Value, writer: Writer): void {
  if (value === null) {
    put(writer, "None");
    return;
  }
  switch (typeof value) {
    case "boolean":
      put(writer, value ? "True" : "False");
      return;
    case "bigint":
      put(writer, strInteger(value));
      return;
    case "number":
      put(writer, reprFloat(value));
      return;
    case "string":
      put(writer, reprString(value));
      return;
    default:
      break;
  }
  if (Array.isArray(value)) {
    writeItems(value, value, "[", "]", "[...]", writer);
    return;
  }
  writeTagged(value, writer);
  return;
}

function writeTagged(value: Tagged, writer: Writer): void {
  switch (value.kind) {
    case "tuple":
      if (value.items.length !== 1) {
        writeItems(value, value.items, "(", ")", "(...)", writer);
        return;
      }
      writeItems(value, value.items, "(", ",)", "(...)", writer);
      return;
    case "dict":
      guarded(value, "{...}", writer, () => {
        let separator = "{";
        for (const { key, value: item } of dictEntries(value)) {
          put(writer, separator);
          write(key, writer);
          put(writer, ": ");
          write(item, writer);
          separator = ", ";
        }
        put(writer, value.entries.size === 0 ? "{}" : "}");
      });
      return;
    case "set":
      if (value.entries.size === 0) {
        put(writer, "set()");
        return;
      }
      writeItems(value, [...value.entries.values()], "{", "}", "set(...)", writer);
      return;
    case "view":
      writeView(value, writer);
      return;
    case "namespace":
      put(writer, "<Namespace ");
      writeTagged(value.attributes, writer);
      put(writer, ">");
      return;
    default:
      put(writer, reprSimple(value));
      return;
  }
}

type Container = "tuple" | "dict" | "set" | "view" | "namespace";

function reprSimple(value: Exclude<Tagged, { kind: Container }>): string {
  switch (value.kind) {
    case "range":
      return value.step === 1n
        ? `range(${value.start}, ${value.stop})`
        : `range(${value.start}, ${value.stop}, ${value.step})`;
    case "slice":
      return `slice(${repr(value.start)}, ${repr(value.stop)}, ${repr(value.step)})`;
    case "markup":
      return `Markup(${reprString(value.text)})`;
    case "moment":
      return reprMoment(value);
    case "complex":
      return reprComplex(value);
    case "undefined":
      return "Undefined";
    case "unknown":
      return unknownMarker(value.reason);
    case "iterator":
      return `<${value.typeName} object>`;
    case "function":
      if (value.typeName === "Macro") return `<Macro ${macroName(value.name)}>`;
      return value.typeName === undefined ? `<function ${value.name}>` : `<${value.typeName}>`;
    case "object":
      return value.text === undefined ? `<${value.typeName} object>` : value.text();
  }
}

function macroName(name: string): string {
  return name === "" ? "anonymous" : reprString(name);
}

function writeView(value: Extract<Tagged, { kind: "view" }>, writer: Writer): void {
  guarded(value.of, "...", writer, () => {
    put(writer, `dict_${value.part}([`);
    let separator = "";
    for (const { key, value: item } of dictEntries(value.of)) {
      put(writer, separator);
      if (value.part === "items") {
        put(writer, "(");
        write(key, writer);
        put(writer, ", ");
        write(item, writer);
        put(writer, ")");
      } else write(value.part === "keys" ? key : item, writer);
      separator = ", ";
    }
    put(writer, "])");
  });
}

function writeItems(
  container: object,
  items: readonly Value[],
  open: string,
  close: string,
  cycle: string,
  writer: Writer,
): void {
  guarded(container, cycle, writer, () => {
    put(writer, open);
    for (let index = 0; index < items.length; index++) {
      if (index > 0) put(writer, ", ");
      write(items[index]!, writer);
    }
    put(writer, close);
  });
}

function guarded(container: object, cycle: string, writer: Writer, body: () => void): void {
  if (writer.open.includes(container)) {
    put(writer, cycle);
    return;
  }
  if (writer.open.length >= REPR_DEPTH) {
    throw new PythonError("RecursionError", "maximum recursion depth exceeded");
  }
  writer.open.push(container);
  body();
  writer.open.pop();
}
