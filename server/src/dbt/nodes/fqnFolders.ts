/** The beginning of an fqn: package and folders, one list for all nodes of a folder. */
import type { PackageContext } from "../packageContext";

const KNOWN = new WeakMap<PackageContext, Map<string, readonly string[]>>();

/** The package's name, then the folders of `path`, which is relative to where an fqn begins. */
export function fqnFolders(owner: PackageContext, path: string): readonly string[] {
  let known = KNOWN.get(owner);
  if (known === undefined) {
    known = new Map();
    KNOWN.set(owner, known);
  }
  const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
  let folders = known.get(folder);
  if (folders === undefined) {
    folders = folder === "" ? [owner.name] : [owner.name, ...folder.split("/")];
    known.set(folder, folders);
  }
  return folders;
}
