/**
 * Which Python runs a console script, as pip, pipx and uv install one. Reads the script's first
 * lines; knows nothing of what the script does.
 */
import { closeSync, existsSync, openSync, readSync, realpathSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** More than the longest first line that systems take. */
const HEAD_BYTES = 4_096;

/** Absolute path of the interpreter; absent where `program` is no Python script. */
export function pythonOf(program: string): string | undefined {
  if (process.platform === "win32") return besideLauncher(program);
  const head = headOf(program);
  const line = /^#!\s*(.+)/.exec(head)?.[1]?.trim();
  if (line === undefined) return undefined;
  // Paths that are too long for a first line are written as a shell script that Python can read.
  const long = /^'''exec'\s+"?([^"\n]*?python[^"\s]*)"?\s/m.exec(head)?.[1];
  if (line === "/bin/sh") return existing(long);
  const [interpreter = "", name = ""] = line.split(/\s+/);
  if (interpreter.endsWith("/env")) return /^python[\d.]*$/.test(name) ? onPath(name) : undefined;
  // A first line may hold a path with spaces only where no option follows it.
  return existing(line) ?? existing(interpreter);
}

function existing(path: string | undefined): string | undefined {
  return path !== undefined && /python|pypy/i.test(path) && existsSync(path) ? path : undefined;
}

function onPath(name: string): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(":").filter((folder) => folder !== "");
  return folders.map((folder) => resolve(folder, name)).find((path) => existsSync(path));
}

/** `Scripts\dbt.exe` starts the `python.exe` beside it, or one folder above outside of venvs. */
function besideLauncher(program: string): string | undefined {
  const folder = dirname(program);
  const candidates = [join(folder, "python.exe"), join(dirname(folder), "python.exe")];
  return candidates.find((path) => existsSync(path));
}

function headOf(program: string): string {
  try {
    const file = openSync(realpathSync(program), "r");
    try {
      const bytes = Buffer.alloc(HEAD_BYTES);
      return bytes.toString("utf8", 0, readSync(file, bytes, 0, HEAD_BYTES, 0));
    } finally {
      closeSync(file);
    }
  } catch {
    return "";
  }
}
