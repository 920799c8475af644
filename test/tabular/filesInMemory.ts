/** A disk of given texts by absolute path. */
import type { FileSystem, FolderEntry } from "../../server/src/base/fileSystem";

export function filesInMemory(files: ReadonlyMap<string, string>): FileSystem {
  return {
    list(folder) {
      const entries = new Map<string, FolderEntry>();
      for (const path of files.keys()) {
        if (!path.startsWith(`${folder}/`)) continue;
        const [name = "", ...below] = path.slice(folder.length + 1).split("/");
        entries.set(name, { name, kind: below.length > 0 ? "folder" : "file" });
      }
      return entries.size === 0
        ? { failure: "missing", message: `${folder} is no folder` }
        : [...entries.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    read(file) {
      const text = files.get(file);
      return text === undefined
        ? { failure: "missing", message: `${file}: no such file` }
        : { text, replacedBytes: 0 };
    },
  };
}
