/** The selectors that a project defines in its selectors.yml. */
import { parseYaml } from "../../yaml/parseYaml";
import { toPlain } from "../../yaml/values";
import type { DbtProject, Json } from "../project";
import type { Release } from "../release";
import { type NamedSelector, readNamedSelectors } from "./namedSelectors";
import { type IndirectSelection, type SelectionProblem, selectionError } from "./selector";

export interface ProjectSelectors {
  readonly selectors: ReadonlyMap<string, NamedSelector>;
  readonly problems: readonly SelectionProblem[];
}

/**
 * Selectors by name, in file order; none where the project has no selectors.yml. One whose Jinja
 * has no value offline is left out and said to be. O(length of the file).
 */
export function projectSelectors(
  project: Pick<DbtProject, "files" | "selectors"> & { readonly release?: Release },
  indirect: IndirectSelection = "eager",
): ProjectSelectors {
  const read = (data: Json): ProjectSelectors => selectorsOf(data, indirect, project.release);
  if (project.selectors !== undefined) return read(project.selectors);
  const text = project.files.get("selectors.yml");
  if (text === undefined || text.trim() === "") return { selectors: new Map(), problems: [] };
  const document = parseYaml(text);
  const [broken] = document.problems;
  if (broken !== undefined) {
    const message = `selectors.yml cannot be read: ${broken.message}`;
    return { selectors: new Map(), problems: [selectionError("selectors.yml", message)] };
  }
  return read(toPlain(document.value));
}

function selectorsOf(
  data: Json,
  indirect: IndirectSelection,
  release: Release | undefined,
): ProjectSelectors {
  const { selectors, problems } = readNamedSelectors(data, indirect, release);
  const kept = new Map<string, NamedSelector>();
  const unknown: SelectionProblem[] = [];
  for (const [name, named] of selectors) {
    if (!/\{[{%]/.test(JSON.stringify(named.selector))) kept.set(name, named);
    else {
      const message = `selector "${name}" is left out: its Jinja has no value that is known here`;
      unknown.push({ severity: "warning", raw: name, message });
    }
  }
  return { selectors: kept, problems: [...problems, ...unknown] };
}
