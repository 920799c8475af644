/** A flat list of tree entries as folders, files and links. Knows no git command. */
import {
  baseName,
  type FileSystem,
  type FileText,
  type FolderEntry,
  folderOf,
  joinPath,
  type ReadFailure,
} from "../base/fileSystem";
import { compareText } from "../base/problem";
import { decodeText } from "./decodeText";
import type { TreeEntry } from "./treeEntry";

const LINK = "120000";
const SUBMODULE = "160000";
const MOST_LINKS = 8;

/** The entries laid out below `top`; `bytesOf` gives the content of one. */
export function treeFileSystem(
  top: string,
  entries: readonly TreeEntry[],
  bytesOf: (entry: TreeEntry) => Buffer | undefined,
): FileSystem {
  const files = new Map<string, TreeEntry>();
  const folders = new Map<string, Map<string, FolderEntry>>([[top, new Map()]]);
  for (const entry of entries) {
    let path = joinPath(top, entry.path);
    let kind: FolderEntry["kind"] =
      entry.mode === LINK ? "link" : entry.mode === SUBMODULE ? "folder" : "file";
    if (kind !== "folder") files.set(path, entry);
    while (path !== top) {
      const folder = folderOf(path);
      const inside = folders.get(folder) ?? new Map<string, FolderEntry>();
      const isKnown = inside.has(baseName(path));
      inside.set(baseName(path), { name: baseName(path), kind });
      folders.set(folder, inside);
      if (isKnown) break;
      kind = "folder";
      path = folder;
    }
  }

  const read = (file: string, links = 0): FileText | ReadFailure => {
    const path = joinPath(file, ".");
    const entry = files.get(path);
    if (entry === undefined) {
      const isFolder = folders.has(path);
      return isFolder
        ? { failure: "unreadable", message: `${file} is not a regular file` }
        : { failure: "missing", message: `${file} does not exist` };
    }
    const bytes = bytesOf(entry);
    if (bytes === undefined) {
      return { failure: "unreadable", message: `${file}: its content is not in this clone` };
    }
    if (entry.mode !== LINK) return decodeText(bytes, file);
    if (links >= MOST_LINKS) {
      return { failure: "unreadable", message: `${file} is a loop of links` };
    }
    return read(joinPath(folderOf(path), bytes.toString("utf8")), links + 1);
  };
  return {
    list(folder) {
      const inside = folders.get(joinPath(folder, "."));
      if (inside === undefined) {
        return { failure: "missing", message: `${folder} does not exist` };
      }
      return [...inside.values()].sort((a, b) => compareText(a.name, b.name));
    },
    read: (file) => read(file),
  };
}
