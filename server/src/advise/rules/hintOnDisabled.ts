/** Finds hints in the files of disabled models, which no run will ever start. */
import { hintSpan } from "../hintSpan";
import type { Rule } from "../rule";

export const hintOnDisabled: Rule = {
  code: "hint-on-disabled",
  severity: "hint",
  title: "A hint stands in a disabled model",

  *check({ project }) {
    for (const { file, name, hint, package: owner } of project.disabled.values()) {
      if (hint === undefined || owner !== project.name || hint.origin.file !== file) continue;
      yield {
        file,
        span: hintSpan(project, hint.origin),
        message: `${name} is disabled, so its hint limits nothing.`,
      };
    }
  },
};
