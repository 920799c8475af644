/**
 * The selectors of a project's own selectors.yml. Jinja in it, which dbt renders first, is not
 * evaluated here: a selector that uses it is left out and said to be.
 */
import { parseYaml } from "../../yaml/parseYaml";
import { toPlain } from "../../yaml/values";
import type { DbtProject } from "../project";
import { type NamedSelector, readNamedSelectors } from "./namedSelectors";
import { type IndirectSelection, type SelectionProblem, selectionError } from "./selector";

/** Selectors by name; none where the project has no selectors.yml. O(length of the file). */
export function projectSelectors(
  project: Pick<DbtProject, "files">,
  indirect: IndirectSelection = "eager",
): {
  readonly selectors: ReadonlyMap<string, NamedSelector>;
  readonly problems: readonly SelectionProblem[];
} {
  const text = project.files.get("selectors.yml");
  if (text === undefined || text.trim() === "") return { selectors: new Map(), problems: [] };
  const document = parseYaml(text);
  const [broken] = document.problems;
  if (broken !== undefined) {
    const message = `selectors.yml cannot be read: ${broken.message}`;
    return { selectors: new Map(), problems: [selectionError("selectors.yml", message)] };
  }
  const { selectors, problems } = readNamedSelectors(toPlain(document.value), indirect);
  const kept = new Map<string, NamedSelector>();
  const templated: SelectionProblem[] = [];
  for (const [name, named] of selectors) {
    if (!/\{[{%]/.test(JSON.stringify(named.selector))) kept.set(name, named);
    else {
      const message = `selector "${name}" is left out: its Jinja is not evaluated here`;
      templated.push({ severity: "warning", raw: name, message });
    }
  }
  return { selectors: kept, problems: [...problems, ...templated] };
}
