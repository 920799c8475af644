/** Jinja2's globals: `range`, `dict`, `namespace`, `cycler`, `joiner`, `lipsum`. */
import { dictSet, emptyDict } from "./dicts";
import { PythonError, typeError } from "./errors";
import { mergeInto } from "./methods/dictMethods";
import { str } from "./print";
import { RANGE_LIMIT, rangeOf } from "./sequences";
import { undefinedFailure } from "./undefinedValues";
import type { CallArguments, HostCall, PyDict, Value } from "./values";
import {
  hostFunction,
  hostObject,
  integerOf,
  isUndefined,
  isUnknown,
  orElse,
  typeName,
  unknown,
} from "./values";

function range({ args, kwargs }: CallArguments): Value {
  if (kwargs.size > 0) throw typeError("range() takes no keyword arguments");
  if (args.length === 0) throw typeError("range expected at least 1 argument, got 0");
  if (args.length > 3) throw typeError(`range expected at most 3 arguments, got ${args.length}`);
  const unknownArgument = args.find(isUnknown);
  if (unknownArgument !== undefined) return unknownArgument;
  const numbers = args.map((value) => {
    const integer = integerOf(value);
    if (integer !== undefined) return integer;
    if (isUndefined(value)) throw undefinedFailure(value);
    throw typeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
  });
  const [first = 0n, second, step = 1n] = numbers;
  if (step === 0n) throw new PythonError("ValueError", "range() arg 3 must not be zero");
  const result = second === undefined ? rangeOf(0n, first, 1n) : rangeOf(first, second, step);
  if (result.length > RANGE_LIMIT) {
    throw new PythonError(
      "OverflowError",
      `Range too big. The sandbox blocks ranges larger than MAX_RANGE (${RANGE_LIMIT}).`,
    );
  }
  return result;
}

function makeDict(name: string, { args, kwargs, machine }: HostCall): PyDict {
  if (args.length > 1) {
    throw typeError(`${name} expected at most 1 argument, got ${args.length}`);
  }
  const dict = emptyDict();
  if (args[0] !== undefined && !isUnknown(args[0])) mergeInto(dict, args[0], machine);
  for (const [key, value] of kwargs) {
    machine.allocate(2);
    dictSet(dict, key, value);
  }
  return dict;
}

function cycler({ args }: HostCall): Value {
  if (args.length === 0)
    throw new PythonError("RuntimeError", "at least one item has to be provided");
  let position = 0;
  const current = (): Value => args[position] ?? null;
  const members: Readonly<Record<string, () => Value>> = {
    current,
    next: () =>
      hostFunction("next", () => {
        const value = current();
        position = (position + 1) % args.length;
        return value;
      }),
    reset: () =>
      hostFunction("reset", () => {
        position = 0;
        return null;
      }),
    pos: () => BigInt(position),
  };
  return hostObject(
    "Cycler",
    {},
    {
      attribute: (name) => (Object.hasOwn(members, name) ? members[name]?.() : undefined),
    },
  );
}

function joiner({ args, kwargs }: HostCall): Value {
  const given = args[0] === undefined ? kwargs.get("sep") : args[0];
  const separator = orElse(given, () => ", ");
  let isUsed = false;
  return hostObject(
    "Joiner",
    { sep: separator },
    {
      call: () => {
        if (isUsed) return separator;
        isUsed = true;
        return "";
      },
    },
  );
}

/** A class that templates call to make one of its values. */
function pythonType(name: string, call: (call: HostCall) => Value): Value {
  return hostObject("type", {}, { call, text: () => `<class '${name}'>` });
}

/** Every global by its name. */
export const builtinGlobals: ReadonlyMap<string, Value> = new Map<string, Value>([
  ["range", hostFunction("range", range)],
  ["dict", pythonType("dict", (call) => makeDict("dict", call))],
  [
    "namespace",
    pythonType("jinja2.utils.Namespace", (call) => ({
      kind: "namespace",
      attributes: makeDict("dict", call),
    })),
  ],
  ["cycler", pythonType("jinja2.utils.Cycler", cycler)],
  ["joiner", pythonType("jinja2.utils.Joiner", joiner)],
  ["lipsum", hostFunction("lipsum", ({ args }) => unknown(`lipsum(${args.map(str).join(", ")})`))],
]);
