/** Jinja2's `tojson` filter: sorted keys, safe inside HTML. dbt's `tojson` function is another. */
import { type Builtin, builtin } from "../environment";
import { dumpJson } from "../json";
import { integerOf } from "../values";

const tojson = builtin(
  "do_tojson",
  ["value", "indent="],
  ([value = null, indent = null], machine) => {
    const size = indent === null ? undefined : Number(integerOf(indent) ?? 0n);
    const json = dumpJson(value, { indent: size, sortKeys: true }, machine);
    const text = json.replace(
      /[<>&']/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
    return { kind: "markup", text };
  },
  { hidden: 1 },
);

/** Filters of this file by their names in templates. */
export const jsonFilters: readonly (readonly [string, Builtin])[] = [["tojson", tojson]];
