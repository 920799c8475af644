/** Which texts of a model are DAX, and which columns such a text names. No DAX parser. */
import { type ModelObject, propertyOf } from "./modelObject";

const HOLDERS: Readonly<Record<string, readonly string[]>> = {
  measure: ["=", "expression"],
  column: ["=", "expression"],
  calculationitem: ["=", "expression"],
  tablepermission: ["=", "filterexpression"],
  function: ["=", "expression"],
  formatstringdefinition: ["=", "expression"],
  detailrowsdefinition: ["=", "expression"],
  kpi: ["statusexpression", "targetexpression", "trendexpression"],
};
/** Properties of any object that hold DAX in TMDL. */
const PROPERTIES = ["formatstringdefinition", "detailrowsdefinition"];

/** Every DAX text at or below `root`. O(objects). */
export function daxOf(root: ModelObject): readonly string[] {
  const texts: string[] = [];
  const add = (object: ModelObject, key: string) => {
    const text = propertyOf(object, key);
    if (text !== undefined) texts.push(text);
  };
  const visit = (object: ModelObject) => {
    for (const key of HOLDERS[object.type] ?? []) add(object, key);
    for (const key of PROPERTIES) add(object, key);
    if (object.type === "partition" && isCalculated(object)) {
      add(object, "source");
      for (const child of object.children) add(child, "expression");
    }
    object.children.forEach(visit);
  };
  visit(root);
  return texts;
}

function isCalculated(partition: ModelObject): boolean {
  const source = partition.children.find(({ type }) => type === "source");
  const type = propertyOf(partition, "=") ?? (source && propertyOf(source, "type"));
  return type?.toLowerCase() === "calculated";
}

/** Names in `[brackets]`, lower case: columns or measures. Strings and comments may add to them. */
export function bracketedNames(dax: string): readonly string[] {
  return [...dax.matchAll(/\[((?:[^\]]|\]\])*)\]/g)].map((match) =>
    (match[1] ?? "").replaceAll("]]", "]").toLowerCase(),
  );
}
