/**
 * Memory between resolutions of one project: results keyed by the texts they were computed from.
 * What one resolution does not ask for is forgotten after it, so memory follows the project.
 */
import type { Memory } from "./resolution";

export interface KeptMemory extends Memory {
  /** Starts a new resolution: what it asks for is kept, the rest dropped at the next call. */
  turn(): void;
}

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
      if (table.has(key)) return table.get(key) as T;
      const before = old.get(kind);
      const value = before?.has(key) ? (before.get(key) as T) : make();
      table.set(key, value);
      return value;
    },
    turn() {
      old = young;
      young = new Map();
    },
  };
}
