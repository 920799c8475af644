/** dbt's `as_text`, `as_bool`, `as_number`, `as_native` as native rendering reads them. */
import { type Builtin, builtin } from "../environment";
import { typeError } from "../errors";
import { str } from "../print";
import type { HostObject, Value } from "../values";
import { isKind, textOf, typeName as valueTypeName } from "../values";

export type MarkerName = "TextMarker" | "BoolMarker" | "NumberMarker" | "NativeMarker";

const MARKERS: Readonly<Record<string, MarkerName>> = {
  as_text: "TextMarker",
  as_bool: "BoolMarker",
  as_number: "NumberMarker",
  as_native: "NativeMarker",
};

/** In Python a kind of `str`, so that `'a' in (names | as_bool)` looks for a part of its text. */
function marker(typeName: MarkerName, text: string): HostObject {
  return {
    kind: "object",
    typeName,
    isText: true,
    attributes: new Map(),
    text: () => text,
    contains(item) {
      const part = textOf(item);
      if (part !== undefined) return text.includes(part);
      throw typeError(`'in <string>' requires string as left operand, not ${valueTypeName(item)}`);
    },
  };
}

/** Which marker `value` is, if it is one. */
export function markerOf(value: Value): MarkerName | undefined {
  if (!isKind(value, "object")) return undefined;
  return Object.values(MARKERS).find((name) => name === value.typeName);
}

/** Filters of this file by their names in templates. */
export const nativeFilters: readonly (readonly [string, Builtin])[] = Object.entries(MARKERS).map(
  ([name, typeName]) => [
    name,
    builtin(typeName, ["object"], ([value = null]) => marker(typeName, str(value))),
  ],
);
