/**
 * What composing a YAML text yields: its value, where its parts stand, and the keys that Python
 * would take otherwise than their writer meant. Types only.
 */
import type { Span } from "../base/text";
import type { YamlError } from "./tokens";
import type { YamlMap, YamlValue } from "./values";

/** Where a value stands; `entries` of a map are in document order, merged maps apart. */
export interface PlacedNode {
  readonly span: Span;
  readonly entries?: readonly PlacedEntry[];
  readonly merged?: readonly PlacedNode[];
  readonly items?: readonly PlacedNode[];
}
export interface PlacedEntry {
  readonly key: string;
  readonly keySpan: Span;
  readonly node: PlacedNode;
}

/** A key given twice in one map; the last wins. */
export interface DuplicateKey {
  readonly key: string;
  readonly span: Span;
}
/** A key that is no text to Python (`on:`, `1:`); `kind` is its Python type. */
export interface OddKey {
  readonly container: YamlMap;
  readonly key: string;
  readonly kind: "bool" | "int" | "float" | "NoneType" | "date";
  readonly span: Span;
}

export interface Composed {
  value: YamlValue;
  node?: PlacedNode;
  readonly duplicates: DuplicateKey[];
  readonly oddKeys: OddKey[];
  /** Values that Python refuses once it has read the whole text; null or absent in `value`. */
  readonly refusals: YamlError[];
}
