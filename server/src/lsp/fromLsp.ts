/**
 * Turns the protocol's URIs and positions into Heddle's paths and offsets. Knows how editors spell
 * `file:` URIs (percent-encoding, drive letters, UNC hosts); never touches a disk.
 */
import type { LineIndex, Position, Span } from "../base/text";

/** Schemes of editors in a browser under which whole workspaces lie; not of single documents. */
const VIRTUAL_SCHEMES = ["vscode-vfs", "vscode-remote", "vscode-test-web", "memfs"];

/**
 * Absolute path with `/` of a `file:` URI, or of a workspace in a browser (`//scheme:authority/…`,
 * which no disk has); absent for every other scheme. Drive letters become
 * upper case, because editors send `file:///c%3A/x` and `file:///C:/x` for one and the same file.
 */
export function pathOfUri(uri: string): string | undefined {
  const match = /^file:(?:\/\/([^/?#]*))?([^?#]*)/i.exec(uri);
  if (match === null) return virtualPath(uri);
  const host = decode(match[1] ?? "");
  const path = decode(match[2] ?? "").replaceAll("\\", "/");
  const drive = /^\/?([A-Za-z]):(.*)$/s.exec(path);
  if (drive !== null) {
    const rest = drive[2] ?? "";
    return `${(drive[1] ?? "").toUpperCase()}:${rest.startsWith("/") ? rest : `/${rest}`}`;
  }
  const isRemote = host !== "" && host.toLowerCase() !== "localhost";
  if (isRemote) return `//${host}${path}`;
  return path.startsWith("/") ? path : undefined;
}

/** `vscode-vfs://github/ann/shop/a.sql` as `//vscode-vfs:github/ann/shop/a.sql`. */
function virtualPath(uri: string): string | undefined {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(\/[^?#]*)?/i.exec(uri);
  const scheme = match?.[1]?.toLowerCase() ?? "";
  if (match === null || !VIRTUAL_SCHEMES.includes(scheme)) return undefined;
  return `//${scheme}:${decode(match[2] ?? "")}${decode(match[3] ?? "/")}`;
}

/**
 * Path of this machine (`C:\x`, `/x`) with `/` and an upper-case drive letter, as `pathOfUri`
 * would give it.
 */
export function pathOfNative(native: string): string {
  const path = native.replaceAll("\\", "/");
  return path.replace(/^([a-z]):/, (_whole, letter: string) => `${letter.toUpperCase()}:`);
}

/**
 * `path` with the spelling of the folder it lies in. On disks that ignore case an editor may open
 * `/Shop/Models/a.sql` inside the folder `/shop`; only the folder's part is known to be the same.
 */
export function alignCase(path: string, folders: readonly string[]): string {
  const folded = path.toLowerCase();
  for (const folder of folders) {
    const prefix = folder.toLowerCase();
    if (folded === prefix) return folder;
    if (folded.startsWith(`${prefix}/`)) return folder + path.slice(folder.length);
  }
  return path;
}

/** Offset of a position that may be malformed: whatever is no count is taken as 0. */
export function offsetOf(lines: LineIndex, position: Position | undefined): number {
  return lines.offsetAt({
    line: countOf(position?.line),
    character: countOf(position?.character),
  });
}

/** Span of a range that may be malformed or reversed. */
export function spanOf(
  lines: LineIndex,
  range: { readonly start?: Position; readonly end?: Position } | undefined,
): Span {
  const start = offsetOf(lines, range?.start);
  const end = offsetOf(lines, range?.end);
  return start <= end ? { start, end } : { start: end, end: start };
}

function countOf(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? Math.max(0, Math.floor(value)) : 0;
}

/** Percent-decoding that leaves what is no valid encoding as it stands. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) => {
      try {
        return decodeURIComponent(run);
      } catch {
        return run;
      }
    });
  }
}
