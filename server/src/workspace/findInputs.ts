/**
 * What a path is to Heddle: the dbt projects, tabular models and workload files at, above or below
 * it. Looks at names and the first characters of JSON only; reading is left to each room.
 */
import { baseName, type FileSystem, folderOf, isFailure, joinPath } from "../base/fileSystem";
import { walkFolders } from "../base/walkFolders";

export interface Input {
  readonly kind: "dbt" | "tabular" | "workload";
  /** dbt: the project's folder. Tabular: the model file or definition folder. Workload: the file. */
  readonly path: string;
}

/** Inputs that an absolute path names, in path order; empty where there are none. O(folders). */
export function findInputs(fileSystem: FileSystem, path: string): readonly Input[] {
  const entries = fileSystem.list(path);
  if (isFailure(entries)) return inputsOfFile(fileSystem, path);
  const above = projectAbove(fileSystem, path);
  if (above !== undefined) return [{ kind: "dbt", path: above }, ...tabularIn(fileSystem, path)];
  return inputsBelow(fileSystem, path);
}

/**
 * Folders of the dbt projects at, above (the innermost) and below an open folder, sorted: a package
 * with its `integration_tests` is two. O(folders).
 */
export function projectsAround(fileSystem: FileSystem, folder: string): readonly string[] {
  const above = projectAbove(fileSystem, folder);
  const below = inputsBelow(fileSystem, folder).flatMap(({ kind, path }) =>
    kind === "dbt" ? [path] : [],
  );
  return [...new Set(above === undefined ? below : [above, ...below])].sort();
}

/** Folder of the innermost dbt_project.yml at or above `path`. */
export function projectAbove(fileSystem: FileSystem, path: string): string | undefined {
  for (let folder = path; ; folder = folderOf(folder)) {
    const entries = fileSystem.list(folder);
    if (!isFailure(entries) && entries.some((entry) => entry.name === "dbt_project.yml")) {
      return folder;
    }
    if (folderOf(folder) === folder || folderOf(folder) === ".") return undefined;
  }
}

function inputsOfFile(fileSystem: FileSystem, file: string): readonly Input[] {
  const name = baseName(file).toLowerCase();
  if (name.endsWith(".bim")) return [{ kind: "tabular", path: file }];
  if (name.endsWith(".pbip")) return tabularIn(fileSystem, folderOf(file));
  if (name.endsWith(".json")) return [{ kind: "workload", path: file }];
  const project = projectAbove(fileSystem, folderOf(file));
  return project === undefined ? [] : [{ kind: "dbt", path: project }];
}

function inputsBelow(fileSystem: FileSystem, root: string): readonly Input[] {
  const found: Input[] = [];
  for (const { folder, entries } of walkFolders(fileSystem, root)) {
    const isProject = entries.some((entry) => entry.name === "dbt_project.yml");
    if (isProject) found.push({ kind: "dbt", path: folder });
    found.push(...tabularIn(fileSystem, folder));
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** Tabular models that lie directly in `folder`: `*.bim` and TMDL `definition/` folders. */
function tabularIn(fileSystem: FileSystem, folder: string): readonly Input[] {
  const entries = fileSystem.list(folder);
  if (isFailure(entries)) return [];
  return entries.flatMap((entry): readonly Input[] => {
    const path = joinPath(folder, entry.name);
    if (entry.kind === "file" && entry.name.toLowerCase().endsWith(".bim")) {
      return [{ kind: "tabular", path }];
    }
    const isDefinition = entry.kind === "folder" && entry.name === "definition";
    return isDefinition && hasModelFile(fileSystem, path) ? [{ kind: "tabular", path }] : [];
  });
}

function hasModelFile(fileSystem: FileSystem, folder: string): boolean {
  const entries = fileSystem.list(folder);
  return (
    !isFailure(entries) &&
    entries.some(({ name }) => name === "model.tmdl" || name === "database.tmdl")
  );
}
