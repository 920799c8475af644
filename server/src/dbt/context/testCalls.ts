/**
 * What a generic test's arguments do at parse time: texts that are calls or hold Jinja are
 * rendered, and what they refer to is recorded. Source: dbt-core 1.11 `clients/jinja.py`
 * (`add_rendered_test_kwargs`).
 */
import { dictOf } from "../../jinja/dicts";
import { renderNative } from "../../jinja/native";
import { callMacro } from "../../jinja/render";
import { parseTemplate } from "../../jinja/template";
import type { Value } from "../../jinja/values";
import { isYamlList, isYamlMap, type YamlValue } from "../../yaml/values";
import type { TestCallRequest } from "../evaluator";
import type { Rendering } from "../nodes/rendering";
import { hasJinja } from "../render/yamlRender";
import { checkCalls } from "./checkCalls";
import type { EvaluatorCore } from "./evaluation";
import { faultOf } from "./evaluationFaults";
import { newRecording, type Recording, renderingOf } from "./recording";
import { testNames } from "./testNames";
import { toJinja } from "./values";

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
  const visit = (value: YamlValue): Value => {
    if (typeof value === "string") {
      const text = LOOKS_LIKE_CALL.test(value) ? `{{ ${value} }}` : value;
      if (!hasJinja(text)) return value;
      const template = parseTemplate(text);
      recording.own = template;
      const result = core.during(recording, () =>
        renderNative(template, core.contextOf(recording), { ...core.options, isTolerant: false }),
      );
      if (result.error !== undefined) recording.faults.push(faultOf(core, recording, result.error));
      else checkCalls(core, recording, template);
      return result.value ?? null;
    }
    if (isYamlList(value)) return value.map(visit);
    if (!isYamlMap(value)) return toJinja(value);
    return dictOf(Object.keys(value).map((key) => [key, visit(value[key]!)] as const));
  };
  const values = new Map<string, Value>();
  for (const key of Object.keys(kwargs)) {
    const value = kwargs[key]!;
    values.set(key, key === "column_name" ? toJinja(value) : visit(value));
  }
  recording.configs.length = 0;
  runBody(core, request, recording, values);
  return renderingOf(recording, "");
}

/** Runs a test's macro where it might configure the test or refer to something itself. */
function runBody(
  core: EvaluatorCore,
  { draft, testName, namespace }: TestCallRequest,
  recording: Recording,
  kwargs: ReadonlyMap<string, Value>,
): void {
  const { table } = core.input;
  const name = `test_${testName}`;
  const macro =
    namespace === null ? table.find(draft.package.name, name) : table.findIn(namespace, name);
  if (macro === undefined) return;
  recording.depth = 1;
  recording.names = testNames(core, macro);
  const result = core.during(recording, () =>
    callMacro(macro.definition, macro.template, [], kwargs, core.contextOf(recording), {
      ...core.options,
      undefinedMode: "jinja",
    }),
  );
  if (result.error !== undefined) recording.faults.push(faultOf(core, recording, result.error));
}
