/**
 * Which tables a DAX text reads, told by names and through the measures it calls. No DAX parser:
 * a name in a comment or string counts too.
 */
import { bracketedNames } from "./daxTexts";
import { type ModelObject, propertyOf } from "./modelObject";
import type { TabularModel } from "./tabularModel";

/** Gives the name of a column as text; field parameters are made of it and read no table. */
const NAME_ONLY = /\bNAMEOF\s*\([^()]*\)/gi;

/** Names of the tables that `dax` reads, in lower case; each text costs its length. */
export type TablesOf = (dax: string) => ReadonlySet<string>;

export function tableReferences(model: TabularModel): TablesOf {
  const tables = new Set(model.tables.map(({ name }) => name.toLowerCase()));
  const measures = new Map<string, string>();
  for (const { object } of model.tables) {
    for (const child of object.children) {
      if (child.type === "measure") measures.set(child.name.toLowerCase(), daxOfMeasure(child));
    }
  }
  const visit = (text: string, found: Set<string>, seen: Set<string>) => {
    const dax = text.replace(NAME_ONLY, " ");
    for (const match of dax.matchAll(/'((?:[^']|'')+)'|[\p{L}_][\p{L}\p{N}_]*/gu)) {
      const name = (match[1]?.replaceAll("''", "'") ?? match[0]).toLowerCase();
      if (tables.has(name)) found.add(name);
    }
    for (const name of bracketedNames(dax)) {
      const measure = measures.get(name);
      if (measure === undefined || seen.has(name)) continue;
      seen.add(name);
      visit(measure, found, seen);
    }
  };
  return (dax) => {
    const found = new Set<string>();
    visit(dax, found, new Set());
    return found;
  };
}

function daxOfMeasure(object: ModelObject): string {
  return propertyOf(object, "=", "expression") ?? "";
}
