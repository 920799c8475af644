/** The `loop` object of a `for` loop, and the items behind it. */
import { equals } from "./compare";
import { PythonError, typeError } from "./errors";
import { iterate, lengthOf } from "./iterate";
import type { HostObject, Value } from "./values";
import { hostFunction, orElse, tuple, undefinedWithHint } from "./values";

/** Items of a running loop: one ahead where the template asks for it. */
export interface LoopState {
  /** Steps to the next item, or gives JS undefined at the end. */
  advance(): Value | undefined;
  /** What the template sees as `loop`. */
  readonly object: HostObject;
}

export interface LoopOptions {
  /** How many loops of the same recursion enclose this one. */
  readonly depth: number;
  /** `loop(…)` of a recursive loop. */
  readonly recurse: ((items: Value) => Value) | undefined;
}

/** A loop over `items`; `source` is the value they come from, JS undefined if they are filtered. */
export function startLoop(
  source: Value | undefined,
  items: Iterable<Value>,
  { depth, recurse }: LoopOptions,
): LoopState {
  let iterator = items[Symbol.iterator]();
  let index0 = -1;
  let after: Value | undefined;
  let before: Value | undefined;
  let current: Value | undefined;
  let length: number | undefined;
  let lastChanged: Value | undefined;

  const pull = (): Value | undefined => {
    const { done, value } = iterator.next();
    return done === true ? undefined : value;
  };
  const peek = (): Value | undefined => {
    if (after === undefined) after = pull();
    return after;
  };
  const total = (): number => {
    if (length !== undefined) return length;
    length = source === undefined ? undefined : lengthOf(source);
    if (length === undefined) {
      const rest: Value[] = [];
      for (let item = pull(); item !== undefined; item = pull()) rest.push(item);
      iterator = rest[Symbol.iterator]();
      length = rest.length + index0 + 1 + (after === undefined ? 0 : 1);
    }
    return length;
  };

  const attributes: Readonly<Record<string, () => Value>> = {
    index: () => BigInt(index0 + 1),
    index0: () => BigInt(index0),
    first: () => index0 === 0,
    last: () => peek() === undefined,
    length: () => BigInt(total()),
    revindex: () => BigInt(total() - index0),
    revindex0: () => BigInt(total() - index0 - 1),
    previtem: () => orElse(before, () => undefinedWithHint("there is no previous item")),
    nextitem: () => orElse(peek(), () => undefinedWithHint("there is no next item")),
    depth: () => BigInt(depth + 1),
    depth0: () => BigInt(depth),
    cycle: () =>
      hostFunction("cycle", ({ args }) => {
        if (args.length === 0) throw typeError("no items for cycling given");
        return args[index0 % args.length] ?? null;
      }),
    changed: () =>
      hostFunction("changed", ({ args, machine }) => {
        const value = tuple(args);
        if (lastChanged !== undefined && equals(lastChanged, value, machine)) return false;
        lastChanged = value;
        return true;
      }),
  };

  const object: HostObject = {
    kind: "object",
    typeName: "LoopContext",
    attributes: new Map(),
    attribute: (name) => (Object.hasOwn(attributes, name) ? attributes[name]?.() : undefined),
    call: ({ args }) => {
      if (recurse === undefined) {
        throw typeError("The loop must have the 'recursive' marker to be called recursively.");
      }
      return recurse(args[0] ?? null);
    },
    text: () => `<LoopContext ${index0 + 1}/${total()}>`,
    length: total,
  };

  const advance = (): Value | undefined => {
    const next = after === undefined ? pull() : after;
    after = undefined;
    if (next === undefined) return undefined;
    index0++;
    before = current;
    current = next;
    return next;
  };
  return { advance, object };
}

/** Items that a target of `count` names takes from `value`, with Python's errors. */
export function unpack(value: Value, count: number): readonly Value[] {
  let items: Iterable<Value>;
  try {
    items = iterate(value);
  } catch (error) {
    if (!(error instanceof PythonError) || error.pythonClass !== "TypeError") throw error;
    const type = /^'(.*)' object is not iterable$/.exec(error.message)?.[1] ?? "";
    throw typeError(`cannot unpack non-iterable ${type} object`);
  }
  const taken: Value[] = [];
  for (const item of items) {
    if (taken.length === count) {
      throw new PythonError("ValueError", `too many values to unpack (expected ${count})`);
    }
    taken.push(item);
  }
  if (taken.length < count) {
    throw new PythonError(
      "ValueError",
      `not enough values to unpack (expected ${count}, got ${taken.length})`,
    );
  }
  return taken;
}
