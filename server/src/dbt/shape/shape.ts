/**
 * Checks parsed YAML against the shape that dbt's data classes give it. Shapes are written as
 * short texts (`{name:string, tags?:string|[string]}+`), read once and used many times.
 */
import {
  entryOf,
  isYamlList,
  isYamlMap,
  YamlFloat,
  type YamlMap,
  YamlTime,
  type YamlValue,
} from "../../yaml/values";

export type Shape =
  | {
      readonly kind:
        | "any"
        | "null"
        | "string"
        /** A text that YAML has not made a date of. */
        | "plain"
        | "boolean"
        | "integer"
        | "number"
        | "dict";
    }
  | { readonly kind: "oneOf"; readonly options: readonly Shape[] }
  | { readonly kind: "literal"; readonly texts: readonly string[] }
  | { readonly kind: "list"; readonly item: Shape }
  | {
      readonly kind: "record";
      readonly fields: ReadonlyMap<string, { readonly shape: Shape; readonly isRequired: boolean }>;
      /** True where keys beyond the fields are allowed. */
      readonly isOpen: boolean;
      /** What the values of all other keys must be, where `isOpen`; absent: anything. */
      readonly rest?: Shape;
    };

/** The first thing that does not fit: where, and what was wanted instead. */
export interface Misfit {
  readonly path: readonly (string | number)[];
  /** What a sentence says of the place, for example `must be a list of texts, not 12`. */
  readonly message: string;
  /** Set where a key is not part of the shape. */
  readonly unknownKey?: string;
  /** Set where a required key is missing. */
  readonly missingKey?: string;
  /** Keys that the shape has at this place, for a suggestion. */
  readonly knownKeys?: readonly string[];
}

/**
 * Reads a shape: `any null string plain boolean integer number dict`, `'a'` literals, `[T]` lists,
 * `{key:T, key?:T}` records (`+` after it: other keys allowed; `{*:T}`: any keys, each a `T`),
 * `T|U`, `@name` from `named`.
 */
export function shape(text: string, named: Readonly<Record<string, Shape>> = {}): Shape {
  let at = 0;
  const skip = (): void => {
    while (/\s/.test(text[at] ?? "")) at++;
  };
  const word = (pattern: RegExp): string => {
    skip();
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found === undefined) throw new Error(`shape: cannot read ${text.slice(at, at + 20)}`);
    at += found.length;
    return found;
  };
  const isNext = (symbol: string): boolean => {
    skip();
    if (text[at] !== symbol) return false;
    at++;
    return true;
  };
  const one = (): Shape => {
    if (isNext("[")) {
      const item = union();
      isNext("]");
      return { kind: "list", item };
    }
    if (isNext("{")) {
      const fields = new Map<string, { shape: Shape; isRequired: boolean }>();
      if (isNext("*")) {
        isNext(":");
        const rest = union();
        isNext("}");
        return { kind: "record", fields, isOpen: true, rest };
      }
      while (!isNext("}")) {
        const key = word(/[\w-]+/y);
        const isRequired = !isNext("?");
        isNext(":");
        fields.set(key, { shape: union(), isRequired });
        isNext(",");
      }
      return { kind: "record", fields, isOpen: isNext("+") };
    }
    if (isNext("@")) {
      const name = word(/\w+/y);
      const found = named[name];
      if (found === undefined) throw new Error(`shape: no shape is named ${name}`);
      return found;
    }
    const token = word(/'[^']*'|\w+/y);
    if (token.startsWith("'")) return { kind: "literal", texts: [token.slice(1, -1)] };
    return { kind: token } as Shape;
  };
  const union = (): Shape => {
    const options = [one()];
    while (isNext("|")) options.push(one());
    if (options.length === 1) return options[0]!;
    if (options.every((option) => option.kind === "literal")) {
      return { kind: "literal", texts: options.flatMap((option) => option.texts) };
    }
    return { kind: "oneOf", options };
  };
  return union();
}

/** The first misfit of `value`, or undefined where it fits. O(size). */
export function misfitOf(expected: Shape, value: YamlValue): Misfit | undefined {
  switch (expected.kind) {
    case "any":
      return undefined;
    case "oneOf": {
      // Most values fit one of the plain options, which needs no words.
      if (expected.options.some((option) => fits(option, value))) return undefined;
      let deepest: Misfit | undefined;
      for (const option of expected.options) {
        const misfit = misfitOf(option, value);
        if (misfit === undefined) return undefined;
        if (misfit.path.length > (deepest?.path.length ?? 0) || misfit.unknownKey !== undefined) {
          deepest = misfit;
        }
      }
      return deepest ?? wrong(expected, value);
    }
    case "list": {
      if (!isYamlList(value)) return wrong(expected, value);
      for (let i = 0; i < value.length; i++) {
        const misfit = misfitOf(expected.item, value[i]!);
        if (misfit !== undefined) return { ...misfit, path: [i, ...misfit.path] };
      }
      return undefined;
    }
    case "record": {
      if (!isYamlMap(value)) return wrong(expected, value);
      if (isRecord(expected, value)) return undefined;
      for (const key of expected.fields.keys()) {
        const entry = entryOf(value, key);
        const field = expected.fields.get(key)!;
        if (entry === undefined) {
          if (field.isRequired) {
            return { path: [], message: `has no \`${key}\``, missingKey: key };
          }
          continue;
        }
        const misfit = misfitOf(field.shape, entry);
        if (misfit !== undefined) return { ...misfit, path: [key, ...misfit.path] };
      }
      if (expected.rest !== undefined) {
        for (const key of Object.keys(value)) {
          const misfit = misfitOf(expected.rest, value[key]!);
          if (misfit !== undefined) return { ...misfit, path: [key, ...misfit.path] };
        }
      }
      if (!expected.isOpen) {
        for (const key of Object.keys(value)) {
          if (expected.fields.has(key)) continue;
          return {
            path: [key],
            message: `\`${key}\` is no key of this place`,
            unknownKey: key,
            knownKeys: [...expected.fields.keys()],
          };
        }
      }
      return undefined;
    }
    default:
      return fits(expected, value) ? undefined : wrong(expected, value);
  }
}

/** Every misfit of `value`, outer ones first; a place that is wrong as a whole gives one. O(size). */
export function misfitsOf(expected: Shape, value: YamlValue): readonly Misfit[] {
  const found: Misfit[] = [];
  const visit = (shape: Shape, at: YamlValue, path: Misfit["path"]): void => {
    const chosen = shape.kind === "oneOf" ? likelyOption(shape.options, at) : shape;
    if (chosen.kind === "record" && isYamlMap(at)) {
      for (const [key, field] of chosen.fields) {
        const entry = entryOf(at, key);
        if (entry !== undefined) visit(field.shape, entry, [...path, key]);
        else if (field.isRequired) {
          found.push({ path, message: `has no \`${key}\``, missingKey: key });
        }
      }
      for (const key of Object.keys(at)) {
        if (chosen.fields.has(key)) continue;
        if (chosen.rest !== undefined) visit(chosen.rest, at[key]!, [...path, key]);
        else if (!chosen.isOpen) {
          const message = `\`${key}\` is no key of this place`;
          const knownKeys = [...chosen.fields.keys()];
          found.push({ path: [...path, key], message, unknownKey: key, knownKeys });
        }
      }
    } else if (chosen.kind === "list" && isYamlList(at)) {
      at.forEach((item, index) => {
        visit(chosen.item, item, [...path, index]);
      });
    } else {
      const misfit = misfitOf(shape, at);
      if (misfit !== undefined) found.push({ ...misfit, path: [...path, ...misfit.path] });
    }
  };
  visit(expected, value, []);
  return found;
}

/** The option of a union that a value means: the one of its kind. */
function likelyOption(options: readonly Shape[], value: YamlValue): Shape {
  const fitting = options.find((option) => misfitOf(option, value) === undefined);
  if (fitting !== undefined) return fitting;
  const kind = isYamlMap(value) ? "record" : isYamlList(value) ? "list" : undefined;
  const alike = options.filter((option) => option.kind === kind);
  return alike.length === 1 ? alike[0]! : { kind: "oneOf", options };
}

type RecordShape = Extract<Shape, { readonly kind: "record" }>;

/** Keys that must be there, by fields. */
const REQUIRED = new WeakMap<RecordShape["fields"], readonly string[]>();

/** Whether a map fits: by its few keys, where finding what is wrong first goes by all fields. */
function isRecord({ fields, isOpen, rest }: RecordShape, value: YamlMap): boolean {
  let required = REQUIRED.get(fields);
  if (required === undefined) {
    required = [...fields].flatMap(([key, { isRequired }]) => (isRequired ? [key] : []));
    REQUIRED.set(fields, required);
  }
  for (const key of required) if (!Object.hasOwn(value, key)) return false;
  for (const key of Object.keys(value)) {
    const field = fields.get(key);
    if (field === undefined ? !isOpen : misfitOf(field.shape, value[key]!) !== undefined)
      return false;
    if (rest !== undefined && misfitOf(rest, value[key]!) !== undefined) return false;
  }
  return true;
}

function fits(expected: Shape, value: YamlValue): boolean {
  switch (expected.kind) {
    case "null":
      return value === null;
    case "string":
      return typeof value === "string" || value instanceof YamlTime;
    case "plain":
      return typeof value === "string";
    case "boolean":
      return typeof value === "boolean";
    case "integer":
      return (
        typeof value === "bigint" ||
        (typeof value === "number" && Number.isInteger(value)) ||
        (value instanceof YamlFloat && Number.isInteger(value.value))
      );
    case "number":
      return typeof value === "number" || typeof value === "bigint" || value instanceof YamlFloat;
    case "dict":
      return isYamlMap(value);
    case "literal":
      return typeof value === "string" && expected.texts.includes(value);
    default:
      return false;
  }
}

function wrong(expected: Shape, value: YamlValue): Misfit {
  return { path: [], message: `must be ${describe(expected)}, not ${describeValue(value)}` };
}

/** A shape in words: `a text or a list of texts`. */
export function describe(expected: Shape): string {
  switch (expected.kind) {
    case "string":
    case "plain":
      return "a text";
    case "boolean":
      return "true or false";
    case "integer":
      return "a whole number";
    case "number":
      return "a number";
    case "null":
      return "nothing";
    case "dict":
    case "record":
      return "a mapping";
    case "list":
      return `a list${expected.item.kind === "string" ? " of texts" : ""}`;
    case "literal":
      return expected.texts.map((text) => `'${text}'`).join(" or ");
    case "oneOf":
      return expected.options
        .filter((option) => option.kind !== "null")
        .map(describe)
        .join(" or ");
    default:
      return "anything";
  }
}

/** A value as it is named in a message: short, strings quoted. */
export function describeValue(value: YamlValue): string {
  if (value === null) return "nothing";
  if (typeof value === "string") {
    return `the text '${value.length > 40 ? `${value.slice(0, 40)}…` : value}'`;
  }
  if (isYamlList(value)) return "a list";
  if (isYamlMap(value)) return "a mapping";
  if (value instanceof YamlFloat) return `${value.value}.0`;
  if (value instanceof YamlTime) return `the date ${value.text}`;
  return String(value);
}
