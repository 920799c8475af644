/** Files that live as long as one command, in a folder of their own that only this user reads. */
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TemporaryFile } from "../cli/programs";

/** A place for one file; throws where the system's temporary folder cannot be written. */
export function temporaryFile(name: string): TemporaryFile {
  const folder = mkdtempSync(join(tmpdir(), "heddle-"));
  const path = join(folder, name);
  return {
    path,
    write(text) {
      const unfinished = `${path}.new`;
      writeFileSync(unfinished, text, { mode: 0o600 });
      renameSync(unfinished, path);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
