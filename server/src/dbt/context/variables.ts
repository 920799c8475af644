/** dbt's `var`: looked up for the package at work, and rendered when it holds Jinja itself. */
import { PythonError } from "../../jinja/errors";
import { renderTemplate } from "../../jinja/render";
import { parseTemplate } from "../../jinja/template";
import { type HostCall, unknown, type Value } from "../../jinja/values";
import { hasJinja } from "../render/yamlRender";
import { lookUpVar } from "../vars";
import type { EvaluatorCore, EvaluatorInput } from "./evaluation";
import { type Recording, siteOf } from "./recording";
import { toJinja } from "./values";
import { varObject } from "./varObject";

/** Renders a text inside a running evaluation (`var`'s values, `render()`). */
export function renderNested(
  core: () => EvaluatorCore,
  recording: Recording,
  text: string,
  call: HostCall,
): Value {
  const { options, contextOf } = core();
  call.machine.step(text.length);
  const template = parseTemplate(text);
  if (template.syntaxError !== undefined) {
    throw new PythonError("CompilationError", template.syntaxError.message);
  }
  const result = renderTemplate(template, contextOf(recording), {
    ...options,
    undefinedMode: "jinja",
  });
  if (result.error !== undefined)
    throw new PythonError(result.error.pythonClass, result.error.message);
  const [gap] = result.unknown;
  return gap === undefined ? result.text : unknown(gap.reason);
}

/** The `var` object. */
export function variable(
  { resolution, table }: EvaluatorInput,
  current: () => Recording,
  core: () => EvaluatorCore,
): Value {
  return varObject({
    look: (name) => lookUpVar(resolution(), current().packageName, name),
    found: (value, call) =>
      typeof value === "string" && hasJinja(value)
        ? renderNested(core, current(), value, call)
        : toJinja(value),
    missing: (name, call) => {
      if (call.isCertain) {
        const site = siteOf(current(), call.template, call.span, table.placeOf);
        current().faults.push({
          ...site,
          code: "var-missing",
          message: `No value is given for the variable '${name}', and it has no default: dbt stops here when it compiles this.`,
        });
      }
      return null;
    },
  });
}
