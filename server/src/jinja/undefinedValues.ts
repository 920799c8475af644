/** What Jinja2 says when something undefined is used. */
import { PythonError } from "./errors";
import { repr } from "./print";
import type { Undefined, Value } from "./values";
import { typeName } from "./values";

/** The exception that using `value` raises. */
export function undefinedFailure(value: Undefined): PythonError {
  return new PythonError(value.pythonClass, undefinedMessage(value));
}

function undefinedMessage({ hint, object, name }: Undefined): string {
  if (hint !== undefined) return typeof hint === "string" ? hint : hint();
  const shown = repr(name ?? null);
  if (object === undefined) return `${shown} is undefined`;
  return typeof name === "string"
    ? `${repr(describe(object))} has no attribute ${shown}`
    : `${describe(object)} has no element ${shown}`;
}

/** Jinja2's `object_type_repr`. */
function describe(value: Value): string {
  return value === null ? "None" : `${qualifiedTypeName(value)} object`;
}

const MODULES: Readonly<Record<string, string>> = {
  _GroupTuple: "jinja2.filters._GroupTuple",
  Undefined: "jinja2.runtime.Undefined",
  Namespace: "jinja2.utils.Namespace",
  Macro: "jinja2.runtime.Macro",
  LoopContext: "jinja2.runtime.LoopContext",
  Cycler: "jinja2.utils.Cycler",
  Joiner: "jinja2.utils.Joiner",
  TemplateReference: "jinja2.runtime.TemplateReference",
  BlockReference: "jinja2.runtime.BlockReference",
  Markup: "markupsafe.Markup",
  MacroGenerator: "dbt.clients.jinja.MacroGenerator",
};

function qualifiedTypeName(value: Value): string {
  const name = typeName(value);
  return Object.hasOwn(MODULES, name) ? MODULES[name]! : name;
}
