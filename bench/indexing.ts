/**
 * Cold index of a project beside the raw limit: reading every file, decoding it and looking at each
 * character once. Both in one process, in turn, so that the ratio holds whatever the machine is doing.
 */
import { readFileSync } from "node:fs";
import { diskFileSystem } from "../server/src/node/diskFileSystem";
import { openProject } from "../server/src/workspace/openProject";
import { DEFAULT_SETTINGS } from "../server/src/workspace/settings";
import { median, type Row, timeMs } from "./measure";
import { inTemporaryFolder, writeGenerated } from "./projectFolder";

const ROUNDS = 5;
const NOW = "2026-01-15T02:00:00Z";
/** What the index may cost at most, as a multiple of the raw read. */
const INDEX_GOAL = 6;
const BESIDE = "raw read and scan";

/** Rows for a generated project: first and later index, problems. */
export function measureIndexing(modelCount: number): readonly Row[] {
  return inTemporaryFolder((root) => {
    const paths = writeGenerated(root, modelCount);
    const title = `${modelCount.toLocaleString("en")} models`;
    return measureOpening(root, paths, title);
  });
}

/** Rows for the project in `root`, a public one for instance, whose own files are `paths`. */
export function measureFolder(root: string, paths: readonly string[]): readonly Row[] {
  return measureOpening(root, paths, root.split("/").at(-1) ?? root);
}

function measureOpening(root: string, paths: readonly string[], title: string): readonly Row[] {
  const open = () =>
    openProject({
      fileSystem: diskFileSystem,
      root,
      settings: DEFAULT_SETTINGS,
      now: NOW,
      previous: undefined,
    });
  const raw: number[] = [];
  const index: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    raw.push(timeMs(() => scanAll(paths)));
    index.push(timeMs(open));
  }
  const { snapshot } = open();
  const problems = timeMs(() => snapshot.problems());
  const rawMs = median(raw);
  const row = (what: string, ms: number, goal?: number): Row => ({
    what,
    ms,
    beside: BESIDE,
    besideMs: rawMs,
    ...(goal === undefined ? {} : { goal }),
  });
  return [
    row(`index ${title}, first in a process`, index[0] ?? 0),
    row(`index ${title}, cold`, median(index), INDEX_GOAL),
    row(`problems of ${title}, first`, problems),
  ];
}

function scanAll(paths: readonly string[]): number {
  let sum = 0;
  for (const path of paths) {
    const text = readFileSync(path, "utf8");
    for (let at = 0; at < text.length; at++) sum = (sum + text.charCodeAt(at)) | 0;
  }
  return sum;
}
