/**
 * Packages that the project asks for and that are not installed: said once, at the list that asks
 * for them. Source: dbt-core 1.11 `config/runtime.py` (`load_dependencies`).
 */
import { parseYaml } from "../../yaml/parseYaml";
import { entryOf, isYamlList, isYamlMap, type YamlValue } from "../../yaml/values";
import { addProblem, type Resolution } from "../resolution";
import type { NamedFile, ProjectSources } from "../sources";

type Reported = Pick<Resolution, "problems">;

/** Reports them; gives the names of all packages asked for where some are not installed. */
export function checkPackages(
  resolution: Reported,
  sources: ProjectSources,
): readonly string[] | undefined {
  const own = readList(resolution, sources.packagesFile);
  const other = readList(resolution, sources.dependenciesFile);
  if (own?.list !== undefined && other?.list !== undefined) {
    addProblem(
      resolution,
      "missing-package",
      "error",
      { file: other.file.path, span: other.document.keySpan(["packages"]) },
      "`packages` stands both in packages.yml and in dependencies.yml; dbt refuses that. Keep one.",
    );
  }
  if (own?.hasProjects) {
    addProblem(
      resolution,
      "missing-package",
      "error",
      { file: own.file.path, span: own.document.keySpan(["projects"]) },
      "`projects` belongs in dependencies.yml, not in packages.yml.",
    );
  }
  const asked = other?.list !== undefined ? other : own;
  const list = asked?.list;
  if (asked === undefined || list === undefined || list.length <= sources.installedCount)
    return undefined;
  const names = list.map(nameOf).filter((name) => name !== undefined);
  addProblem(
    resolution,
    "missing-package",
    "error",
    { file: asked.file.path, span: asked.document.keySpan(["packages"]) },
    `${list.length === 1 ? "One package is" : `${list.length} packages are`} asked for (${names.join(", ")}) and ${sources.installedCount} installed in ${sources.installFolder}: run \`dbt deps\`. Until then what comes from ${list.length === 1 ? "it" : "them"} is not known.`,
  );
  return names;
}

function readList(resolution: Reported, file: NamedFile | undefined) {
  if (file === undefined) return undefined;
  const document = parseYaml(file.text);
  for (const problem of document.problems) {
    addProblem(
      resolution,
      "yaml-syntax",
      "error",
      { file: file.path, span: problem.span },
      `dbt cannot read this YAML: ${problem.message}.`,
    );
  }
  const value = isYamlMap(document.value) ? document.value : {};
  const packages = entryOf(value, "packages");
  if (packages !== undefined && packages !== null && !isYamlList(packages)) {
    const site = { file: file.path, span: document.valueSpan(["packages"]) };
    addProblem(resolution, "missing-package", "error", site, "`packages` must be a list.");
  }
  return {
    file,
    document,
    list: isYamlList(packages) ? packages : undefined,
    hasProjects: Object.hasOwn(value, "projects"),
  };
}

function nameOf(value: YamlValue): string | undefined {
  if (!isYamlMap(value)) return undefined;
  for (const key of ["package", "git", "local", "tarball", "private"]) {
    const found = entryOf(value, key);
    if (typeof found === "string") return found;
  }
  return undefined;
}
