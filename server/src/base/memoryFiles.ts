/**
 * A disk that holds what it is told: for servers that see files only through their client. Folders
 * exist as long as something lies in them.
 */
import { baseName, type FileSystem, type FolderEntry, folderOf, joinPath } from "./fileSystem";
import { compareText } from "./problem";

export interface MemoryFiles {
  readonly fileSystem: FileSystem;
  /** Puts a file in place; `undefined` takes it away, and whatever lies below a folder of that name. */
  set(path: string, text: string | undefined): void;
}

/** Empty at first. `set` costs O(depth), `list` the size of one folder. */
export function createMemoryFiles(): MemoryFiles {
  const texts = new Map<string, string>();
  const folders = new Map<string, Map<string, FolderEntry>>();

  const put = (path: string, kind: FolderEntry["kind"]): void => {
    const folder = folderOf(path);
    if (folder === path || folder === ".") return;
    let entries = folders.get(folder);
    if (entries === undefined) {
      entries = new Map();
      folders.set(folder, entries);
      put(folder, "folder");
    }
    entries.set(baseName(path), { name: baseName(path), kind });
  };
  const remove = (path: string): void => {
    for (const { name } of [...(folders.get(path)?.values() ?? [])]) remove(joinPath(path, name));
    texts.delete(path);
    folders.delete(path);
    const folder = folderOf(path);
    const entries = folders.get(folder);
    if (entries === undefined) return;
    entries.delete(baseName(path));
    if (entries.size === 0 && folder !== path) remove(folder);
  };

  return {
    set(path, text) {
      const clean = joinPath(path, ".");
      if (text === undefined) {
        remove(clean);
        return;
      }
      texts.set(clean, text.startsWith("\uFEFF") ? text.slice(1) : text);
      put(clean, "file");
    },
    fileSystem: {
      list(folder) {
        const entries = folders.get(joinPath(folder, "."));
        if (entries === undefined) {
          return { failure: "missing", message: `${folder}: no such folder` };
        }
        return [...entries.values()].sort((a, b) => compareText(a.name, b.name));
      },
      read(file) {
        const text = texts.get(joinPath(file, "."));
        if (text === undefined) return { failure: "missing", message: `${file}: no such file` };
        return { text, replacedBytes: 0 };
      },
    },
  };
}
