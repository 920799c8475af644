/**
 * A commit as `FileSystem`, read by `git ls-tree` and `git cat-file --batch`: no shell, no work
 * tree, no index, no network. Knows nothing of what the files mean.
 */

import { spawnSync } from "node:child_process";
import type { FileSystem } from "../base/fileSystem";
import type { GitTree } from "../base/gitTree";
import type { TreeEntry } from "./treeEntry";
import { treeFileSystem } from "./treeFileSystem";

const MAX_LIST_BYTES = 512 * 1024 * 1024;
/** Files up to this size are fetched in one go when the first is read; larger ones one by one. */
const SMALL_BYTES = 1024 * 1024;
const MAX_BATCH_BYTES = 256 * 1024 * 1024;
const PROJECT_TEXT = /\.(?:sql|ya?ml|py|md|csv|json|toml|j2|jinja2?)$|(?:^|\/)\.[^/]+$/i;

/** `OpenGitTree` on this machine's git. Two processes to open, one for all small files. */
export function openGitTree(folder: string, ref: string): GitTree | string {
  const prefix = git(folder, ["rev-parse", "--show-prefix"]);
  if (typeof prefix === "string") return `${folder} lies in no git repository (${prefix})`;
  const below = prefix.toString("utf8").trim().replace(/\/$/, "");
  const top = below === "" ? folder : folder.slice(0, folder.length - below.length - 1);
  const parsed = git(folder, [
    "rev-parse",
    "--verify",
    "--quiet",
    "--end-of-options",
    `${ref}^{commit}`,
  ]);
  if (typeof parsed === "string") return `git knows no commit "${ref}"`;
  const commit = parsed.toString("utf8").trim();
  const listed = git(top, ["ls-tree", "-r", "-z", "-l", "--full-tree", commit]);
  if (typeof listed === "string") return `git cannot list ${ref}: ${listed}`;
  const entries = parseTree(listed.toString("utf8"));
  return { top, commit, fileSystem: fileSystemOf(top, entries) };
}

/** Entries of `ls-tree -r -z -l`: `mode type object size<tab>path<nul>`. */
export function parseTree(listed: string): readonly TreeEntry[] {
  return listed.split("\0").flatMap((line): readonly TreeEntry[] => {
    const match = /^(\d+) \w+ ([0-9a-f]+) +(-|\d+)\t(.+)$/s.exec(line);
    if (match === null) return [];
    const [, mode = "", object = "", size = "", path = ""] = match;
    return [{ path, mode, object, bytes: size === "-" ? 0 : Number(size) }];
  });
}

function fileSystemOf(top: string, entries: readonly TreeEntry[]): FileSystem {
  const contents = new Map<string, Buffer>();
  let isPrepared = false;
  const bytesOf = ({ object }: TreeEntry): Buffer | undefined => {
    if (!isPrepared) {
      isPrepared = true;
      for (const [id, bytes] of readObjects(top, smallObjects(entries))) contents.set(id, bytes);
    }
    const known = contents.get(object) ?? readObjects(top, [object]).get(object);
    if (known !== undefined) contents.set(object, known);
    return known;
  };
  return treeFileSystem(top, entries, bytesOf);
}

function smallObjects(entries: readonly TreeEntry[]): readonly string[] {
  const chosen = new Set<string>();
  let total = 0;
  for (const { path, object, bytes } of entries) {
    if (bytes > SMALL_BYTES || !PROJECT_TEXT.test(path)) continue;
    total += bytes;
    if (total > MAX_BATCH_BYTES) break;
    chosen.add(object);
  }
  return [...chosen];
}

/** Contents by object id; objects that git does not have are left out. */
function readObjects(top: string, objects: readonly string[]): ReadonlyMap<string, Buffer> {
  const found = new Map<string, Buffer>();
  if (objects.length === 0) return found;
  const output = git(top, ["cat-file", "--batch"], `${objects.join("\n")}\n`);
  if (typeof output === "string") return found;
  let at = 0;
  while (at < output.length) {
    const lineEnd = output.indexOf(0x0a, at);
    if (lineEnd < 0) break;
    const [object = "", , size] = output.toString("latin1", at, lineEnd).split(" ");
    at = lineEnd + 1;
    if (size === undefined) continue;
    const bytes = Number(size);
    found.set(object, output.subarray(at, at + bytes));
    at += bytes + 1;
  }
  return found;
}

/** Output of a git command; why it failed, in one line, where it did. */
function git(folder: string, words: readonly string[], input?: string): Buffer | string {
  const { GIT_DIR: _, GIT_WORK_TREE: __, GIT_INDEX_FILE: ___, ...env } = process.env;
  const result = spawnSync("git", words, {
    cwd: folder,
    env: { ...env, GIT_NO_LAZY_FETCH: "1", GIT_OPTIONAL_LOCKS: "0", LC_ALL: "C" },
    maxBuffer: MAX_LIST_BYTES,
    windowsHide: true,
    ...(input !== undefined && { input }),
  });
  if (result.error !== undefined) {
    const code = "code" in result.error ? String(result.error.code) : "";
    return code === "ENOENT" ? "git is not installed" : result.error.message;
  }
  if (result.status === 0) return result.stdout;
  const [line = ""] = result.stderr.toString("utf8").trim().split("\n");
  return line || `git ended with ${result.status}`;
}
