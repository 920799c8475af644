/** `- & | ^` of sets and dict views. Jinja's syntax reaches only `-`; methods reach the rest. */
import { hashKey } from "./dicts";
import { iterate } from "./iterate";
import type { HashKey, PySet, Value } from "./values";
import { isKind } from "./values";

export type SetOperator = "-" | "&" | "|" | "^";

/** The set of both sides, or JS undefined where one is no set. */
export function setOperation(operator: SetOperator, left: Value, right: Value): PySet | undefined {
  if (!isSetLike(left) || !isSetLike(right)) return undefined;
  return combine(operator, left, right);
}

function isSetLike(value: Value): boolean {
  return isKind(value, "set") || (isKind(value, "view") && value.part !== "values");
}

/** The same for any iterable on the right, as the methods have it. */
export function combine(operator: SetOperator, left: Value, right: Value): PySet {
  const a = entriesOf(left);
  const b = entriesOf(right);
  const entries = new Map<HashKey, Value>();
  for (const [hash, item] of a) {
    if (operator === "|" || b.has(hash) === (operator === "&")) entries.set(hash, item);
  }
  if (operator === "|" || operator === "^") {
    for (const [hash, item] of b) if (!a.has(hash)) entries.set(hash, item);
  }
  return { kind: "set", entries };
}

function entriesOf(value: Value): ReadonlyMap<HashKey, Value> {
  if (isKind(value, "set")) return value.entries;
  const entries = new Map<HashKey, Value>();
  for (const item of iterate(value)) entries.set(hashKey(item), item);
  return entries;
}
