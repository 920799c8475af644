/**
 * References in foreign keys: `to: ref('customers')` of a model's or a column's constraint makes
 * the model depend on the other, whether or not its contract is enforced. Source: dbt-core 1.11
 * `parser/schemas.py` (`_process_constraints_refs_and_sources`).
 */
import type { YamlPath } from "../../yaml/parseYaml";
import { entryOf, isYamlList, isYamlMap, type YamlMap, type YamlValue } from "../../yaml/values";
import type { RefCall } from "../nodes/rendering";
import { EntrySite, literalRefs } from "../tests/siteRef";
import type { PropertyEntry } from "./propertyEntry";

/** Constraints with the place where they stand. */
export interface Constrained {
  readonly value: YamlMap;
  readonly path: YamlPath;
}

const NONE: readonly RefCall[] = [];

/** What the `constraints` of these places refer to. O(constraints). */
export function foreignKeyRefs(
  entry: PropertyEntry,
  places: readonly Constrained[],
): readonly RefCall[] {
  if (!places.some(({ value }) => Object.hasOwn(value, "constraints"))) return NONE;
  return places.flatMap(({ value, path }) => {
    const constraints = entryOf(value, "constraints");
    if (!isYamlList(constraints)) return [];
    return constraints.flatMap((constraint: YamlValue, index) => {
      if (!isYamlMap(constraint) || entryOf(constraint, "type") !== "foreign_key") return [];
      const to = entryOf(constraint, "to");
      if (typeof to !== "string" || to === "") return [];
      return literalRefs(to, new EntrySite(entry, [...path, "constraints", index], "to"));
    });
  });
}
