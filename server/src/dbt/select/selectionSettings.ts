/**
 * What a project's own files say of selecting: selectors.yml as data and the flag
 * `indirect_selection`. Follows `dbt/config/selectors.py` of dbt-core 1.11.
 */
import { parseYaml } from "../../yaml/parseYaml";
import { entryOf, toPlain, type YamlMap } from "../../yaml/values";
import type { DbtProject } from "../project";
import { type RenderText, renderTree } from "../render/yamlRender";
import type { NamedFile } from "../sources";

/**
 * The part of a project that says how to select. Jinja in selectors.yml is rendered as in
 * dbt_project.yml; where its value is not known it stays as written. O(length of the file).
 */
export function selectionSettings(
  file: NamedFile | undefined,
  flags: YamlMap,
  renderText: RenderText,
): Pick<DbtProject, "selectors" | "indirectSelection"> {
  const mode = entryOf(flags, "indirect_selection");
  const flag = typeof mode === "string" ? { indirectSelection: mode } : {};
  if (file === undefined) return flag;
  const document = parseYaml(file.text);
  if (document.problems.length > 0 || document.value === null) return flag;
  const rendered = renderTree(
    document.value,
    () => true,
    (text) => {
      const result = renderText(text);
      return "value" in result ? result : { value: text };
    },
  );
  return { ...flag, selectors: toPlain(rendered.value) };
}
