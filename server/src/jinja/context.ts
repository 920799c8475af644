/** Where the names of a template come from besides its own assignments. */
import type { Value } from "./values";

/** Names that the host gives. */
export interface Context {
  /** The value of `name`, or JS undefined where the host has none. */
  lookup(name: string): Value | undefined;
}

/** A context of these names. */
export function contextOf(
  names: ReadonlyMap<string, Value> | Readonly<Record<string, Value>>,
): Context {
  const table = names instanceof Map ? names : new Map(Object.entries(names));
  return { lookup: (name) => table.get(name) };
}

/** The first context that knows a name wins. */
export function layeredContext(...layers: readonly Context[]): Context {
  return {
    lookup(name) {
      for (const layer of layers) {
        const value = layer.lookup(name);
        if (value !== undefined) return value;
      }
      return undefined;
    },
  };
}

/** No names at all. */
export const EMPTY_CONTEXT: Context = { lookup: () => undefined };
