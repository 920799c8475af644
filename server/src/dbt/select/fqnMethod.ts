/**
 * `fqn:`, the method of plain names: a model's name, a folder, or a dotted path with or without
 * the package. Follows `is_selected_node` of dbt-core 1.11.
 */
import { type MethodSearch, textValue } from "./method";
import { matchesPattern } from "./wildcards";

/** Everything but sources is found by name; those have `source:`. */
export const searchFqn: MethodSearch = (criterion, { release }) => {
  const wanted = textValue(criterion);
  const parts = wanted.split(".");
  // A wildcard alone finds names in folders on the newest dbt-core 1.11 only, not on 1.12.3 either.
  const isLeafMatched = parts.length === 1 && release === 11;
  const matchesFqn = (fqn: readonly string[], isVersioned: boolean): boolean =>
    isFqnMatched(fqn, wanted, parts, isVersioned, isLeafMatched);
  return {
    matches: ({ resourceType, fqn, version }) => {
      if (resourceType === "source" || fqn.length === 0) return false;
      const isVersioned = resourceType === "model" && version !== null;
      return matchesFqn(fqn, isVersioned) || matchesFqn(fqn.slice(1), isVersioned);
    },
  };
};

function isFqnMatched(
  fqn: readonly string[],
  wanted: string,
  parts: readonly string[],
  isVersioned: boolean,
  isLeafMatched: boolean,
): boolean {
  const leaf = isVersioned ? fqn.at(-2) : fqn.at(-1);
  if (leaf === undefined) return false;
  if (leaf === wanted) return true;
  if (isVersioned && fqn.slice(-2).join("_") === parts.slice(-2).join("_")) return true;

  // Dots inside a name count as separators too.
  const flat = fqn.flatMap((segment) => segment.split("."));
  if (flat.length < parts.length) return false;
  const wild = parts.findIndex((part) => /[*?[\]]/.test(part));
  const exact = wild < 0 ? parts : parts.slice(0, wild);
  if (!exact.every((part, index) => flat[index] === part)) return false;
  if (wild < 0) return true;
  if (matchesPattern(flat.slice(wild).join("."), parts.slice(wild).join("."))) return true;
  return isLeafMatched && matchesPattern(leaf, wanted);
}
