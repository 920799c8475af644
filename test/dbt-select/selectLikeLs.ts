/** Answers the arguments of `dbt ls` with Heddle's selection. */

import type { DbtProject, Json } from "../../server/src/dbt/project";
import { askedSelection } from "../../server/src/dbt/select/askedSelection";
import { selectNodes } from "../../server/src/dbt/select/selectNodes";

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
  const [indirectSelection] = valuesOf("--indirect-selection");
  const [selector] = valuesOf("--selector");
  const asked = {
    select: valuesOf("--select"),
    exclude: valuesOf("--exclude"),
    ...(selector !== undefined && { selector }),
    ...(indirectSelection !== undefined && { indirectSelection }),
  };
  const selected = askedSelection({ ...project, selectors }, asked, true);
  const { ids, problems } = selected ?? selectNodes(project, {});
  return problems.some((problem) => problem.severity === "error") ? null : [...ids];
}
