/**
 * Reads a project's run history. A file is read again only when it may have changed, because every
 * dbt command rewrites the newest one and none of the others; and no text is kept, because a run of
 * 10,000 models is 12 MB of it.
 */
import { type FileSystem, folderOf, isFailure, relativePath } from "../base/fileSystem";
import type { Problem } from "../base/problem";
import { artifactProblem } from "../dbt/artifacts/jsonValue";
import type { RunRecord } from "../dbt/artifacts/runRecord";
import { parseRunResults, readRunResults } from "../dbt/artifacts/runResults";
import { historyFiles } from "./historyFiles";

/** A history file with what it says. */
export interface ReadRun {
  /** Relative to the project's root. */
  readonly file: string;
  /** Characters of its text. */
  readonly length: number;
  /** When it was written, ms since 1970, where the file system knows. */
  readonly modifiedMs: number | undefined;
  /** The text itself, where something is wrong with it. */
  readonly text?: string;
  /** Absent where the file is no run_results.json that can be read. */
  readonly run: RunRecord | undefined;
  readonly problems: readonly Problem[];
}

/** Characters read at most, of the files whose names come last: about 22 runs of 10,000 models. */
const MOST_CHARACTERS = 256e6;
/** What a file counts that is read in pieces. */
const LARGE = 64e6;

/**
 * Runs that `globs` name, in path order. Of `previous` those are reused that cannot have changed:
 * `changed` (absolute) names neither them nor a folder around them, or, without it, they were
 * written at the same moment.
 */
export function readHistory(
  fileSystem: FileSystem,
  root: string,
  globs: readonly string[],
  previous: readonly ReadRun[],
  changed?: ReadonlySet<string>,
  mostCharacters = MOST_CHARACTERS,
): readonly ReadRun[] {
  const known = new Map(previous.map((run) => [run.file, run]));
  const names = new Map<string, string>();
  const runs: ReadRun[] = [];
  let characters = 0;
  for (const path of historyFiles(fileSystem, root, globs).toReversed()) {
    if (characters > mostCharacters) break;
    const file = relativePath(root, path);
    const before = known.get(file);
    const modifiedMs = fileSystem.modifiedMs?.(path);
    const isSame =
      before !== undefined &&
      (changed === undefined
        ? modifiedMs !== undefined && modifiedMs === before.modifiedMs
        : !isTouched(path, changed));
    const run = isSame ? before : readRun(fileSystem, path, file, modifiedMs, names);
    if (run === undefined) continue;
    characters += run.length;
    runs.push(run);
  }
  return runs.reverse();
}

function readRun(
  fileSystem: FileSystem,
  path: string,
  file: string,
  modifiedMs: number | undefined,
  names: Map<string, string>,
): ReadRun | undefined {
  const read = fileSystem.readOnce?.(path) ?? fileSystem.read(path);
  if (isFailure(read)) {
    if (read.failure === "missing") return undefined;
    const chunks = read.failure === "too-large" ? fileSystem.chunks?.(path) : undefined;
    const { run, problems } =
      chunks === undefined || isFailure(chunks)
        ? { run: undefined, problems: [artifactProblem(file, "cannot be read")] }
        : readRunResults(chunks, file, names);
    return { file, length: LARGE, modifiedMs, run, problems };
  }
  const { run, problems } = parseRunResults(read.text, file, names);
  const { length } = read.text;
  const text = problems.length > 0 ? { text: read.text } : {};
  return { file, length, modifiedMs, ...text, run, problems };
}

/** Whether `changed` names `path` or a folder that it lies in. */
function isTouched(path: string, changed: ReadonlySet<string>): boolean {
  for (let at = path; ; at = folderOf(at)) {
    if (changed.has(at)) return true;
    if (at === folderOf(at)) return false;
  }
}
