/** What dbt refuses of selectors.yml, which it reads with the project whatever is run. */
import { parseYaml } from "../../yaml/parseYaml";
import { entryOf, isYamlList, isYamlMap } from "../../yaml/values";
import { hasJinja } from "../render/yamlRender";
import { addProblem, type Resolution } from "../resolution";
import { projectSelectors } from "../select/projectSelectors";
import type { ProjectSources } from "../sources";
import { selectorFaults } from "./fusion/selectorFaults";

export function checkSelectors(resolution: Resolution, { selectorsFile }: ProjectSources): void {
  if (selectorsFile === undefined) return;
  const { path, text } = selectorsFile;
  const document = parseYaml(text);
  for (const problem of document.problems) {
    const message = `dbt cannot read this YAML: ${problem.message}.`;
    addProblem(resolution, "yaml-syntax", "error", { file: path, span: problem.span }, message);
  }
  if (document.problems.length > 0) return;
  if (resolution.engine === "fusion") {
    for (const { path: at, message } of selectorFaults(document.value)) {
      const site = { file: path, span: document.valueSpan(at) };
      addProblem(
        resolution,
        "invalid-project",
        "error",
        site,
        `dbt refuses selectors.yml: ${message}.`,
      );
    }
    return;
  }
  const list = isYamlMap(document.value) ? entryOf(document.value, "selectors") : undefined;
  const names = isYamlList(list)
    ? list.map((item) => (isYamlMap(item) ? entryOf(item, "name") : undefined))
    : [];
  for (const [index, item] of (isYamlList(list) ? list : []).entries()) {
    const byDefault = isYamlMap(item) ? entryOf(item, "default") : undefined;
    if (typeof byDefault === "string" && !hasJinja(byDefault)) {
      const site = { file: path, span: document.valueSpan(["selectors", index, "default"]) };
      const message = "dbt refuses selectors.yml: `default` must be true or false.";
      addProblem(resolution, "invalid-project", "error", site, message);
    }
    for (const key of isYamlMap(item) ? Object.keys(item) : []) {
      if (["name", "description", "default", "definition"].includes(key)) continue;
      const site = { file: path, span: document.keySpan(["selectors", index, key]) };
      const message = `dbt refuses selectors.yml: \`${key}\` is no key of a selector.`;
      addProblem(resolution, "invalid-project", "error", site, message);
    }
  }
  const { problems } = projectSelectors({
    files: new Map([["selectors.yml", text]]),
    release: resolution.release,
  });
  for (const { severity, raw, message } of problems) {
    if (severity !== "error") continue;
    const index = names.indexOf(raw);
    const span = document.valueSpan(index < 0 ? ["selectors"] : ["selectors", index, "name"]);
    addProblem(
      resolution,
      "invalid-project",
      "error",
      { file: path, span },
      `dbt refuses selectors.yml: ${message}${/[.?!]$/.test(message) ? "" : "."}`,
    );
  }
}
