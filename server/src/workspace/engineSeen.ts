/**
 * Which dbt ran the project last, as dbt itself noted it in `target/`. Shown beside the engine that a
 * project is read as, and never decides it: what lies in `target/` is on one machine only.
 */
import { type FileSystem, isFailure, joinPath } from "../base/fileSystem";
import type { RunRecord } from "../dbt/artifacts/runRecord";

export interface SeenEngine {
  /** Relative to the project's root. */
  readonly file: string;
  /** As dbt wrote it: `1.11.16`, `2.0.0-alpha.4`. */
  readonly version: string;
}

const MANIFEST = "target/manifest.json";
/** `metadata` is what dbt writes first, and is shorter than this. */
const HEAD_BYTES = 4096;

/** The newest run's version and the manifest's; at most a few kB are read. */
export function engineSeen(
  fileSystem: FileSystem,
  root: string,
  runs: readonly RunRecord[],
): readonly SeenEngine[] {
  const newest = runs
    .filter(({ dbtVersion }) => dbtVersion !== undefined)
    .reduce<RunRecord | undefined>(
      (best, run) => ((run.generatedMs ?? 0) >= (best?.generatedMs ?? 0) ? run : best),
      undefined,
    );
  const { file, dbtVersion } = newest ?? {};
  const version = /"dbt_version"\s*:\s*"([^"]+)"/.exec(
    headOf(fileSystem, joinPath(root, MANIFEST)),
  )?.[1];
  return [
    ...(version === undefined ? [] : [{ file: MANIFEST, version }]),
    ...(file === undefined || dbtVersion === undefined ? [] : [{ file, version: dbtVersion }]),
  ];
}

function headOf(fileSystem: FileSystem, path: string): string {
  const chunks = fileSystem.chunks?.(path);
  if (chunks === undefined) {
    const read = fileSystem.read(path);
    return isFailure(read) ? "" : read.text.slice(0, HEAD_BYTES);
  }
  if (isFailure(chunks)) return "";
  for (const chunk of chunks) return new TextDecoder().decode(chunk.subarray(0, HEAD_BYTES));
  return "";
}
