/** dbt's own filters. In text rendering `as_*` change nothing; native rendering gives them meaning. */
import { type Builtin, builtin } from "../environment";

const identity = (name: string): Builtin => builtin(name, ["x"], ([value = null]) => value);

/** Filters of this file by their names in templates. */
export const dbtFilters: readonly (readonly [string, Builtin])[] = [
  ["as_text", identity("<lambda>")],
  ["as_bool", identity("<lambda>")],
  ["as_native", identity("<lambda>")],
  ["as_number", identity("<lambda>")],
  ["is_list", builtin("is_list", ["value"], ([value = null]) => Array.isArray(value))],
];
