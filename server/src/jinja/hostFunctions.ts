/**
 * Functions of dbt's contexts that need nothing of dbt: JSON, sets, `zip`, `local_md5`. The host
 * binds them under their names.
 */
import { isTrue } from "./compare";
import { setOf } from "./dicts";
import { PythonError, typeError } from "./errors";
import { generator, iterate } from "./iterate";
import { dumpJson, loadJson } from "./json";
import { md5Hex } from "./md5";
import { str } from "./print";
import type { HostCall, HostFunction, Value } from "./values";
import { hostFunction, isUnknown, orElse, textOf, tuple, typeName } from "./values";

function argument(call: HostCall, index: number, name: string): Value | undefined {
  return call.args[index] === undefined ? call.kwargs.get(name) : call.args[index];
}

/** Makes a function that hands an Unknown argument on. */
function knowing(name: string, run: (call: HostCall) => Value): HostFunction {
  return hostFunction(name, (call) => {
    const given = [...call.args, ...call.kwargs.values()].find(isUnknown);
    return orElse(given, () => run(call));
  });
}

/** `fallback` where `run` raises one of these Python classes. */
function attempt(run: () => Value, classes: readonly string[], fallback: Value): Value {
  try {
    return run();
  } catch (error) {
    if (error instanceof PythonError && classes.includes(error.pythonClass)) return fallback;
    throw error;
  }
}

const fromjson = knowing("fromjson", (call) => {
  const text = textOf(argument(call, 0, "string") ?? null);
  const fallback = argument(call, 1, "default") ?? null;
  if (text === undefined) {
    throw typeError("the JSON object must be str, bytes or bytearray");
  }
  return attempt(() => loadJson(text, call.machine), ["JSONDecodeError", "ValueError"], fallback);
});

const tojson = knowing("tojson", (call) => {
  const value = argument(call, 0, "value") ?? null;
  const fallback = argument(call, 1, "default") ?? null;
  const sortKeys = isTrue(argument(call, 2, "sort_keys") ?? false);
  return attempt(
    () => dumpJson(value, { indent: undefined, sortKeys }, call.machine),
    ["TypeError", "ValueError"],
    fallback,
  );
});

function toSet(call: HostCall): Value {
  return setOf(counted(call, argument(call, 0, "value") ?? null));
}

function* counted(call: HostCall, value: Value): Iterable<Value> {
  for (const item of iterate(value)) {
    call.machine.step();
    call.machine.allocate(1);
    yield item;
  }
}

function* zipped(call: HostCall): Iterable<Value> {
  const iterators = call.args.map((value) => iterate(value)[Symbol.iterator]());
  if (iterators.length === 0) return;
  for (;;) {
    call.machine.step();
    const items: Value[] = [];
    for (const iterator of iterators) {
      const { done, value } = iterator.next();
      if (done === true) return;
      items.push(value);
    }
    yield tuple(items);
  }
}

const set = knowing("set", (call) => {
  const fallback = argument(call, 1, "default") ?? null;
  return attempt(() => toSet(call), ["TypeError"], fallback);
});

const zip = knowing("zip", (call) => {
  const fallback = call.kwargs.get("default") ?? null;
  return attempt(
    () => {
      for (const value of call.args) iterate(value);
      return generator(zipped(call), "zip");
    },
    ["TypeError"],
    fallback,
  );
});

const localMd5 = knowing("local_md5", (call) => {
  const value = argument(call, 0, "value") ?? null;
  const text = textOf(value);
  if (text === undefined) {
    throw new PythonError(
      "AttributeError",
      `'${typeName(value)}' object has no attribute 'encode'`,
    );
  }
  call.machine.allocate(text.length);
  return md5Hex(str(text));
});

/** `fromjson`, `tojson`, `set`, `set_strict`, `zip`, `zip_strict`, `local_md5` by name. */
export const engineFunctions: ReadonlyMap<string, HostFunction> = new Map([
  ["fromjson", fromjson],
  ["tojson", tojson],
  ["set", set],
  ["set_strict", knowing("set_strict", toSet)],
  ["zip", zip],
  ["zip_strict", knowing("zip_strict", (call) => generator(zipped(call), "zip"))],
  ["local_md5", localMd5],
]);
