/**
 * Python's values as the interpreter holds them: `int` is bigint, `float` number, `str` string,
 * `None` null, a list a JS array; everything else is a record told apart by `kind`.
 * Holds shapes and constructors only; what can be done with a value lives in its own files.
 */
import type { Span } from "../base/text";

/** Any value a template can hold. JS `undefined` is never a Value. */
export type Value =
  | null
  | boolean
  | bigint
  | number
  | string
  | Value[]
  | PyTuple
  | PyDict
  | PySet
  | PyRange
  | PyView
  | PyIterator
  | PySlice
  | Markup
  | Complex
  | Moment
  | Undefined
  | Unknown
  | Namespace
  | HostFunction
  | HostObject;

export interface PyTuple {
  readonly kind: "tuple";
  readonly items: readonly Value[];
  /** Field names of a named tuple. */
  readonly names?: readonly string[];
}

/** Key under which equal Python values meet: `1`, `1.0` and `True` have the same one. */
export type HashKey = string | number | bigint | null | object;

export interface DictEntry {
  readonly key: Value;
  value: Value;
}

/** A dict in insertion order. Use the functions of `dicts.ts`, never `entries` with raw keys. */
export interface PyDict {
  readonly kind: "dict";
  readonly entries: Map<HashKey, DictEntry>;
}

export interface PySet {
  readonly kind: "set";
  readonly entries: Map<HashKey, Value>;
}

export interface PyRange {
  readonly kind: "range";
  readonly start: bigint;
  readonly stop: bigint;
  readonly step: bigint;
  readonly length: number;
}

/** `dict.keys()`, `.values()`, `.items()`: live views of the dict. */
export interface PyView {
  readonly kind: "view";
  readonly of: PyDict;
  readonly part: "keys" | "values" | "items";
}

/** A generator or other iterator: read once. `next` gives JS undefined at the end. */
export interface PyIterator {
  readonly kind: "iterator";
  readonly typeName: string;
  next(): Value | undefined;
}

export interface PySlice {
  readonly kind: "slice";
  readonly start: Value;
  readonly stop: Value;
  readonly step: Value;
}

/** MarkupSafe's `Markup`, a `str` that counts as escaped HTML. */
export interface Markup {
  readonly kind: "markup";
  readonly text: string;
}

/** Python's `complex`. */
export interface Complex {
  readonly kind: "complex";
  readonly real: number;
  readonly imaginary: number;
}

/** A value of Python's `datetime` module; the fields used depend on `type`. */
export interface Moment {
  readonly kind: "moment";
  readonly type: "datetime" | "date" | "time" | "timedelta" | "timezone";
  /** Microseconds: since 0001-01-01T00:00 of the own clock, since midnight, or the length. */
  readonly micros: bigint;
  /** UTC offset in microseconds and its name, for aware values and for time zones. */
  readonly zone: { readonly offset: bigint; readonly name: string } | undefined;
  /** Of a time zone with rules: what holds at a moment, in UTC. */
  readonly zoneAt?: (utcMicros: bigint) => { readonly offset: bigint; readonly name: string };
  /** Of a named time zone. */
  readonly label?: string;
}

/** Jinja2's lenient Undefined. `object` is what was asked, JS undefined for a bare name. */
export interface Undefined {
  readonly kind: "undefined";
  readonly name: Value | undefined;
  readonly object: Value | undefined;
  /** What to say when it is used; computed only then. */
  readonly hint: string | (() => string) | undefined;
  readonly pythonClass: "UndefinedError" | "SecurityError";
  /** How it behaves wherever it is used; absent: as the evaluation says. */
  readonly mode?: "jinja" | "dbt-parse";
}

/** What cannot be known offline. Spreads through every expression that touches it. */
export interface Unknown {
  readonly kind: "unknown";
  readonly reason: string;
}

export interface Namespace {
  readonly kind: "namespace";
  readonly attributes: PyDict;
}

/** Arguments of a call, as the callee sees them. */
export interface CallArguments {
  readonly args: readonly Value[];
  readonly kwargs: ReadonlyMap<string, Value>;
}

/** The text that a span belongs to. */
export interface TemplateText {
  readonly source: string;
  /** Relative to the project root; absent for a text without a file. */
  readonly file: string | undefined;
}

/** A text without a file, for values made outside any template. */
export const NOWHERE: TemplateText = { source: "", file: undefined };

/** What a piece of an evaluation took of its budgets. */
export interface Cost {
  readonly steps: number;
  readonly output: number;
  readonly memory: number;
  /** Macro calls within macro calls, counted from where the piece began. */
  readonly depth: number;
  /** Whether something Unknown took part. */
  readonly isUncertain: boolean;
}

/** The running evaluation, as values and functions see it. */
export interface Machine {
  /** False inside a branch or loop whose condition is Unknown. */
  readonly isCertain: boolean;
  /** Whether the `autoescape` block that runs now, if any, is on. */
  readonly isEscaping: boolean;
  /** Counts work; raises BudgetError past the budget of steps or time. */
  step(count?: number): void;
  /** Counts memory in units of about one character or list slot; raises BudgetError. */
  allocate(units: number): void;
  /** What `work` took of the budgets. */
  measure<T>(work: () => T): { readonly result: T; readonly cost: Cost };
  /** Counts what was measured before as if it were done again; raises BudgetError as it would. */
  charge(cost: Cost): void;
  /** Notes that something Unknown took part at `span`. */
  noteUnknown(reason: string, span: Span): void;
  /** `value.name` by the template's rules: attribute, then item. */
  attribute(value: Value, name: string): Value;
  /** `value.name` without looking for an item: Jinja2's `attr` filter. */
  attributeOnly(value: Value, name: string): Value;
  /** `value[key]` by the template's rules: item, then attribute. */
  item(value: Value, key: Value): Value;
  /** Calls a callable value as a template would. */
  call(callee: Value, args: readonly Value[], kwargs?: ReadonlyMap<string, Value>): Value;
}

/** A call that reached a host function, with the place it came from. */
export interface HostCall extends CallArguments {
  /** The call expression in `template`. */
  readonly span: Span;
  readonly template: TemplateText;
  /** False where the call stands in a branch or loop whose condition is Unknown. */
  readonly isCertain: boolean;
  /** Budgets and the running evaluation. */
  readonly machine: Machine;
}

export interface HostFunction {
  readonly kind: "function";
  readonly name: string;
  readonly call: (call: HostCall) => Value;
  /** Python's type name, e.g. `Macro`; `function` where absent. */
  readonly typeName?: string;
  /** Attributes a template may read, e.g. `name` of a macro. */
  readonly attributes?: ReadonlyMap<string, Value>;
}

/** What a host object can do besides having attributes. */
export interface HostObjectOptions {
  readonly call?: (call: HostCall) => Value;
  readonly item?: (key: Value) => Value | undefined;
  /** Attribute computed on demand, asked after `attributes`. */
  readonly attribute?: (name: string, machine: Machine) => Value | undefined;
  /** What `{{ object }}` prints; `<typeName object>` where absent. */
  readonly text?: () => string;
  /** In Python a kind of `str`: it equals its text. */
  readonly isText?: true;
  readonly iterate?: () => Iterable<Value>;
  /** `item in object`; throws a type error where Python does. */
  readonly contains?: (item: Value) => boolean;
  readonly length?: () => number;
  readonly isTrue?: () => boolean;
}

/** An opaque object of the host: only what the host lists is reachable. */
export interface HostObject extends HostObjectOptions {
  readonly kind: "object";
  readonly typeName: string;
  readonly attributes: ReadonlyMap<string, Value>;
}

/** Any Value that is a record with `kind`. */
export type Tagged = Exclude<Value, null | boolean | bigint | number | string | Value[]>;

/** A tuple of these items. */
export function tuple(items: readonly Value[]): PyTuple {
  return { kind: "tuple", items };
}

/** A function of the host. */
export function hostFunction(name: string, call: (call: HostCall) => Value): HostFunction {
  return { kind: "function", name, call };
}

/** An object of the host with these attributes; names starting with `_` stay unreachable. */
export function hostObject(
  typeName: string,
  attributes: ReadonlyMap<string, Value> | Readonly<Record<string, Value>>,
  options: HostObjectOptions = {},
): HostObject {
  const table = attributes instanceof Map ? attributes : new Map(Object.entries(attributes));
  return { kind: "object", typeName, attributes: table, ...options };
}

/** A value that cannot be known offline, and why, in a few words (`env_var('X')`). */
export function unknown(reason: string): Unknown {
  return { kind: "unknown", reason };
}

/** Undefined as a bare name gives it. */
export function undefinedName(name: string): Undefined {
  return {
    kind: "undefined",
    name,
    object: undefined,
    hint: undefined,
    pythonClass: "UndefinedError",
  };
}

/** Undefined as a missing attribute or item of `object` gives it. */
export function undefinedMember(object: Value, name: Value): Undefined {
  return { kind: "undefined", name, object, hint: undefined, pythonClass: "UndefinedError" };
}

/** Undefined that explains itself with `hint`. */
export function undefinedWithHint(hint: string | (() => string), name?: Value): Undefined {
  return { kind: "undefined", name, object: undefined, hint, pythonClass: "UndefinedError" };
}

/**
 * `value`, or `fallback()` where there is none. `??` must not be used for this: None is null and
 * would count as absent.
 */
export function orElse(value: Value | undefined, fallback: () => Value): Value {
  return value === undefined ? fallback() : value;
}

/** Whether `value` is a record of this kind. */
export function isKind<K extends Tagged["kind"]>(
  value: Value,
  kind: K,
): value is Extract<Tagged, { kind: K }> {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && value.kind === kind
  );
}

export function isUnknown(value: Value): value is Unknown {
  return isKind(value, "unknown");
}

export function isUndefined(value: Value): value is Undefined {
  return isKind(value, "undefined");
}

/** Text of a `str` or `Markup`, else JS undefined. */
export function textOf(value: Value): string | undefined {
  if (typeof value === "string") return value;
  return isKind(value, "markup") ? value.text : undefined;
}

/** Integer of an `int` or `bool`, else JS undefined. */
export function integerOf(value: Value): bigint | undefined {
  if (typeof value === "bigint") return value;
  if (typeof value === "boolean") return value ? 1n : 0n;
  return undefined;
}

const SIMPLE_NAMES = {
  boolean: "bool",
  bigint: "int",
  number: "float",
  string: "str",
} as const;

/** The type as Python's own messages name it (`tp_name`). */
export function typeName(value: Value): string {
  if (value === null) return "NoneType";
  if (typeof value !== "object") return SIMPLE_NAMES[typeof value as keyof typeof SIMPLE_NAMES];
  if (Array.isArray(value)) return "list";
  switch (value.kind) {
    case "view":
      return `dict_${value.part}`;
    case "iterator":
    case "object":
      return value.typeName;
    case "moment":
      return `datetime.${value.type}`;
    case "undefined":
      return "Undefined";
    case "unknown":
      return "Unknown";
    case "tuple":
      return value.names === undefined ? "tuple" : "_GroupTuple";
    case "markup":
      return "Markup";
    case "namespace":
      return "Namespace";
    case "function":
      return value.typeName ?? "function";
    default:
      return value.kind;
  }
}
