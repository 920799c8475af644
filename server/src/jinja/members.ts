/**
 * `value.name` and `value[key]` by the sandbox's rules. Only the listed members of each type are
 * reachable; names starting with `_` never are.
 */
import { characters } from "./codePoints";
import { dictGet } from "./dicts";
import { PythonError } from "./errors";
import { dictMethods, setMethods, viewMethods } from "./methods/dictMethods";
import { listMethods, rangeMethods, tupleMethods } from "./methods/listMethods";
import { markupMethod } from "./methods/markupMethods";
import type { Method, MethodCall } from "./methods/methodArguments";
import {
  momentAttribute,
  momentMethods,
  timedeltaMethods,
  timezoneMethods,
} from "./methods/momentMethods";
import { floatMethods, integerMethods, numberAttribute } from "./methods/numberMethods";
import { stringMethods } from "./methods/stringMethods";
import { sliceOf } from "./sequences";
import { undefinedFailure } from "./undefinedValues";
import type { Machine, Moment, Undefined, Value } from "./values";
import {
  hostFunction,
  integerOf,
  isKind,
  isUndefined,
  isUnknown,
  orElse,
  textOf,
  typeName,
  undefinedMember,
} from "./values";

/** How using something undefined behaves. */
export type UndefinedMode =
  /** Jinja2's lenient Undefined: printing is empty, members raise. */
  | "jinja"
  /** dbt's Undefined while parsing: members and calls give Undefined again. */
  | "dbt-parse";

/** A method ready to be called on its value. */
export type BoundMethod = (call: MethodCall) => Value;

/** `value.name`: attribute, then item, else Undefined. */
export function getAttribute(
  value: Value,
  name: string,
  machine: Machine,
  mode: UndefinedMode,
): Value {
  if (isUnknown(value)) return value;
  if (isUndefined(value)) return memberOfUndefined(value, name, mode);
  if (name.startsWith("_") && isPythonInternal(value, name)) return unsafe(value, name);
  const attribute = attributeOf(value, name, machine);
  if (attribute !== undefined) return attribute;
  return orElse(itemOf(value, name, machine), () => undefinedMember(value, name));
}

/** `value|attr(name)`: the attribute, never an item. */
export function getAttributeOnly(
  value: Value,
  name: string,
  machine: Machine,
  mode: UndefinedMode,
): Value {
  if (isUnknown(value)) return value;
  if (isUndefined(value)) return memberOfUndefined(value, name, mode);
  if (name.startsWith("_") && isPythonInternal(value, name)) return unsafe(value, name);
  return orElse(attributeOf(value, name, machine), () => undefinedMember(value, name));
}

/** `value[key]`: item, then attribute, else Undefined. */
export function getItem(value: Value, key: Value, machine: Machine, mode: UndefinedMode): Value {
  if (isUnknown(value)) return value;
  if (isUnknown(key)) return key;
  if (isUndefined(value)) return memberOfUndefined(value, key, mode);
  const found = itemOf(value, key, machine);
  if (found !== undefined) return found;
  const name = textOf(key);
  if (name !== undefined) {
    if (name.startsWith("_") && isPythonInternal(value, name)) return unsafe(value, name);
    const attribute = attributeOf(value, name, machine);
    if (attribute !== undefined) return attribute;
  }
  return undefinedMember(value, key);
}

const METHODS_OF_MOMENTS: Readonly<Partial<Record<Moment["type"], typeof momentMethods>>> = {
  timedelta: timedeltaMethods,
  timezone: timezoneMethods,
};

function memberOfUndefined(value: Undefined, name: Value, mode: UndefinedMode): Value {
  if ((value.mode ?? mode) === "jinja") throw undefinedFailure(value);
  return typeof name === "string" ? { ...value, name } : value;
}

function attributeOf(value: Value, name: string, machine: Machine): Value | undefined {
  if (name.startsWith("_")) return undefined;
  if (isKind(value, "object")) {
    const listed = value.attributes.get(name);
    return listed === undefined ? value.attribute?.(name, machine) : listed;
  }
  if (isKind(value, "function")) return value.attributes?.get(name);
  if (isKind(value, "namespace")) return dictGet(value.attributes, name);
  if (isKind(value, "moment")) {
    const field = momentAttribute(value, name);
    if (field !== undefined) return field;
  }
  if (isKind(value, "range") && (name === "start" || name === "stop" || name === "step")) {
    return value[name];
  }
  if (isKind(value, "tuple") && value.names?.includes(name) === true) {
    return value.items[value.names.indexOf(name)];
  }
  const number = numberAttribute(value, name);
  if (number !== undefined) return number;
  const method = methodOf(value, name);
  if (method === undefined) return undefined;
  return {
    ...hostFunction(name, ({ args, kwargs }) => method({ name, args, kwargs, machine })),
    typeName: "builtin_function_or_method",
  };
}

/** The built-in method `name` of `value`, or JS undefined. */
export function methodOf(value: Value, name: string): BoundMethod | undefined {
  if (typeof value === "string") return bind(stringMethods, value, name);
  if (Array.isArray(value)) return bind(listMethods, value, name);
  if (value === null) return undefined;
  if (typeof value === "number") return bind(floatMethods, value, name);
  if (typeof value === "bigint" || typeof value === "boolean") {
    return bind(integerMethods, value, name);
  }
  switch (value.kind) {
    case "dict":
      return bind(dictMethods, value, name);
    case "tuple":
      return bind(tupleMethods, value, name);
    case "set":
      return bind(setMethods, value, name);
    case "view":
      return value.part === "values" ? undefined : bind(viewMethods, value, name);
    case "range":
      return bind(rangeMethods, value, name);
    case "moment":
      return bind(METHODS_OF_MOMENTS[value.type] ?? momentMethods, value, name);
    case "markup":
      return markupMethod(value, name);
    default:
      return undefined;
  }
}

function bind<T>(
  table: ReadonlyMap<string, Method<T>>,
  self: T,
  name: string,
): BoundMethod | undefined {
  const method = table.get(name);
  return method === undefined ? undefined : (call) => method(self, call);
}

/** Python's `value[key]` where it succeeds; JS undefined on TypeError and LookupError. */
function itemOf(value: Value, key: Value, machine: Machine): Value | undefined {
  if (isKind(value, "dict")) {
    try {
      return dictGet(value, key);
    } catch (error) {
      if (error instanceof PythonError && error.pythonClass === "TypeError") return undefined;
      throw error;
    }
  }
  if (isKind(value, "object")) return value.item?.(key);
  if (isKind(key, "slice")) {
    try {
      return sliceOf(value, key, machine);
    } catch (error) {
      if (error instanceof PythonError && error.pythonClass === "TypeError") return undefined;
      throw error;
    }
  }
  const index = integerOf(key);
  if (index === undefined) return undefined;
  if (Array.isArray(value)) return at(value, index);
  const text = textOf(value);
  if (text !== undefined) {
    // Texts are indexed by code point, so each look at one costs its length.
    machine.step(text.length >> 9);
    const character = at(characters(text), index);
    if (character === undefined || typeof value === "string") return character;
    return { kind: "markup", text: character };
  }
  if (isKind(value, "tuple")) return at(value.items, index);
  if (isKind(value, "range")) {
    const position = index < 0n ? index + BigInt(value.length) : index;
    if (position < 0n || position >= BigInt(value.length)) return undefined;
    return value.start + position * value.step;
  }
  return undefined;
}

function at<T>(items: readonly T[], index: bigint): T | undefined {
  return items[Number(index < 0n ? index + BigInt(items.length) : index)];
}

/** Members that every Python object has; the sandbox answers them with a SecurityError. */
const INTERNALS: ReadonlySet<string> = new Set(
  (
    "class doc delattr dir eq format ge getattribute getstate gt hash init init_subclass le lt " +
    "ne new reduce reduce_ex repr setattr sizeof str subclasshook"
  )
    .split(" ")
    .map((name) => `__${name}__`),
);
const CONTAINER_INTERNALS: ReadonlySet<string> = new Set(
  ["len", "iter", "contains", "getitem"].map((name) => `__${name}__`),
);

function isPythonInternal(value: Value, name: string): boolean {
  if (INTERNALS.has(name)) return true;
  if (!CONTAINER_INTERNALS.has(name)) return false;
  const isContainer = typeof value === "object" && value !== null;
  return typeof value === "string" || isContainer;
}

function unsafe(value: Value, name: string): Undefined {
  return {
    kind: "undefined",
    name,
    object: value,
    hint: `access to attribute '${name}' of '${typeName(value)}' object is unsafe.`,
    pythonClass: "SecurityError",
  };
}
