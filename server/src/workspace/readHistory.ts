/**
 * Reads a project's run history. A file is parsed again only when its text has changed, because
 * every dbt command rewrites the newest one and none of the others.
 */
import { type FileSystem, isFailure, relativePath } from "../base/fileSystem";
import type { Problem } from "../base/problem";
import type { RunRecord } from "../dbt/artifacts/runRecord";
import { parseRunResults } from "../dbt/artifacts/runResults";
import { historyFiles } from "./historyFiles";

/** A history file with what it says. */
export interface ReadRun {
  /** Relative to the project's root. */
  readonly file: string;
  readonly text: string;
  /** Absent where the file is no run_results.json that can be read. */
  readonly run: RunRecord | undefined;
  readonly problems: readonly Problem[];
}

/** Runs that `globs` name, in path order; those of `previous` with the same text are reused. */
export function readHistory(
  fileSystem: FileSystem,
  root: string,
  globs: readonly string[],
  previous: readonly ReadRun[],
): readonly ReadRun[] {
  const known = new Map(previous.map((run) => [run.file, run]));
  return historyFiles(fileSystem, root, globs).flatMap((path): readonly ReadRun[] => {
    const read = fileSystem.read(path);
    if (isFailure(read)) return [];
    const file = relativePath(root, path);
    const before = known.get(file);
    if (before?.text === read.text) return [before];
    const { run, problems } = parseRunResults(read.text, file);
    return [{ file, text: read.text, run, problems }];
  });
}
