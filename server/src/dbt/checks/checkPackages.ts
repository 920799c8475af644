/**
 * Packages that the project asks for and that are not installed: said once, at the list that asks
 * for them. Source: dbt-core 1.11 `config/runtime.py` (`load_dependencies`).
 */
import { parseYaml, type YamlPath } from "../../yaml/parseYaml";
import { entryOf, isYamlList, isYamlMap, type YamlValue } from "../../yaml/values";
import { coreOnly } from "../coreOnly";
import { addProblem, type Resolution } from "../resolution";
import { describeMisfit } from "../shape/describeMisfit";
import { misfitsOf, type Shape, shape } from "../shape/shape";
import type { NamedFile, ProjectSources } from "../sources";
import { didYouMean } from "../suggest";

type Reported = Pick<Resolution, "problems" | "engine">;

/** Reports them; gives the names of all packages asked for where some are not installed. */
export function checkPackages(
  resolution: Reported,
  sources: ProjectSources,
): readonly string[] | undefined {
  checkStrayFolders(resolution, sources);
  const own = readList(resolution, sources.packagesFile, true);
  const other = readList(resolution, sources.dependenciesFile, false);
  if (own?.list !== undefined && other?.list !== undefined) {
    addProblem(
      resolution,
      "missing-package",
      coreOnly(resolution.engine),
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
  if (asked === undefined || list === undefined) return undefined;
  const isFusion = resolution.engine === "fusion";
  const locals = list.map((item) => (isYamlMap(item) ? entryOf(item, "local") : undefined));
  const isThere = (path: YamlValue | undefined): boolean =>
    typeof path === "string" && sources.localPackages.includes(path);
  for (const [index, path] of isFusion ? locals.entries() : []) {
    if (typeof path !== "string" || isThere(path) || /[\s{,]/.test(path)) continue;
    addProblem(
      resolution,
      "missing-package",
      "error",
      { file: asked.file.path, span: asked.document.valueSpan(["packages", index, "local"]) },
      `The folder '${path}' holds no dbt_project.yml; dbt 2 reads a local package from where it lies.`,
    );
  }
  if (list.length <= sources.installedCount) return undefined;
  const names = list.map(nameOf).filter((name) => name !== undefined);
  addProblem(
    resolution,
    "missing-package",
    isFusion && locals.every(isThere) ? "warning" : "error",
    { file: asked.file.path, span: asked.document.keySpan(["packages"]) },
    `${list.length === 1 ? "One package is" : `${list.length} packages are`} asked for (${names.join(", ")}) and ${sources.installedCount} installed in ${sources.installFolder}: run \`dbt deps\`. Until then what comes from ${list.length === 1 ? "it" : "them"} is not known.`,
  );
  return names;
}

/** dbt-core takes every folder where packages are installed for one; dbt 2 looks at its list. */
function checkStrayFolders(resolution: Reported, sources: ProjectSources): void {
  const [root] = sources.packages;
  if (root === undefined) return;
  for (const folder of sources.strayFolders) {
    addProblem(
      resolution,
      "missing-package",
      coreOnly(resolution.engine),
      { file: root.projectFile.path, span: { start: 0, end: 0 } },
      `The folder '${folder}' holds no dbt_project.yml, and dbt takes it for a package. Take it away, or run \`dbt deps\` again.`,
    );
  }
}

const PROJECTS = shape("[{name: string}]");

/** What one item of `packages` may be, by the key that says which kind it is. */
const KINDS: Readonly<Record<string, Shape>> = {
  package: shape(
    `{package: string, version: string|number|[string|number], install-prerelease?: boolean|null,
      install_prerelease?: boolean|null, name?: string|null}`,
  ),
  git: shape(
    `{git: string, revision?: string|number|null, warn-unpinned?: boolean|null,
      warn_unpinned?: boolean|null, subdirectory?: string|null, name?: string|null}`,
  ),
  local: shape("{local: string, name?: string|null}"),
  tarball: shape("{tarball: string, name?: string|null}"),
  private: shape(
    `{private: string, provider?: string|null, revision?: string|number|null,
      warn-unpinned?: boolean|null, warn_unpinned?: boolean|null, subdirectory?: string|null,
      name?: string|null}`,
  ),
};

function* listFaults(list: readonly YamlValue[]): Generator<readonly [YamlPath, string]> {
  for (const [index, item] of list.entries()) {
    const kind = isYamlMap(item)
      ? Object.keys(KINDS).find((key) => Object.hasOwn(item, key))
      : undefined;
    if (kind === undefined) {
      const kinds = Object.keys(KINDS).join("`, `");
      yield [
        ["packages", index],
        `Each of \`packages\` must be a mapping with one of \`${kinds}\`.`,
      ];
      continue;
    }
    for (const misfit of misfitsOf(KINDS[kind]!, item)) {
      yield [["packages", index, ...misfit.path], describeMisfit("packages", misfit)];
    }
  }
}

/** Keys that each engine takes in packages.yml and in dependencies.yml. */
function isKnownKey(key: string, isFusion: boolean, isPackagesFile: boolean): boolean {
  if (key === "packages" || key === "projects") return true;
  return !isFusion && (!isPackagesFile || key === "sha1_hash");
}

function readList(resolution: Reported, file: NamedFile | undefined, isPackagesFile: boolean) {
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
  const isFusion = resolution.engine === "fusion";
  const refuse = (path: YamlPath, message: string, where: "key" | "value" = "value"): void => {
    const span = where === "key" ? document.keySpan(path) : document.valueSpan(path);
    addProblem(resolution, "missing-package", "error", { file: file.path, span }, message);
  };
  const value = isYamlMap(document.value) ? document.value : {};
  if (document.value !== null && !isYamlMap(document.value)) {
    refuse([], "This file must be a mapping with the key `packages`.");
  }
  const packages = entryOf(value, "packages");
  for (const key of Object.keys(value)) {
    if (isKnownKey(key, isFusion, isPackagesFile)) continue;
    refuse(
      [key],
      `\`${key}\` is no key that dbt takes here.${didYouMean(key, ["packages", "projects"])}`,
      "key",
    );
  }
  if (isYamlList(packages))
    for (const [path, message] of listFaults(packages)) refuse(path, message);
  else if (packages !== undefined && (packages !== null || !isFusion)) {
    refuse(["packages"], "`packages` must be a list; write `packages: []` for none.");
  }
  if (isFusion) {
    const projects = entryOf(value, "projects") ?? [];
    for (const misfit of misfitsOf(PROJECTS, projects)) {
      refuse(["projects", ...misfit.path], describeMisfit("projects", misfit));
    }
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
