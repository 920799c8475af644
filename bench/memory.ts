/**
 * `npm run bench:memory -- [SIZES]`: memory and time of indexing generated projects of growing size,
 * each in a process of its own, and the exponent of the curve. The memory is that of a server that
 * has read the project and said its problems; heap after a collection, the whole process beside it.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { diskFileSystem } from "../server/src/node/diskFileSystem";
import { DEFAULT_SETTINGS } from "../server/src/workspace/settings";
import { createWorkspace } from "../server/src/workspace/workspace";
import { inTemporaryFolder, writeGenerated } from "./projectFolder";

/** Recorded runs of each project. */
const RUNS = 3;

/** Megabytes of heap that are wanted at most. */
const GOALS: Readonly<Record<number, number>> = { 10000: 150, 36000: 400 };

interface Measured {
  readonly models: number;
  readonly indexMs: number;
  /** From the index to the last problem: durations, schedule, rules. */
  readonly problemsMs: number;
  readonly heapMb: number;
  readonly processMb: number;
}

function measure(root: string, models: number): Measured {
  const workspace = createWorkspace({
    fileSystem: diskFileSystem,
    settings: DEFAULT_SETTINGS,
    folders: [root],
    now: () => "2026-01-15T02:00:00Z",
  });
  const started = process.cpuUsage();
  const project = workspace.snapshot().projectOf(root);
  const indexMs = processorMs(started);
  const indexed = process.cpuUsage();
  project?.problems();
  const problemsMs = processorMs(indexed);
  global.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  return {
    models: project === undefined ? 0 : models,
    indexMs,
    problemsMs,
    heapMb: heapUsed / 1e6,
    processMb: rss / 1e6,
  };
}

function processorMs(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function measureApart(models: number): Measured {
  return inTemporaryFolder((root) => {
    writeGenerated(root, models, { runs: RUNS });
    const { stdout } = spawnSync(
      process.execPath,
      ["--expose-gc", withoutMap(root), "measure", root, String(models)],
      { encoding: "utf8", maxBuffer: 1e7 },
    );
    return JSON.parse(stdout) as Measured;
  });
}

/** A copy of this program without its source map, of which Node would keep 13 MB and users have none. */
function withoutMap(folder: string): string {
  const program = readFileSync(process.argv[1] ?? "", "utf8");
  const copy = join(folder, "memory.cjs");
  writeFileSync(copy, program.slice(0, program.lastIndexOf("//# sourceMappingURL=")));
  return copy;
}

/** Slope of log time over log size, by least squares: 1 is linear. */
function exponentOf(rows: readonly Measured[], time: "indexMs" | "problemsMs"): number {
  const points = rows.map((row) => [Math.log(row.models), Math.log(row[time])] as const);
  const mean = (of: (point: readonly [number, number]) => number): number =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const x = mean(([size]) => size);
  const y = mean(([, spent]) => spent);
  const above = points.reduce((sum, [size, spent]) => sum + (size - x) * (spent - y), 0);
  return above / points.reduce((sum, [size]) => sum + (size - x) ** 2, 0);
}

const [first, root = "", models = "0", ...rest] = process.argv.slice(2);
if (first === "measure") {
  process.stdout.write(JSON.stringify(measure(root, Number(models))));
} else {
  const given = [first, root, models, ...rest].map(Number).filter((size) => size > 0);
  const sizes = given.length > 0 ? given : [100, 1_000, 10_000, 36_000, 100_000];
  const rows = sizes.map((size) => {
    const row = measureApart(size);
    const { indexMs, problemsMs, heapMb, processMb } = row;
    const goal = GOALS[size] === undefined ? "" : `, goal ${GOALS[size]} MB of heap`;
    process.stdout.write(
      `${size.toLocaleString("en").padStart(7)} models: index ${Math.round(indexMs)} ms and problems ${Math.round(problemsMs)} ms of processor, heap ${Math.round(heapMb)} MB, process ${Math.round(processMb)} MB${goal}\n`,
    );
    return row;
  });
  if (rows.length > 2) {
    const large = rows.filter((row) => row.models >= 1_000);
    const [index, problems] = [exponentOf(large, "indexMs"), exponentOf(large, "problemsMs")];
    process.stdout.write(
      `from 1,000 models on, the index grows as size ^ ${index.toFixed(2)}, problems as size ^ ${problems.toFixed(2)}\n`,
    );
  }
}
