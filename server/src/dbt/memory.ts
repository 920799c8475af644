/**
 * Memory between resolutions of one project: results keyed by the texts they were computed from.
 * What one resolution does not ask for is forgotten after it, so memory follows the project.
 */
import type { Memory } from "./resolution";

export interface KeptMemory extends Memory {
  /** Starts a new resolution: what it asks for is kept, the rest dropped at the next call. */
  turn(): void;
}

/** Stands for a remembered `undefined`. */
const NOTHING = {};

export function keptMemory(): KeptMemory {
  let young = new Map<string, Map<string, unknown>>();
  let old = new Map<string, Map<string, unknown>>();
  return {
    of<T>(kind: string, key: string, make: () => T): T {
      let table = young.get(kind);
      if (table === undefined) {
        table = new Map();
        young.set(kind, table);
      }
      const known = table.get(key);
      if (known !== undefined) return (known === NOTHING ? undefined : known) as T;
      const before = old.get(kind)?.get(key);
      const value = before === undefined ? (make() ?? NOTHING) : before;
      table.set(key, value);
      return (value === NOTHING ? undefined : value) as T;
    },
    turn() {
      old = young;
      young = new Map();
    },
  };
}
