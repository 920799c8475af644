/** Arguments of Python's built-in methods, checked with the errors of CPython's C code. */
import { typeError } from "../errors";
import type { Machine, Value } from "../values";
import { integerOf, textOf, typeName } from "../values";

/** One call of a method. */
export interface MethodCall {
  readonly name: string;
  readonly args: readonly Value[];
  readonly kwargs: ReadonlyMap<string, Value>;
  readonly machine: Machine;
}

/** A built-in method of values of type `T`. */
export type Method<T> = (self: T, call: MethodCall) => Value;

/** Refuses all arguments: `str.upper() takes no arguments (1 given)`. */
export function expectNone(call: MethodCall, type: string): void {
  refuseKeywords(call, type);
  if (call.args.length > 0) {
    throw typeError(`${type}.${call.name}() takes no arguments (${call.args.length} given)`);
  }
}

/** The only argument: `str.join() takes exactly one argument (0 given)`. */
export function expectOne(call: MethodCall, type: string): Value {
  refuseKeywords(call, type);
  const only = call.args[0];
  if (only === undefined || call.args.length > 1) {
    throw typeError(
      `${type}.${call.name}() takes exactly one argument (${call.args.length} given)`,
    );
  }
  return only;
}

/** Positional arguments only, from `least` to `most` of them. */
export function expectBetween(call: MethodCall, type: string, least: number, most: number): void {
  refuseKeywords(call, type);
  const count = call.args.length;
  if (count >= least && count <= most) return;
  const bound = count < least ? least : most;
  const how = least === most ? "" : count < least ? "at least " : "at most ";
  throw typeError(
    `${call.name} expected ${how}${bound} argument${bound === 1 ? "" : "s"}, got ${count}`,
  );
}

/** The same in the words of `PyArg_ParseTuple`: `count() takes at least 1 argument (0 given)`. */
export function expectParsed(call: MethodCall, type: string, least: number, most: number): void {
  refuseKeywords(call, type);
  const count = call.args.length;
  if (count >= least && count <= most) return;
  const bound = count < least ? least : most;
  const how = least === most ? "exactly" : count < least ? "at least" : "at most";
  throw typeError(
    `${call.name}() takes ${how} ${bound} argument${bound === 1 ? "" : "s"} (${count} given)`,
  );
}

function refuseKeywords(call: MethodCall, type: string): void {
  if (call.kwargs.size > 0) throw typeError(`${type}.${call.name}() takes no keyword arguments`);
}

/** Arguments that may also be given by these names, in order; JS undefined where absent. */
export function byPositionOrName(
  call: MethodCall,
  names: readonly string[],
  least = 0,
): (Value | undefined)[] {
  const given = call.args.length + call.kwargs.size;
  if (given > names.length) {
    throw typeError(
      `${call.name}() takes at most ${names.length} argument${names.length === 1 ? "" : "s"} (${given} given)`,
    );
  }
  const values: (Value | undefined)[] = names.map((_, index) => call.args[index]);
  for (const [name, value] of call.kwargs) {
    const index = names.indexOf(name);
    if (index < 0) throw typeError(`'${name}' is an invalid keyword argument for ${call.name}()`);
    if (values[index] !== undefined) {
      throw typeError(
        `argument for ${call.name}() given by name ('${name}') and position (${index + 1})`,
      );
    }
    values[index] = value;
  }
  for (let index = 0; index < least; index++) {
    if (values[index] === undefined) {
      throw typeError(
        `${call.name}() missing required argument '${names[index]}' (pos ${index + 1})`,
      );
    }
  }
  return values;
}

/** An integer argument; `fallback` where absent. */
export function indexArgument(value: Value | undefined, fallback: bigint): bigint {
  if (value === undefined) return fallback;
  const integer = integerOf(value);
  if (integer !== undefined) return integer;
  throw typeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
}

/** A text argument, or TypeError with this message. */
export function textArgument(value: Value | undefined, message: (type: string) => string): string {
  const text = value === undefined ? undefined : textOf(value);
  if (text === undefined)
    throw typeError(message(value === null ? "None" : typeName(value ?? null)));
  return text;
}
