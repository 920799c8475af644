/**
 * Memory between resolutions of one project: results keyed by the texts they were computed from.
 * What one resolution does not ask for is forgotten after it, so memory follows the project; of
 * what edits ask for after it only the latest is kept.
 */
import type { Memory } from "./resolution";

export interface KeptMemory extends Memory {
  /** Starts a new resolution: what it asks for is kept, the rest dropped at the next call. */
  turn(): void;
  /** Ends it: what only the resolution before it asked for is gone. */
  settle(): void;
}

/** Results remembered of edits since the last whole resolution: every keystroke makes some. */
const KEPT_OF_EDITS = 64;

/** Stands for a remembered `undefined`. */
const NOTHING = {};

export function keptMemory(): KeptMemory {
  let young = new Map<string, Map<string, unknown>>();
  let old = new Map<string, Map<string, unknown>>();
  let recent: { readonly table: Map<string, unknown>; readonly key: string }[] = [];
  let isSettled = false;
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
      if (isSettled) {
        recent.push({ table, key });
        const oldest = recent.length > KEPT_OF_EDITS ? recent.shift() : undefined;
        oldest?.table.delete(oldest.key);
      }
      return (value === NOTHING ? undefined : value) as T;
    },
    turn() {
      old = young;
      young = new Map();
      recent = [];
      isSettled = false;
    },
    settle() {
      old = new Map();
      isSettled = true;
    },
  };
}
