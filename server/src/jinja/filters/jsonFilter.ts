/** Jinja2's `tojson` filter: sorted keys, safe inside HTML. dbt's `tojson` function is another. */
import { type Builtin, builtin } from "../environment";
import { budgetError, typeError } from "../errors";
import { dumpJson } from "../json";
import { undefinedFailure } from "../undefinedValues";
import type { Value } from "../values";
import { integerOf, isUndefined, textOf, typeName } from "../values";

/** What one level is indented by: that many blanks, or the given text. */
function indentation(indent: Value): string | undefined {
  if (indent === null) return undefined;
  const count = integerOf(indent);
  if (count !== undefined) {
    if (count > 1_000n) throw budgetError("a width is too large");
    return " ".repeat(Math.max(0, Number(count)));
  }
  const text = textOf(indent);
  if (text !== undefined) return text;
  if (isUndefined(indent)) throw undefinedFailure(indent);
  throw typeError(`can't multiply sequence by non-int of type '${typeName(indent)}'`);
}

const tojson = builtin(
  "do_tojson",
  ["value", "indent="],
  ([value = null, indent = null], machine) => {
    const json = dumpJson(value, { indent: indentation(indent), sortKeys: true }, machine);
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
