/** Answers the arguments of `dbt ls` with Heddle's selection. */

import type { DbtProject, Json } from "../../server/src/dbt/project";
import { readNamedSelectors } from "../../server/src/dbt/select/namedSelectors";
import { selectNodes } from "../../server/src/dbt/select/selectNodes";
import { INDIRECT_SELECTIONS } from "../../server/src/dbt/select/selector";

/** Selected unique_ids in order, or `null` where dbt would refuse. `selectors` is selectors.yml. */
export function selectLikeLs(
  project: DbtProject,
  words: readonly string[],
  selectors: Json,
): readonly string[] | null {
  const valuesOf = (name: string): readonly string[] => {
    const at = words.indexOf(name);
    if (at < 0) return [];
    const end = words.findIndex((word, index) => index > at && word.startsWith("--"));
    return words.slice(at + 1, end < 0 ? words.length : end);
  };
  const mode = valuesOf("--indirect-selection")[0];
  const indirect = INDIRECT_SELECTIONS.find((candidate) => candidate === mode) ?? "eager";
  const [selector] = valuesOf("--selector");
  const { ids, problems } = selectNodes(project, {
    select: valuesOf("--select"),
    exclude: valuesOf("--exclude"),
    ...(selector === undefined ? {} : { selector }),
    selectors: readNamedSelectors(selectors, indirect).selectors,
    indirectSelection: indirect,
  });
  return problems.some((problem) => problem.severity === "error") ? null : [...ids];
}
