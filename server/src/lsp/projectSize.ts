/** Whether reading the projects below some folders will take long enough to say so. */
import { type FileSystem, isFailure, joinPath } from "../base/fileSystem";

const PASSED_OVER = new Set(["node_modules", "target", "logs", "venv", "site-packages"]);
/** Folders looked at before giving up: a guess is not worth more. */
const MAX_FOLDERS = 400;

/** True as soon as more than `limit` files are seen below `folders`. O(limit). */
export function hasMoreFiles(
  fileSystem: FileSystem,
  folders: readonly string[],
  limit: number,
): boolean {
  const queue = [...folders];
  let files = 0;
  for (let index = 0; index < queue.length && index < MAX_FOLDERS; index++) {
    const folder = queue[index]!;
    const entries = fileSystem.list(folder);
    if (isFailure(entries)) continue;
    for (const { name, kind } of entries) {
      if (kind === "file") files++;
      else if (kind === "folder" && !name.startsWith(".") && !PASSED_OVER.has(name)) {
        queue.push(joinPath(folder, name));
      }
    }
    if (files > limit) return true;
  }
  return false;
}
