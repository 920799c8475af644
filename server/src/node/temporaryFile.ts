/** Files that live as long as one command, in a folder of their own that only this user reads. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TemporaryFile } from "../cli/programs";

/** Writes `text`; throws where the system's temporary folder cannot be written. */
export function writeTemporary(name: string, text: string): TemporaryFile {
  const folder = mkdtempSync(join(tmpdir(), "heddle-"));
  const path = join(folder, name);
  writeFileSync(path, text, { mode: 0o600 });
  return { path, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
