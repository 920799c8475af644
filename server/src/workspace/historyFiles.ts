/**
 * Which run_results.json files belong to a project's history. Walks only the folders that the
 * globs name, never the whole project.
 */
import picomatch from "picomatch";
import { type FileSystem, isFailure, joinPath } from "../base/fileSystem";

/** Where `heddle run` and dbt leave runs, and where teams usually keep the earlier ones. */
export const DEFAULT_HISTORY: readonly string[] = [
  ".heddle/history/run_results*.json",
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
  for (const { base, matches } of patternsOf(root, globs)) {
    if (matches === undefined) found.add(base);
    else for (const file of filesBelow(fileSystem, base)) if (matches(file)) found.add(file);
  }
  return [...found].sort().slice(-MAX_FILES);
}

/** Whether an absolute path would belong to the history if it were there. */
export function historyMatcher(root: string, globs: readonly string[]): (path: string) => boolean {
  const patterns = patternsOf(root, globs);
  return (path) =>
    patterns.some(({ base, matches }) => (matches === undefined ? path === base : matches(path)));
}

interface Pattern {
  /** Absolute: the folder to look in, or the only file where there is nothing to match. */
  readonly base: string;
  readonly matches: ((path: string) => boolean) | undefined;
}

/** The globs, each cut into its folder and the rest: a folder's name may hold brackets. */
function patternsOf(root: string, globs: readonly string[]): readonly Pattern[] {
  return (globs.length > 0 ? globs : DEFAULT_HISTORY).map((text) => {
    const { base, glob, isGlob } = picomatch.scan(text.replace(/\\/g, "/"));
    const folder = joinPath(root, base);
    if (!isGlob) return { base: folder, matches: undefined };
    const matchesRest = picomatch(glob, { dot: true });
    const inside = folder.endsWith("/") ? folder : `${folder}/`;
    return {
      base: folder,
      matches: (path) => path.startsWith(inside) && matchesRest(path.slice(inside.length)),
    };
  });
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
