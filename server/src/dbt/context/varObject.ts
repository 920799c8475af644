/** dbt's `var`: one object for all contexts, which differ in what a value or a missing one means. */
import { str } from "../../jinja/print";
import {
  type HostCall,
  hostFunction,
  hostObject,
  isUnknown,
  orElse,
  type Value,
} from "../../jinja/values";
import type { YamlValue } from "../../yaml/values";
import { argument } from "./values";

export interface VarMeaning {
  /** What is given for the name; undefined where nothing is. */
  readonly look: (name: string) => YamlValue | undefined;
  readonly found: (value: YamlValue, call: HostCall) => Value;
  /** Nothing is given and the call has no default. */
  readonly missing: (name: string, call: HostCall) => Value;
}

/** `var(name, default)` and `var.has_var(name)`. */
export function varObject({ look, found, missing }: VarMeaning): Value {
  const hasVar = hostFunction(
    "has_var",
    (call) => look(str(orElse(call.args[0], () => ""))) !== undefined,
  );
  const call = (call: HostCall): Value => {
    const nameValue = orElse(argument(call, 0, "var_name"), () => "");
    if (isUnknown(nameValue)) return nameValue;
    const name = str(nameValue);
    const value = look(name);
    if (value !== undefined) return found(value, call);
    const fallback = argument(call, 1, "default");
    // None is a default as well.
    return fallback === undefined ? missing(name, call) : fallback;
  };
  return hostObject("Var", { has_var: hasVar }, { call });
}
