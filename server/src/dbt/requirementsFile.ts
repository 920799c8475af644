/**
 * Finds the file that says which dbt is installed for a project: a lock file or list of
 * requirements in its folder, or above it up to the folder of its repository.
 */
import { type FileSystem, folderOf, isFailure, joinPath, relativePath } from "../base/fileSystem";
import { dbtPinIn, pinFilesOf } from "./dbtPin";
import type { NamedFile } from "./sources";

/** How far above a project its repository may begin. */
const LEVELS_ABOVE = 4;

/** The nearest file that pins dbt, its path relative to `root`; absent without one. */
export function requirementsFile(fs: FileSystem, root: string): NamedFile | undefined {
  for (const folder of foldersOfRepository(fs, root)) {
    const entries = fs.list(folder);
    const names = isFailure(entries) ? [] : entries.map(({ name }) => name);
    for (const name of pinFilesOf(names)) {
      const path = joinPath(folder, name);
      const read = fs.read(path);
      if (isFailure(read) || dbtPinIn(name, read.text) === undefined) continue;
      return { path: relativePath(root, path), text: read.text };
    }
  }
  return undefined;
}

/** `root` alone where no repository is seen: what lies above may be somebody else's. */
function foldersOfRepository(fs: FileSystem, root: string): readonly string[] {
  const folders: string[] = [];
  for (let folder = root, level = 0; level <= LEVELS_ABOVE; folder = folderOf(folder), level++) {
    folders.push(folder);
    const entries = fs.list(folder);
    if (!isFailure(entries) && entries.some(({ name }) => name === ".git")) return folders;
    if (folderOf(folder) === folder) break;
  }
  return [root];
}
