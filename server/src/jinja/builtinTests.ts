/** Jinja2's tests: what may follow `is`. */

import { binary } from "./arithmetic";
import { equals, type Fuel, isMember, isOrdered, type Order } from "./compare";
import { hashKey } from "./dicts";
import { type Builtin, builtin, freeBuiltin } from "./environment";
import { typeError } from "./errors";
import { iterate, lengthOf } from "./iterate";
import { isLower, isUpper } from "./methods/stringCase";
import { str } from "./print";
import type { Value } from "./values";
import { isKind, isUndefined, textOf } from "./values";

function property(name: string, holds: (value: Value) => boolean, parameter = "value"): Builtin {
  return builtin(name, [parameter], ([value = null]) => holds(value));
}

/** Tests that look only at whether there is a value: an Unknown counts as one. */
function presence(name: string, holds: (value: Value) => boolean): Builtin {
  return builtin(name, ["value"], ([value = null]) => holds(value), { acceptsUnknown: true });
}

function operator(name: string, holds: (a: Value, b: Value, fuel: Fuel) => boolean): Builtin {
  return freeBuiltin(({ args, kwargs }, machine) => {
    if (kwargs.size > 0) throw typeError(`_operator.${name}() takes no keyword arguments`);
    const [a, b] = args;
    if (a === undefined || b === undefined || args.length !== 2) {
      throw typeError(`${name} expected 2 arguments, got ${args.length}`);
    }
    return holds(a, b, machine);
  });
}

const ordered = (name: string, order: Order): Builtin =>
  operator(name, (a, b, fuel) => isOrdered(order, a, b, fuel));
const equal = operator("eq", equals);
const unequal = operator("ne", (a, b, fuel) => !equals(a, b, fuel));

function remainder(name: string, expected: bigint): Builtin {
  return builtin(name, ["value"], ([value = null], machine) =>
    equals(binary("%", value, 2n, machine), expected, machine),
  );
}

const divisibleBy = builtin(
  "test_divisibleby",
  ["value", "num"],
  ([value = null, num = null], machine) => equals(binary("%", value, num, machine), 0n, machine),
);

const member = builtin("test_in", ["value", "seq"], ([value = null, seq = null], machine) =>
  isMember(value, seq, machine, iterate),
);

function isCallable(value: Value): boolean {
  if (isKind(value, "function") || isUndefined(value)) return true;
  return isKind(value, "object") && value.call !== undefined;
}

const callable = freeBuiltin(({ args }) => {
  const [value = null] = args;
  if (args.length === 1) return isCallable(value);
  throw typeError(`callable() takes exactly one argument (${args.length} given)`);
});

function isIterable(value: Value): boolean {
  try {
    iterate(value);
    return true;
  } catch {
    return false;
  }
}

/** What Jinja2 takes for a sequence: a length and items. */
function isSequence(value: Value): boolean {
  if (isKind(value, "set") || isKind(value, "view")) return false;
  if (isKind(value, "object")) return value.item !== undefined && value.length !== undefined;
  return lengthOf(value) !== undefined;
}

function isMapping(value: Value): boolean {
  return isKind(value, "dict") || (isKind(value, "object") && value.item !== undefined);
}

const isNumber = (value: Value): boolean =>
  typeof value === "bigint" ||
  typeof value === "number" ||
  typeof value === "boolean" ||
  isKind(value, "complex");

const named = (functionName: string, table: "filters" | "tests"): Builtin =>
  builtin(
    functionName,
    ["value"],
    ([value = null], _machine, environment) => {
      const name = textOf(value);
      if (name !== undefined) return environment[table].has(name);
      // A look-up in a dict: what has no hash is refused.
      hashKey(value);
      return false;
    },
    { hidden: 1 },
  );

/** Every test by its names. */
export const builtinTests: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ["odd", remainder("test_odd", 1n)],
  ["even", remainder("test_even", 0n)],
  ["divisibleby", divisibleBy],
  ["defined", presence("test_defined", (value) => !isUndefined(value))],
  ["undefined", presence("test_undefined", isUndefined)],
  ["filter", named("test_filter", "filters")],
  ["test", named("test_test", "tests")],
  ["none", property("test_none", (value) => value === null)],
  ["boolean", property("test_boolean", (value) => typeof value === "boolean")],
  ["false", property("test_false", (value) => value === false)],
  ["true", property("test_true", (value) => value === true)],
  ["integer", property("test_integer", (value) => typeof value === "bigint")],
  ["float", property("test_float", (value) => typeof value === "number")],
  ["lower", property("test_lower", (value) => isLower(str(value)))],
  ["upper", property("test_upper", (value) => isUpper(str(value)))],
  ["string", property("test_string", (value) => textOf(value) !== undefined)],
  ["mapping", property("test_mapping", isMapping)],
  ["number", property("test_number", isNumber)],
  ["sequence", property("test_sequence", isSequence)],
  ["iterable", property("test_iterable", isIterable)],
  ["callable", callable],
  ["sameas", builtin("test_sameas", ["value", "other"], ([a = null, b = null]) => isSame(a, b))],
  ["escaped", property("test_escaped", (value) => isKind(value, "markup"))],
  ["in", member],
  ["==", equal],
  ["eq", equal],
  ["equalto", equal],
  ["!=", unequal],
  ["ne", unequal],
  [">", ordered("gt", ">")],
  ["gt", ordered("gt", ">")],
  ["greaterthan", ordered("gt", ">")],
  [">=", ordered("ge", ">=")],
  ["ge", ordered("ge", ">=")],
  ["<", ordered("lt", "<")],
  ["lt", ordered("lt", "<")],
  ["lessthan", ordered("lt", "<")],
  ["<=", ordered("le", "<=")],
  ["le", ordered("le", "<=")],
]);

/** `a is b`: constants and the same object; equal small numbers and texts share one in CPython. */
function isSame(a: Value, b: Value): boolean {
  return a === b;
}
