/**
 * Macros that properties describe twice. Source: dbt-core 1.11 `parser/schemas.py`
 * (`MacroPatchParser`), `exceptions.py` (`DuplicateMacroPatchNameError`).
 */
import { coreOnly } from "../coreOnly";
import type { PropertyEntry } from "../properties/propertyEntry";
import { spanIn } from "../properties/readProperties";
import { addProblem, type Resolution } from "../resolution";
import { repeated } from "./repeated";

/** `entries` are those of all properties files, in dbt's order. O(entries). */
export function checkMacroEntries(resolution: Resolution, entries: readonly PropertyEntry[]): void {
  const keyOf = ({ key, owner, name }: PropertyEntry): string | undefined =>
    key === "macros" ? `${owner.name}.${name}` : undefined;
  for (const { item, first } of repeated(entries, keyOf)) {
    addProblem(
      resolution,
      "invalid-properties",
      coreOnly(resolution.engine),
      { file: item.file.path, span: spanIn(item, ["name"]) },
      `The macro '${item.name}' is already described in ${first.file.path}; dbt allows one entry per macro.`,
    );
  }
}
