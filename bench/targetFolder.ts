/**
 * What a run of dbt costs an editor that is open beside it: dbt rewrites hundreds of files in `target/`,
 * and at last its results. Processor time of the whole process, beside reading the results once.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startEditor } from "./editor";
import { generateHistory } from "./generateHistory";
import { generateProject } from "./generateProject";
import { type Row, timeMs } from "./measure";
import { temporaryFolder, writeGenerated } from "./projectFolder";

const RUNS = 3;
const COMPILED_FILES = 500;
const RESULTS = "target/run_results.json";

/** Rows for a generated project of `modelCount` models with recorded runs. About 15 seconds. */
export async function measureTarget(modelCount: number): Promise<readonly Row[]> {
  const folder = temporaryFolder();
  const paths = writeGenerated(folder.path, modelCount, { runs: RUNS });
  const editor = await startEditor(folder.path);
  try {
    const model = paths.find((path) => /models.*\.sql$/.test(path)) ?? "";
    await editor.open(model, readFileSync(model, "utf8"));
    const compiled = writeCompiled(folder.path);
    const quietMs = await processorMs(() => editor.written([]));
    const compiledMs = await processorMs(() => editor.written(compiled));
    const { files } = generateProject(modelCount);
    const results = generateHistory(files, RUNS, 2).get(RESULTS) ?? "";
    writeFileSync(join(folder.path, RESULTS), results);
    const resultsMs = await processorMs(() => editor.written([join(folder.path, RESULTS)]));
    const besideMs = timeMs(() => JSON.parse(readFileSync(join(folder.path, RESULTS), "utf8")));
    const title = `in ${modelCount.toLocaleString("en")} models`;
    const beside = "JSON.parse of the results";
    const row = (what: string, ms: number): Row => ({
      what: `${what} ${title}`,
      ms: Math.max(0, ms - quietMs),
      beside,
      besideMs,
    });
    return [
      row("dbt writes 500 files of target/", compiledMs),
      row("dbt writes results", resultsMs),
    ];
  } finally {
    editor.close();
    folder.remove();
  }
}

function writeCompiled(root: string): readonly string[] {
  const folder = join(root, "target/compiled/bench/models");
  mkdirSync(folder, { recursive: true });
  return Array.from({ length: COMPILED_FILES }, (_, at) => {
    const path = join(folder, `m${at}.sql`);
    writeFileSync(path, "select 1");
    return path;
  });
}

/** Processor time of this process, all threads, in ms. */
async function processorMs(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
