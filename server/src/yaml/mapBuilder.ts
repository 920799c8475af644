/**
 * Gathers the entries of one map as Python does: the last of equal keys wins, merged maps (`<<`)
 * come first, keys of other types than text get Python's names.
 */
import type { Span } from "../base/text";
import type { Composed, PlacedEntry, PlacedNode } from "./composed";
import { keyIdentity, keyName, oddKind } from "./keyNames";
import { YamlError } from "./tokens";
import { isYamlList, isYamlMap, setEntry, type YamlMap, type YamlValue } from "./values";

export interface MapBuilder {
  /** The map, the same object from the first entry to the last. */
  readonly map: { [key: string]: YamlValue };
  readonly entries: readonly PlacedEntry[];
  /** Maps that `<<` brought in, those that win first. */
  readonly merged: readonly PlacedNode[];
  /** Shows a value that is still being read, so that a broken file keeps its beginning. */
  preview(key: YamlValue, partial: YamlValue): void;
  add(key: YamlValue, keySpan: Span, value: YamlValue, node: PlacedNode | undefined): void;
  merge(valueStart: number, value: YamlValue, node: PlacedNode | undefined): void;
  finish(): YamlMap;
}

/** A builder for the map that begins at `offset`; odd and repeated keys go to `composed`. */
export function mapBuilder(offset: number, composed: Composed): MapBuilder {
  const map: { [key: string]: YamlValue } = {};
  const entries: PlacedEntry[] = [];
  const merged: PlacedNode[] = [];
  let merges: YamlMap[] | undefined;
  let own: Set<string> | undefined;
  let numeric: Map<number, string> | undefined;

  /** `1`, `1.0` and `true` are one key to Python, named after the first of them. */
  const nameOf = (key: YamlValue): string | undefined => {
    const name = keyName(key);
    const identity = keyIdentity(key);
    if (name === undefined || identity === undefined) return name;
    numeric ??= new Map();
    const first = numeric.get(identity);
    if (first === undefined) numeric.set(identity, name);
    return first ?? name;
  };

  const refuse = (message: string, start: number): void => {
    const context = "while constructing a mapping";
    composed.refusals.push(new YamlError(message, start, context, offset));
  };

  return {
    map,
    entries,
    merged,
    preview(key, partial) {
      if (typeof key === "string") setEntry(map, key, partial);
    },
    add(key, keySpan, value, placed) {
      const name = nameOf(key);
      if (name === undefined) {
        refuse("found unhashable key", keySpan.start);
        return;
      }
      const odd = oddKind(key);
      if (odd !== undefined) {
        composed.oddKeys.push({ container: map, key: name, kind: odd, span: keySpan });
      }
      own ??= new Set();
      if (own.has(name)) composed.duplicates.push({ key: name, span: keySpan });
      else own.add(name);
      setEntry(map, name, value);
      if (placed !== undefined) entries.push({ key: name, keySpan, node: placed });
    },
    merge(valueStart, value, placed) {
      const maps: YamlMap[] = [];
      for (const one of isYamlList(value) ? value : [value]) {
        if (!isYamlMap(one)) {
          refuse("expected a mapping or list of mappings for merging", valueStart);
        } else maps.push(one);
      }
      // The first map of a list wins, and a later `<<` wins over an earlier one.
      merges = [...(merges ?? []), ...maps.reverse()];
      if (placed !== undefined) merged.unshift(...(placed.items ?? [placed]));
    },
    finish() {
      if (merges === undefined) return map;
      const full: { [key: string]: YamlValue } = {};
      for (const one of merges) {
        for (const key of Object.keys(one)) setEntry(full, key, one[key]);
      }
      for (const key of Object.keys(map)) setEntry(full, key, map[key]);
      for (const key of Object.keys(map)) delete map[key];
      for (const key of Object.keys(full)) setEntry(map, key, full[key]);
      return map;
    },
  };
}
