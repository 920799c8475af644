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
  return new OneMap(offset, composed);
}

/** Shared by all maps of which no places are kept. */
const NO_ENTRIES: PlacedEntry[] = [];
const NO_NODES: PlacedNode[] = [];

/** A class because a project has tens of thousands of maps: most need nothing but the map itself. */
class OneMap implements MapBuilder {
  readonly map: { [key: string]: YamlValue } = {};
  entries: PlacedEntry[] = NO_ENTRIES;
  merged: PlacedNode[] = NO_NODES;
  private merges: YamlMap[] | undefined;
  /** Key that stands in the map only because its value is being read. */
  private shown: string | undefined;
  private numeric: Map<number, string> | undefined;

  constructor(
    private readonly offset: number,
    private readonly composed: Composed,
  ) {}

  preview(key: YamlValue, partial: YamlValue): void {
    if (typeof key !== "string") return;
    if (!Object.hasOwn(this.map, key)) this.shown = key;
    setEntry(this.map, key, partial);
  }

  add(key: YamlValue, keySpan: Span, value: YamlValue, placed: PlacedNode | undefined): void {
    const name = typeof key === "string" ? key : this.nameOf(key);
    if (name === undefined) {
      this.refuse("found unhashable key", keySpan.start);
      return;
    }
    const odd = typeof key === "string" ? undefined : oddKind(key);
    if (odd !== undefined) {
      this.composed.oddKeys.push({ container: this.map, key: name, kind: odd, span: keySpan });
    }
    if (name !== this.shown && Object.hasOwn(this.map, name)) {
      this.composed.duplicates.push({ key: name, span: keySpan });
    }
    this.shown = undefined;
    setEntry(this.map, name, value);
    if (placed === undefined) return;
    if (this.entries === NO_ENTRIES) this.entries = [];
    this.entries.push({ key: name, keySpan, node: placed });
  }

  merge(valueStart: number, value: YamlValue, placed: PlacedNode | undefined): void {
    const maps: YamlMap[] = [];
    for (const one of isYamlList(value) ? value : [value]) {
      if (!isYamlMap(one)) {
        this.refuse("expected a mapping or list of mappings for merging", valueStart);
      } else maps.push(one);
    }
    // The first map of a list wins, and a later `<<` wins over an earlier one.
    this.merges = [...(this.merges ?? []), ...maps.reverse()];
    if (placed !== undefined) this.merged = [...(placed.items ?? [placed]), ...this.merged];
  }

  finish(): YamlMap {
    const { map, merges } = this;
    if (merges === undefined) return map;
    const full: { [key: string]: YamlValue } = {};
    for (const one of merges) {
      for (const key of Object.keys(one)) setEntry(full, key, one[key]);
    }
    for (const key of Object.keys(map)) setEntry(full, key, map[key]);
    for (const key of Object.keys(map)) delete map[key];
    for (const key of Object.keys(full)) setEntry(map, key, full[key]);
    return map;
  }

  /** `1`, `1.0` and `true` are one key to Python, named after the first of them. */
  private nameOf(key: YamlValue): string | undefined {
    const name = keyName(key);
    const identity = keyIdentity(key);
    if (name === undefined || identity === undefined) return name;
    this.numeric ??= new Map();
    const first = this.numeric.get(identity);
    if (first === undefined) this.numeric.set(identity, name);
    return first ?? name;
  }

  private refuse(message: string, start: number): void {
    const context = "while constructing a mapping";
    this.composed.refusals.push(new YamlError(message, start, context, this.offset));
  }
}
