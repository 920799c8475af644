/** Filters that apply other filters and tests to each item: `map`, `select` and their kin. */
import { isTrue } from "../compare";
import { hashKey } from "../dicts";
import { type Builtin, type Environment, freeBuiltin } from "../environment";
import { PythonError } from "../errors";
import { generator, iterate } from "../iterate";
import { repr } from "../print";
import { undefinedFailure } from "../undefinedValues";
import type { CallArguments, Machine, Value } from "../values";
import { isUndefined, isUnknown, textOf } from "../values";
import { attributeGetter } from "./attributeGetter";

type Rule = (item: Value) => Value;

function argumentError(message: string): PythonError {
  return new PythonError("FilterArgumentError", message);
}

/** Calls a filter or test by the name that a template gave. */
function byName(
  kind: "filter" | "test",
  name: Value,
  { args, kwargs }: CallArguments,
  machine: Machine,
  environment: Environment,
): Rule {
  const table = kind === "filter" ? environment.filters : environment.tests;
  return (item) => {
    const found = table.get(textOf(name) ?? "");
    if (found === undefined) {
      hashKey(name);
      const hint = isUndefined(name)
        ? ` (${undefinedFailure(name).message}; did you forget to quote the callable name?)`
        : "";
      throw new PythonError("TemplateRuntimeError", `No ${kind} named ${repr(name)}.${hint}`);
    }
    machine.step();
    const given = { args: [item, ...args], kwargs };
    const unknownItem = found.acceptsUnknown ? undefined : given.args.find(isUnknown);
    return unknownItem ?? found.run(given, machine, environment);
  };
}

const map = freeBuiltin(
  (call, machine, environment) => {
    const [value = null, ...args] = call.args;
    return generator(mapped(value, { args, kwargs: call.kwargs }, machine, environment));
  },
  { needsContext: true },
);

function* mapped(
  value: Value,
  call: CallArguments,
  machine: Machine,
  environment: Environment,
): Iterable<Value> {
  if (!isTrue(value)) return;
  const rule = mapRule(call, machine, environment);
  for (const item of iterate(value)) {
    machine.step();
    yield rule(item);
  }
}

function mapRule(
  { args, kwargs }: CallArguments,
  machine: Machine,
  environment: Environment,
): Rule {
  if (args.length > 0 || !kwargs.has("attribute")) {
    const [name, ...rest] = args;
    if (name === undefined) throw argumentError("map requires a filter argument");
    return byName("filter", name, { args: rest, kwargs }, machine, environment);
  }
  const others = [...kwargs.keys()].filter((key) => key !== "attribute" && key !== "default");
  if (others.length > 0)
    throw argumentError(`Unexpected keyword argument ${repr(others[0] ?? "")}`);
  return attributeGetter(kwargs.get("attribute") ?? null, machine, kwargs.get("default") ?? null);
}

function selecting(keeps: boolean, byAttribute: boolean): Builtin {
  return freeBuiltin(
    (call, machine, environment) => {
      const [value = null, ...args] = call.args;
      const inner = { args, kwargs: call.kwargs };
      return generator(selected(value, inner, keeps, byAttribute, machine, environment));
    },
    { needsContext: true },
  );
}

function* selected(
  value: Value,
  { args, kwargs }: CallArguments,
  keeps: boolean,
  byAttribute: boolean,
  machine: Machine,
  environment: Environment,
): Iterable<Value> {
  if (!isTrue(value)) return;
  const rest = [...args];
  let attribute: Rule = (item) => item;
  if (byAttribute) {
    const name = rest.shift();
    if (name === undefined) throw argumentError("Missing parameter for attribute name");
    attribute = attributeGetter(name, machine);
  }
  const name = rest.shift();
  const rule: Rule =
    name === undefined
      ? (item) => isTrue(item)
      : byName("test", name, { args: rest, kwargs }, machine, environment);
  for (const item of iterate(value)) {
    machine.step();
    if (isTrue(rule(attribute(item))) === keeps) yield item;
  }
}

/** Filters of this file by their names in templates. */
export const functionalFilters: readonly (readonly [string, Builtin])[] = [
  ["map", map],
  ["select", selecting(true, false)],
  ["reject", selecting(false, false)],
  ["selectattr", selecting(true, true)],
  ["rejectattr", selecting(false, true)],
];
