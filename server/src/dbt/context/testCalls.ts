/**
 * What a generic test's arguments do at parse time: texts that are calls or hold Jinja are
 * rendered, and what they refer to is recorded. Source: dbt-core 1.11 `clients/jinja.py`
 * (`add_rendered_test_kwargs`).
 */
import { renderNative } from "../../jinja/native";
import { parseTemplate } from "../../jinja/template";
import { isYamlList, isYamlMap, type YamlValue } from "../../yaml/values";
import type { TestCallRequest } from "../evaluator";
import type { Rendering } from "../nodes/rendering";
import { hasJinja } from "../render/yamlRender";
import { type EvaluatorCore, faultOf } from "./jinjaEvaluator";
import { newRecording, renderingOf } from "./recording";

const LOOKS_LIKE_CALL = /^\s*(?:env_var|ref|var|source|doc)\s*\(.+\)\s*$/;

export function renderTestCall(core: EvaluatorCore, request: TestCallRequest): Rendering {
  const { draft, kwargs, site } = request;
  const recording = newRecording({
    packageName: draft.package.name,
    draft,
    file: site.file,
    offset: 0,
    site,
  });
  const visit = (value: YamlValue): void => {
    if (typeof value === "string") {
      const text = LOOKS_LIKE_CALL.test(value) ? `{{ ${value} }}` : value;
      if (!hasJinja(text)) return;
      const template = parseTemplate(text);
      recording.own = template;
      const result = core.during(recording, () =>
        renderNative(template, core.contextOf(recording), { ...core.options, isTolerant: false }),
      );
      if (result.error !== undefined) recording.faults.push(faultOf(core, recording, result.error));
    } else if (isYamlList(value)) value.forEach(visit);
    else if (isYamlMap(value)) {
      for (const key of Object.keys(value)) if (key !== "column_name") visit(value[key]!);
    }
  };
  visit(kwargs);
  recording.configs.length = 0;
  return renderingOf(recording, "");
}
