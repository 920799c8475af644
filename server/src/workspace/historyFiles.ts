/**
 * Which run_results.json files belong to a project's history. Walks only the folders that the
 * globs name, never the whole project.
 */
import picomatch from "picomatch";
import { type FileSystem, isAbsolutePath, isFailure, joinPath } from "../base/fileSystem";

/** Where dbt leaves its latest run and where teams usually keep the earlier ones. */
export const DEFAULT_HISTORY: readonly string[] = [
  "target/run_results.json",
  "history/**/run_results*.json",
  "run_history/**/run_results*.json",
];

/** A history of thousands of runs is cut to the newest names; older ones weigh next to nothing. */
const MAX_FILES = 400;
const MAX_FOLDERS = 2_000;

/** Absolute paths that match any of `globs` (relative to `root` or absolute), sorted. */
export function historyFiles(
  fileSystem: FileSystem,
  root: string,
  globs: readonly string[],
): readonly string[] {
  const found = new Set<string>();
  for (const glob of globs.length > 0 ? globs : DEFAULT_HISTORY) {
    const pattern = (isAbsolutePath(glob) ? glob : joinPath(root, glob)).replace(/\\/g, "/");
    const { base, isGlob } = picomatch.scan(pattern);
    if (!isGlob) {
      found.add(pattern);
      continue;
    }
    const matches = picomatch(pattern, { dot: true });
    for (const file of filesBelow(fileSystem, base || "/")) if (matches(file)) found.add(file);
  }
  return [...found].sort().slice(-MAX_FILES);
}

function* filesBelow(fileSystem: FileSystem, folder: string): Generator<string> {
  const queue = [folder];
  for (let index = 0; index < queue.length && index < MAX_FOLDERS; index++) {
    const entries = fileSystem.list(queue[index]!);
    if (isFailure(entries)) continue;
    for (const { name, kind } of entries) {
      const path = joinPath(queue[index]!, name);
      if (kind === "folder") queue.push(path);
      else yield path;
    }
  }
}
