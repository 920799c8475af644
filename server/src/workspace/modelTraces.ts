/** The recorded refreshes of a model: trace files that globs name, read against the model. */
import { type FileSystem, isFailure, relativePath } from "../base/fileSystem";
import type { TabularModel } from "../tabular/tabularModel";
import { type ObservedRefresh, observedRefreshes } from "../tabular/trace/observedRefresh";
import { historyFiles } from "./historyFiles";

export interface ModelTrace {
  /** Relative to the folder that was asked from. */
  readonly file: string;
  readonly refreshes: readonly ObservedRefresh[];
}

const TRACE = /\.(?:dgml|xml|csv|tsv|txt)$/i;

/** Traces that match `globs` (relative to `root` or absolute), sorted by name; none without globs. */
export function modelTraces(
  fileSystem: FileSystem,
  root: string,
  globs: readonly string[],
  model: TabularModel,
): readonly ModelTrace[] {
  if (globs.length === 0) return [];
  return historyFiles(fileSystem, root, globs).flatMap((path) => {
    const read = TRACE.test(path) ? fileSystem.read(path) : undefined;
    if (read === undefined || isFailure(read)) return [];
    return { file: relativePath(root, path), refreshes: observedRefreshes(read.text, model) };
  });
}
