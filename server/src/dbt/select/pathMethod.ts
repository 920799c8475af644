/**
 * `path:` and `file:`: where a node is written. Paths are those of the node's own project, as in
 * dbt, so a package's models are found only by a path that the root project has as well.
 */
import { baseName } from "../../base/fileSystem";
import type { DbtNode, DbtProject } from "../project";
import { type MethodSearch, textValue } from "./method";
import { matchesPattern, pathGlob } from "./wildcards";

export const searchPath: MethodSearch = (criterion, { project }) => {
  const glob = pathGlob(textValue(criterion));
  if ("failure" in glob) return glob;
  const existing = existingPaths(project);
  const verdicts = new Map<string, boolean>();
  const isSelected = (path: string, isFolder: boolean): boolean => {
    const known = verdicts.get(path);
    if (known !== undefined) return known;
    const verdict = existing.has(path) && glob.matches(path, isFolder);
    verdicts.set(path, verdict);
    return verdict;
  };
  return {
    matches: (node) => {
      const file = ownPath(node, project);
      if (isSelected(file, false)) return true;
      const properties = propertiesPath(node, file);
      if (properties !== undefined && isSelected(properties, false)) return true;
      return foldersOf(file).some((folder) => isSelected(folder, true));
    },
  };
};

export const searchFile: MethodSearch = (criterion) => {
  const wanted = textValue(criterion);
  return {
    matches: ({ file }) => {
      const name = baseName(file);
      const dot = name.lastIndexOf(".");
      const stem = dot > 0 ? name.slice(0, dot) : name;
      return matchesPattern(name, wanted) || matchesPattern(stem, wanted);
    },
  };
};

/** dbt's original_file_path: relative to the project that the node belongs to. */
function ownPath(node: DbtNode, project: Pick<DbtProject, "name" | "files">): string {
  const own = node.extra["original_file_path"];
  if (typeof own === "string") return own;
  if (node.package === project.name) return node.file;
  const segments = node.file.split("/");
  for (let length = segments.length - 1; length > 0; length--) {
    const folder = segments.slice(0, length).join("/");
    if (project.files.has(`${folder}/dbt_project.yml`)) return node.file.slice(folder.length + 1);
  }
  return node.file.replace(/^.*?dbt_packages\/[^/]+\//, "");
}

/** The properties file that describes the node, relative to the node's own project. */
function propertiesPath(node: DbtNode, own: string): string | undefined {
  const patch = node.extra["patch_path"];
  if (typeof patch !== "string") return undefined;
  const scheme = patch.indexOf("://");
  if (scheme >= 0) return patch.slice(scheme + 3);
  const folder = node.file.endsWith(own) ? node.file.slice(0, -own.length) : "";
  return patch.startsWith(folder) ? patch.slice(folder.length) : patch;
}

/** All folders above a file, the root as `.`; a path out of the project climbs by `..`. */
function foldersOf(file: string): readonly string[] {
  const folders = ["."];
  for (let slash = file.indexOf("/"); slash >= 0; slash = file.indexOf("/", slash + 1)) {
    folders.push(file.slice(0, slash));
  }
  return folders;
}

const pathsOf = new WeakMap<object, ReadonlySet<string>>();

/** Files and folders that are known to exist below the root, built once per project. */
function existingPaths(
  project: Pick<DbtProject, "nodes" | "sources" | "files">,
): ReadonlySet<string> {
  const known = pathsOf.get(project);
  if (known !== undefined) return known;
  const paths = new Set<string>();
  const add = (file: string): void => {
    if (paths.has(file)) return;
    paths.add(file);
    for (const folder of foldersOf(file)) paths.add(folder);
  };
  for (const node of project.nodes.values()) add(node.file);
  for (const node of project.sources.values()) add(node.file);
  for (const file of project.files.keys()) add(file);
  pathsOf.set(project, paths);
  return paths;
}
