/**
 * Which changes on disk can change what is known of a project. Answers from paths alone, so that
 * a build that writes thousands of files costs nothing.
 */
import { baseName, folderOf, isAbsolutePath, joinPath } from "../base/fileSystem";
import type { ProjectSources } from "../dbt/sources";
import type { Settings } from "../protocol";
import { historyMatcher } from "./historyFiles";
import type { ReadRun } from "./readHistory";

/** Folders that dbt and other tools write into; of them only the run history matters. */
const WRITTEN_FOLDERS = ["target", "logs", ".git", "node_modules"];
/** What dbt reads in a package; a name without an ending may be a folder. */
const PACKAGE_FILE = /\.(?:sql|ya?ml|csv|md|py)$|^[^.]+$/;

/** Whether a change of an absolute path, a file or a folder, can matter. Each answer is O(globs). */
export function concernOf(
  root: string,
  sources: ProjectSources,
  settings: Settings,
  history: readonly ReadRun[],
): (path: string) => boolean {
  const isHistory = historyMatcher(root, settings.history);
  const read = new Set<string>();
  const folders = new Set<string>();
  const add = (path: string): void => {
    if (isOwn(path)) return;
    const absolute = joinPath(root, path);
    read.add(absolute);
    // A folder that vanishes takes its files with it, and nobody speaks of each.
    for (let folder = folderOf(absolute); !folders.has(folder); folder = folderOf(folder)) {
      folders.add(folder);
    }
  };
  for (const { files, projectFile } of sources.packages) {
    add(projectFile.path);
    for (const { path } of files) add(path);
  }
  for (const file of [sources.profiles, sources.packagesFile, sources.requirements]) {
    if (file) add(file.path);
  }
  for (const { file } of history) add(file);
  // Read where it appears, too.
  if (settings.profilesDir !== "") add(`${settings.profilesDir}/profiles.yml`);
  const installFolder = joinPath(root, sources.installFolder);

  return (path) => {
    if (read.has(path) || folders.has(path) || isHistory(path)) return true;
    if (path === installFolder) return true;
    if (isInside(path, installFolder)) return PACKAGE_FILE.test(baseName(path));
    return path === root || (isInside(path, root) && isOwn(path.slice(root.length + 1)));
  };
}

/** True for a path relative to the root that lies in the project itself, which needs no list. */
function isOwn(path: string): boolean {
  if (path.startsWith("../") || isAbsolutePath(path)) return false;
  const slash = path.indexOf("/");
  return !WRITTEN_FOLDERS.includes(slash < 0 ? path : path.slice(0, slash));
}

function isInside(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}
