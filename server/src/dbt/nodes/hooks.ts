/**
 * References that stand in pre- and post-hooks: dbt renders every hook once the config is known.
 * Source: dbt-core 1.11 `parser/base.py` (`update_parsed_node_config`).
 */
import { entryOf, isYamlList, isYamlMap } from "../../yaml/values";
import { layersOf } from "../config/layers";
import { hasJinja } from "../render/yamlRender";
import type { Resolution } from "../resolution";
import type { NodeDraft } from "./nodeDraft";
import { joinRenderings } from "./rendering";

/** Adds to a draft's rendering what its hooks refer to. */
export function readHooks(resolution: Resolution, draft: NodeDraft): void {
  if (draft.config === undefined || draft.resourceType === "test") return;
  for (const key of ["pre-hook", "post-hook"]) {
    const hooks = entryOf(draft.config.values, key);
    if (!isYamlList(hooks)) continue;
    for (const hook of hooks) {
      const sql = isYamlMap(hook) ? entryOf(hook, "sql") : undefined;
      if (typeof sql !== "string" || !hasJinja(sql)) continue;
      const layer = layersOf(draft.config.layered, key).at(-1);
      const site = layer?.originOf(key) ?? { file: draft.file, span: { start: 0, end: 0 } };
      const found = resolution.evaluator.renderNode({
        draft,
        text: sql,
        file: draft.file,
        offset: 0,
        site,
      });
      draft.rendering = joinRenderings(draft.rendering, { ...found, configs: [] });
    }
  }
}
