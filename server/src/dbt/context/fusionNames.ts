/**
 * Where dbt 2's Jinja refuses what Python lets through: texts that are no JSON, YAML or number
 * without a default to fall back on, and `itertools`, which it does not have. Source: dbt 2.0.0-alpha.4,
 * asked expression by expression.
 */
import { ENVIRONMENT } from "../../jinja/builtins";
import { builtin, type Environment } from "../../jinja/environment";
import { PythonError } from "../../jinja/errors";
import { hostFunction, hostObject, isKind, textOf, type Value } from "../../jinja/values";
import { parseYaml } from "../../yaml/parseYaml";
import { argument } from "./values";

const plainFloat = ENVIRONMENT.filters.get("float");

/** Filters as dbt 2 has them. */
export const FUSION_ENVIRONMENT: Environment = {
  ...ENVIRONMENT,
  absentMethods: new Map([
    ["reverse", "list"],
    ["encode", "str"],
  ]),
  filters: new Map([
    ...ENVIRONMENT.filters,
    [
      "float",
      builtin("float", ["value"], ([value = null], machine, environment) => {
        const text = textOf(value);
        if (text !== undefined && !NUMBER.test(text)) {
          throw new PythonError("ValueError", `could not convert string to float: '${text}'`);
        }
        return plainFloat?.run({ args: [value], kwargs: new Map() }, machine, environment) ?? value;
      }),
    ],
  ]),
};

/** What Rust reads as a float: no blanks and no underscores. */
const NUMBER = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|inf|infinity|nan)$/i;

/** Names that win over `base` on dbt 2. */
export function fusionNames(base: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> {
  const names = new Map<string, Value>();
  for (const [name, what, isReadable] of TEXT_READERS) {
    const reader = base.get(name) ?? null;
    const strict = hostFunction(name, (call) => {
      const text = textOf(argument(call, 0, name === "fromjson" ? "string" : "value") ?? null);
      const hasDefault = (argument(call, 1, "default") ?? null) !== null;
      if (text !== undefined && !hasDefault && !isReadable(text)) {
        throw new PythonError(
          "CompilationError",
          `${name}() cannot read this text as ${what}; dbt 2 stops here where no default is given`,
        );
      }
      return call.machine.call(reader, call.args, call.kwargs);
    });
    names.set(name, strict);
  }
  const modules = base.get("modules") ?? null;
  if (isKind(modules, "object")) {
    const kept = [...modules.attributes].filter(([name]) => name !== "itertools");
    names.set("modules", hostObject(modules.typeName, new Map(kept)));
  }
  return names;
}

const TEXT_READERS = [
  ["fromjson", "JSON", isJson],
  ["fromyaml", "YAML", isYaml],
] as const;

/** What is no JSON is tried as YAML. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return isYaml(text);
  }
}

/** Tags of one's own are left alone. */
function isYaml(text: string): boolean {
  return text.includes("!") || parseYaml(text).problems.length === 0;
}
