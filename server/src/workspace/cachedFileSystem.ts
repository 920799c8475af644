/**
 * A file system that remembers what it has read and lets unsaved documents win over the disk.
 * Forgetting is explicit: whoever learns of a change on disk says so.
 */
import {
  type FileSystem,
  type FileText,
  type FolderEntry,
  folderOf,
  isFailure,
  type ReadFailure,
} from "../base/fileSystem";
import { compareText } from "../base/problem";

export interface CachedFileSystem extends FileSystem {
  /** An editor's unsaved text for `file`; `undefined` gives the file back to the disk. */
  setDocument(file: string, text: string | undefined): void;
  /** `path` (a file or a folder) changed, appeared or vanished on disk. O(texts read). */
  forget(path: string): void;
  forgetAll(): void;
}

/** Wraps `disk`; memory is that of every text read until it is forgotten. */
export function cachedFileSystem(disk: FileSystem): CachedFileSystem {
  const folders = new Map<string, readonly FolderEntry[] | ReadFailure>();
  const texts = new Map<string, FileText | ReadFailure>();
  const documents = new Map<string, FileText>();

  const list = (folder: string): readonly FolderEntry[] | ReadFailure => {
    const known = folders.get(folder);
    if (known !== undefined) return known;
    const entries = withDocuments(disk.list(folder), folder, documents);
    folders.set(folder, entries);
    return entries;
  };

  const read = (file: string): FileText | ReadFailure => {
    const document = documents.get(file);
    if (document !== undefined) return document;
    let result = texts.get(file);
    if (result === undefined) {
      result = disk.read(file);
      texts.set(file, result);
    }
    return result;
  };

  /** A file that comes may bring its folders with it, and nobody speaks of those. */
  const forgetListings = (path: string): void => {
    for (let folder = folderOf(path); ; folder = folderOf(folder)) {
      folders.delete(folder);
      if (folder === folderOf(folder) || folder === ".") return;
    }
  };

  const { chunks, modifiedMs } = disk;
  return {
    list,
    read,
    readOnce: (file) => documents.get(file) ?? disk.read(file),
    ...(chunks !== undefined && { chunks }),
    ...(modifiedMs !== undefined && { modifiedMs }),
    setDocument(file, text) {
      const isNew = text === undefined || !documents.has(file);
      if (text === undefined) documents.delete(file);
      else documents.set(file, { text, replacedBytes: 0 });
      // Opening and closing may make a file appear or vanish; typing may not.
      if (isNew) forgetListings(file);
    },
    forget(path) {
      texts.delete(path);
      folders.delete(path);
      forgetListings(path);
      const inside = `${path}/`;
      for (const file of texts.keys()) if (file.startsWith(inside)) texts.delete(file);
      for (const folder of folders.keys()) if (folder.startsWith(inside)) folders.delete(folder);
    },
    forgetAll() {
      texts.clear();
      folders.clear();
    },
  };
}

function withDocuments(
  entries: readonly FolderEntry[] | ReadFailure,
  folder: string,
  documents: ReadonlyMap<string, FileText>,
): readonly FolderEntry[] | ReadFailure {
  const inside = folder.endsWith("/") ? folder : `${folder}/`;
  const onDisk = isFailure(entries) ? [] : entries;
  const names = new Set(onDisk.map(({ name }) => name));
  const added: FolderEntry[] = [];
  for (const file of documents.keys()) {
    if (!file.startsWith(inside)) continue;
    const [name = "", ...rest] = file.slice(inside.length).split("/");
    if (names.has(name)) continue;
    names.add(name);
    added.push({ name, kind: rest.length > 0 ? "folder" : "file" });
  }
  if (added.length === 0) return entries;
  return [...onDisk, ...added].sort((a, b) => compareText(a.name, b.name));
}
