/**
 * Which macros may configure or refer to something when they run, by themselves or through macros
 * that they call or dispatch to. Judged by their text: one that may not need not be run.
 */
import type { DbtMacro } from "../project";
import { macroById } from "./macroTable";
import type { MacroTable } from "./projectMacros";

const RECORDS = /\b(?:config|ref|source)\s*\(/;
const CALLED = /\bdispatch\s*\(\s*(?:macro_name\s*=\s*)?['"](\w+)['"]|\b([A-Za-z_]\w*)\s*\(/g;

/** A test by unique_id of a macro. O(texts of all that it calls), once. */
export function recordingMacros(table: MacroTable): (uniqueId: string) => boolean {
  let named: Map<string, DbtMacro[]> | undefined;
  const known = new Map<string, boolean>();
  const macrosNamed = (name: string): readonly DbtMacro[] => {
    if (named === undefined) {
      named = new Map();
      for (const macro of table.macros.values()) {
        for (const key of new Set([macro.name, macro.name.replace(/^[A-Za-z0-9]+__/, "")])) {
          const list = named.get(key);
          if (list === undefined) named.set(key, [macro]);
          else list.push(macro);
        }
      }
    }
    return named.get(name) ?? [];
  };
  const records = (uniqueId: string, seen: Set<string>): boolean => {
    const found = known.get(uniqueId);
    if (found !== undefined || seen.has(uniqueId)) return found ?? false;
    seen.add(uniqueId);
    const source = macroById(table, uniqueId)?.template.source;
    if (source === undefined) return false;
    if (RECORDS.test(source)) return true;
    for (const [, dispatched, called] of source.matchAll(CALLED)) {
      const next = macrosNamed(dispatched ?? called ?? "");
      if (next.some((one) => records(one.uniqueId, seen))) return true;
    }
    return false;
  };
  return (uniqueId) => {
    const answer = records(uniqueId, new Set());
    known.set(uniqueId, answer);
    return answer;
  };
}
