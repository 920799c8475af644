/**
 * The folders at and below one, breadth first: what everything that looks for files in a workspace
 * walks. On a budget, and past folders that hold other people's projects, builds or history.
 */
import { type FileSystem, type FolderEntry, isFailure, joinPath } from "./fileSystem";

export interface WalkedFolder {
  readonly folder: string;
  readonly entries: readonly FolderEntry[];
}

export interface WalkOptions {
  /** Levels below the root that are entered; 6 by default. */
  readonly maxDepth?: number;
  /** A monorepo of a hundred projects has fewer folders; a disk root has more. 20,000 by default. */
  readonly maxFolders?: number;
  /** False for a folder below which nothing is looked for. */
  readonly isEntered?: (folder: WalkedFolder) => boolean;
}

const PASSED_OVER = new Set([
  "node_modules",
  "dbt_packages",
  "dbt_modules",
  "target",
  "logs",
  "__pycache__",
  "venv",
  "site-packages",
]);

/** Folders in breadth-first order; those that cannot be listed are left out. O(folders). */
export function* walkFolders(
  fileSystem: FileSystem,
  root: string,
  { maxDepth = 6, maxFolders = 20_000, isEntered = () => true }: WalkOptions = {},
): Generator<WalkedFolder> {
  const queue = [{ folder: root, depth: 0 }];
  for (let index = 0; index < queue.length && index < maxFolders; index++) {
    const { folder, depth } = queue[index]!;
    const entries = fileSystem.list(folder);
    if (isFailure(entries)) continue;
    const walked = { folder, entries };
    yield walked;
    if (depth >= maxDepth || !isEntered(walked)) continue;
    for (const { name, kind } of entries) {
      if (kind !== "folder" || name.startsWith(".") || PASSED_OVER.has(name)) continue;
      queue.push({ folder: joinPath(folder, name), depth: depth + 1 });
    }
  }
}
