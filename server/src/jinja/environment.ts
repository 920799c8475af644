/** Filters, tests and globals that templates find by name, and how they take arguments. */
import { typeError } from "./errors";
import { reprString } from "./reprString";
import type { CallArguments, Machine, Value } from "./values";

/** A filter or test: takes the piped value as its first argument. */
export interface Builtin {
  readonly run: (call: CallArguments, machine: Machine, environment: Environment) => Value;
  /** Jinja2 does not fold it at compile time, because it needs the running context. */
  readonly needsContext: boolean;
  /** Takes Unknown as it takes any other value, instead of handing it on. */
  readonly acceptsUnknown: boolean;
}

export interface Environment {
  readonly filters: ReadonlyMap<string, Builtin>;
  readonly tests: ReadonlyMap<string, Builtin>;
  readonly globals: ReadonlyMap<string, Value>;
  /** Methods by name that values of the named Python type do not have, though Python's do. */
  readonly absentMethods?: ReadonlyMap<string, string>;
}

/** Values of declared parameters in order; JS undefined where an optional one was left out. */
export type Bound = readonly (Value | undefined)[];

/**
 * Binds arguments as Python does. Parameters are written `"value"`, `"width=4"` with a mark for
 * optional ones (`"width="`); `hidden` counts what Jinja2 passes in front.
 */
export function bindArguments(
  functionName: string,
  parameters: readonly string[],
  call: CallArguments,
  hidden = 0,
): Bound {
  const names = parameters.map((parameter) => parameter.replace("=", ""));
  const values: (Value | undefined)[] = names.map((_, index) => call.args[index]);
  for (const [name, value] of call.kwargs) {
    const index = names.indexOf(name);
    if (index < 0) {
      throw typeError(`${functionName}() got an unexpected keyword argument ${reprString(name)}`);
    }
    if (values[index] !== undefined) {
      throw typeError(`${functionName}() got multiple values for argument ${reprString(name)}`);
    }
    values[index] = value;
  }
  const required = parameters.filter((parameter) => !parameter.endsWith("="));
  if (call.args.length > names.length) {
    const most = names.length + hidden;
    const least = required.length + hidden;
    const range = least === most ? `${most}` : `from ${least} to ${most}`;
    const given = call.args.length + hidden;
    throw typeError(
      `${functionName}() takes ${range} positional argument${most === 1 ? "" : "s"} but ${given} ${given === 1 ? "was" : "were"} given`,
    );
  }
  const missing = required.filter((name) => values[names.indexOf(name)] === undefined);
  if (missing.length > 0) {
    throw typeError(
      `${functionName}() missing ${missing.length} required positional argument${missing.length === 1 ? "" : "s"}: ${listed(missing)}`,
    );
  }
  return values;
}

function listed(names: readonly string[]): string {
  const quoted = names.map(reprString);
  const last = quoted.at(-1) ?? "";
  if (quoted.length < 2) return last;
  if (quoted.length === 2) return quoted.join(" and ");
  return `${quoted.slice(0, -1).join(", ")}, and ${last}`;
}

export interface BuiltinOptions {
  readonly needsContext?: boolean;
  readonly acceptsUnknown?: boolean;
  /** Arguments that Jinja2 passes in front: context or environment. */
  readonly hidden?: number;
}

/** A builtin with Python's name and declared parameters. */
export function builtin(
  functionName: string,
  parameters: readonly string[],
  run: (bound: Bound, machine: Machine, environment: Environment) => Value,
  options: BuiltinOptions = {},
): Builtin {
  return {
    run: (call, machine, environment) =>
      run(bindArguments(functionName, parameters, call, options.hidden ?? 0), machine, environment),
    needsContext: options.needsContext ?? false,
    acceptsUnknown: options.acceptsUnknown ?? false,
  };
}

/** A builtin that takes any arguments. */
export function freeBuiltin(run: Builtin["run"], options: BuiltinOptions = {}): Builtin {
  return {
    run,
    needsContext: options.needsContext ?? false,
    acceptsUnknown: options.acceptsUnknown ?? false,
  };
}
