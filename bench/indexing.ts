/**
 * Cold index of a generated project beside the raw limit: reading every file, decoding it and
 * looking at each character once. Both in one process, in turn, so that the ratio holds whatever
 * the machine is doing.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { diskFileSystem } from "../server/src/node/diskFileSystem";
import { openProject } from "../server/src/workspace/openProject";
import { DEFAULT_SETTINGS } from "../server/src/workspace/settings";
import { generateProject } from "./generateProject";
import { median, type Row, timeMs } from "./measure";
import { measureTyping } from "./typing";

const ROUNDS = 5;
const NOW = "2026-01-15T02:00:00Z";

/** Rows for one project size: index, problems, edit; each with its ratio to the raw limit. */
export function measureIndexing(modelCount: number): readonly Row[] {
  const root = mkdtempSync(join(tmpdir(), "heddle-bench-"));
  try {
    const { files } = generateProject(modelCount);
    for (const [path, text] of files) {
      const file = join(root, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    const paths = [...files.keys()].map((path) => join(root, path));
    return measure(root, paths, modelCount);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function measure(root: string, paths: readonly string[], modelCount: number): readonly Row[] {
  const open = () =>
    openProject({
      fileSystem: diskFileSystem,
      root: root.replaceAll("\\", "/"),
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
  const size = modelCount.toLocaleString("en");
  const rawMs = median(raw);
  const typing = measureTyping(root, paths).map(({ what, ms }) => ({
    what: `${what} in ${size} models`,
    ms,
    beside: "raw read and scan",
    besideMs: rawMs,
  }));
  return [
    {
      what: `index ${size} models, cold`,
      ms: median(index),
      beside: "raw read and scan",
      besideMs: rawMs,
    },
    {
      what: `problems of ${size} models, first`,
      ms: problems,
      beside: "raw read and scan",
      besideMs: rawMs,
    },
    ...typing,
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
