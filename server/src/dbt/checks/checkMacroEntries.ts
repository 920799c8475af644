/**
 * Macros that properties describe twice. Source: dbt-core 1.11 `parser/schemas.py`
 * (`MacroPatchParser`), `exceptions.py` (`DuplicateMacroPatchNameError`).
 */
import { coreOnly } from "../coreOnly";
import type { PropertyEntry } from "../properties/propertyEntry";
import { spanIn } from "../properties/readProperties";
import { addProblem, type Resolution } from "../resolution";

/** `entries` are those of all properties files, in dbt's order. O(entries). */
export function checkMacroEntries(resolution: Resolution, entries: readonly PropertyEntry[]): void {
  const known = new Map<string, PropertyEntry>();
  for (const entry of entries) {
    if (entry.key !== "macros") continue;
    const id = `${entry.owner.name}.${entry.name}`;
    const first = known.get(id);
    if (first === undefined) {
      known.set(id, entry);
      continue;
    }
    addProblem(
      resolution,
      "invalid-properties",
      coreOnly(resolution.engine),
      { file: entry.file.path, span: spanIn(entry, ["name"]) },
      `The macro '${entry.name}' is already described in ${first.file.path}; dbt allows one entry per macro.`,
    );
  }
}
