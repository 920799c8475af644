/** An enabled member of the semantic layer, and how its parts are read. */
import { entryOf, isYamlList, isYamlMap, type YamlMap } from "../../../yaml/values";
import type { RefCall } from "../../nodes/rendering";
import type { EntryFault, PropertyEntry } from "../../properties/propertyEntry";

export interface SemanticThing {
  readonly name: string;
  /** Where it stands; of a metric that a measure makes, the semantic model. */
  readonly entry: PropertyEntry;
  /** What a semantic model is made on; empty for the others. */
  readonly refs: readonly RefCall[];
  /** True for a metric that comes from `create_metric: true`. */
  readonly isCreated: boolean;
}

/** A fault with the entry that it is of. */
export interface PlacedFault {
  readonly entry: PropertyEntry;
  readonly fault: EntryFault;
}

/** One entity, dimension or measure. */
export interface SemanticElement {
  readonly value: YamlMap;
  readonly name: string;
  readonly index: number;
}

/** The named mappings of the list `key`. */
export function elementsOf(value: YamlMap, key: string): readonly SemanticElement[] {
  const list = entryOf(value, key);
  return (isYamlList(list) ? list : []).flatMap((item, index) => {
    const name = textIn(item as YamlMap, "name");
    return name === undefined ? [] : [{ value: item as YamlMap, name, index }];
  });
}

/** A text of a mapping; undefined where there is none. */
export function textIn(value: YamlMap, key: string): string | undefined {
  const found = isYamlMap(value) ? entryOf(value, key) : undefined;
  return typeof found === "string" ? found : undefined;
}

/** The mapping under `key`, empty where there is none. */
export function mapIn(value: YamlMap, key: string): YamlMap {
  const found = entryOf(value, key);
  return isYamlMap(found) ? found : {};
}
