/** Generated projects on disk, in folders that go when the measurement is over. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { generateHistory } from "./generateHistory";
import { generateProject } from "./generateProject";

/**
 * Writes a project of `modelCount` models into `folder`, with `runs` recorded ones; absolute paths of
 * its files.
 */
export function writeGenerated(
  folder: string,
  modelCount: number,
  { seed = 1, runs = 0 }: { readonly seed?: number; readonly runs?: number } = {},
): readonly string[] {
  const { files } = generateProject(modelCount, seed);
  return Array.from([...files, ...generateHistory(files, runs, seed)], ([path, text]) => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  });
}

/** An empty folder, with slashes as separators, and how to be rid of it. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "heddle-bench-"));
  return {
    path: folder.replaceAll("\\", "/"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Hands `work` an empty folder and removes it whatever happens. */
export function inTemporaryFolder<T>(work: (folder: string) => T): T {
  const folder = temporaryFolder();
  try {
    return work(folder.path);
  } finally {
    folder.remove();
  }
}
