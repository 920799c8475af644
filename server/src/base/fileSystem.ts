/**
 * What Heddle needs of a disk. `node/` implements it for real files, tests in memory, the
 * workspace lays unsaved documents over it. All paths are absolute with `/` (`C:/x` on Windows).
 */

/** An entry of a folder. Links are reported as what they are and never followed by discovery. */
export interface FolderEntry {
  readonly name: string;
  readonly kind: "file" | "folder" | "link";
}

/** Why a file or folder could not be read, in words for a person. */
export interface ReadFailure {
  readonly failure: "missing" | "unreadable" | "too-large" | "not-text";
  readonly message: string;
}

/** The text of a file, BOM removed. `replacedBytes` counts bytes that were no valid UTF-8. */
export interface FileText {
  readonly text: string;
  readonly replacedBytes: number;
}

export interface FileSystem {
  /** Entries of `folder`, sorted by name; a failure where it cannot be listed. */
  list(folder: string): readonly FolderEntry[] | ReadFailure;
  /** Text of `file`, following a link to a file; a failure where it cannot be read. */
  read(file: string): FileText | ReadFailure;
  /** As `read`, where nobody will ask for the text again; absent where no text is kept anyway. */
  readOnce?(file: string): FileText | ReadFailure;
  /**
   * The bytes of a file of any size in order, each piece to be used before the next is taken; absent
   * where files are no real ones.
   */
  chunks?(file: string): Iterable<Uint8Array> | ReadFailure;
  /** When `file` was written last, ms since 1970; undefined where nobody knows. */
  modifiedMs?(file: string): number | undefined;
}

export function isFailure(result: object): result is ReadFailure {
  return "failure" in result;
}

/**
 * Joins with `/` and resolves `.` and `..`; an absolute `relative` replaces `base`. A drive (`C:`)
 * or a server (`//server`) stays in front.
 */
export function joinPath(base: string, relative: string): string {
  const joined = isAbsolutePath(relative)
    ? relative
    : `${base}${base.endsWith("/") ? "" : "/"}${relative}`;
  const drive = /^(?:[A-Za-z]:|\/\/[^/]+(?=\/))/.exec(joined)?.[0] ?? "";
  const isRooted = joined.startsWith("/", drive.length);
  const parts: string[] = [];
  for (const part of joined.slice(drive.length).split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (!isRooted) parts.push("..");
  }
  return `${drive}${isRooted ? "/" : ""}${parts.join("/")}` || ".";
}

/** `file` relative to `folder` with `/`, climbing by `..` where it lies outside. */
export function relativePath(folder: string, file: string): string {
  const from = joinPath(folder, ".").split("/");
  const to = joinPath(file, ".").split("/");
  let shared = 0;
  while (shared < from.length && shared < to.length && from[shared] === to[shared]) shared++;
  if (shared === 0) return file;
  const climbs = from.slice(shared).filter((part) => part !== "");
  return [...climbs.map(() => ".."), ...to.slice(shared)].join("/") || ".";
}

export function isAbsolutePath(path: string): boolean {
  return path.startsWith("/") || /^[A-Za-z]:\//.test(path);
}

/** Last segment of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Path of the folder that holds `path`. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "." : slash === 0 ? "/" : path.slice(0, slash);
}
