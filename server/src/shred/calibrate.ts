/**
 * What this machine and this target take for a sample of the file: stage 1, one load, several loads
 * at once, the commit, and the direct load. Leaves nothing: files in a temporary folder, tables in
 * a database of its own or in transactions that are rolled back.
 */
import { joinPath } from "../base/fileSystem";
import type { ShredTimes } from "./breakEven";
import type { Watch } from "./byteStreams";
import { duckdbLoads } from "./calibrateDuckdb";
import { postgresLoads } from "./calibratePostgres";
import type { ShredHost } from "./host";
import type { Sample } from "./loadTimes";
import type { Manifest } from "./manifest";
import { shredRows } from "./shredRows";
import type { Target } from "./target";

/**
 * Large enough to drown start-up costs and to give every thread of DuckDB, which takes a file in
 * pieces of 8 MB, as much as the whole file would; small enough to take seconds.
 */
const SAMPLE_BYTES = 48 << 20;

export interface Calibration extends ShredTimes {
  readonly sampleBytes: number;
}

/**
 * Measures and scales to the whole file. `hasTable`: the target table is there, so that its indexes
 * and constraints count. Rejects where the target cannot be reached.
 */
export async function calibrate(
  host: ShredHost,
  manifest: Manifest,
  target: Target,
  workers: number,
  hasTable: boolean,
  watch: Watch,
): Promise<Calibration> {
  const folder = await host.temporaryFolder();
  try {
    const sample = await takeSample(host, manifest, folder, workers, watch);
    const scale = manifest.source.size / sample.bytes;
    const loads =
      target.kind === "duckdb"
        ? await duckdbLoads(host, manifest, sample, folder, hasTable ? target : undefined)
        : target.kind === "postgres"
          ? await postgresLoads(host, manifest, sample, target, hasTable)
          : undefined;
    if (loads === undefined) throw new Error("a folder is no target to calibrate");
    return {
      sampleBytes: sample.bytes,
      shredMs: host.startMs + sample.shredMs * scale,
      loadOnceMs: loads.onceMs * scale,
      speedup: loads.onceMs / Math.max(1, loads.parallelMs),
      commitMs: loads.commitMs * scale,
      directMs: loads.directMs * scale,
    };
  } finally {
    await host.remove(folder);
  }
}

/** Time of stage 1 alone, for targets that are folders; milliseconds for the whole file. */
export async function calibrateShred(
  host: ShredHost,
  manifest: Manifest,
  watch: Watch,
): Promise<number> {
  const folder = await host.temporaryFolder();
  try {
    const sample = await takeSample(host, manifest, folder, 1, watch);
    return host.startMs + (sample.shredMs * manifest.source.size) / sample.bytes;
  } finally {
    await host.remove(folder);
  }
}

/** The first rows as one file and as `workers` even shards; stage 1 timed as the run will do it. */
async function takeSample(
  host: ShredHost,
  manifest: Manifest,
  folder: string,
  workers: number,
  watch: Watch,
): Promise<Sample> {
  const whole = joinPath(folder, "whole.csv");
  await copyHead(host, manifest, whole);
  const size = (await host.stat(whole))?.size ?? 1;
  const shards = Array.from({ length: Math.max(1, workers) }, (_, at) =>
    joinPath(folder, `part-${at}.csv`),
  );
  const shred = async (
    choice: Parameters<typeof shredRows>[0]["choice"],
    place: (at: number) => string,
  ) => {
    const opened = await host.openSource(whole);
    try {
      await shredRows({
        input: {
          name: manifest.source.file,
          size,
          source: opened.source,
          choice: { ...manifest.source.dialect },
        },
        choice,
        withShapes: !/^(?:csv|parquet):/.test(manifest.target),
        openShard: (at) => host.createFile(place(at)),
        watch,
      });
    } finally {
      await opened.source.close();
    }
  };
  const started = host.elapsedMs();
  await host.hashOf(whole);
  await shred(
    {
      function: manifest.function,
      shards: manifest.shardCount,
      nulls: manifest.nulls,
      ...(manifest.column !== null && { column: manifest.column }),
    },
    (at) => joinPath(folder, `shard-${at}.csv`),
  );
  const shredMs = host.elapsedMs() - started;
  await shred({ function: "round-robin", shards: shards.length, nulls: 0 }, (at) => shards[at]!);
  return { whole, shards, bytes: size, shredMs };
}

/** Copies whole rows of the start, unpacked, in one shard of a round-robin that ends early. */
async function copyHead(host: ShredHost, manifest: Manifest, path: string): Promise<void> {
  const opened = await host.openSource(manifest.source.file);
  const sink = await host.createFile(path);
  let left = SAMPLE_BYTES;
  const source = opened.source;
  try {
    await shredRows({
      input: {
        name: manifest.source.file,
        size: manifest.source.size,
        source: {
          ...source,
          async read(into, at) {
            if (left <= 0) return 0;
            const count = await source.read(into.subarray(0, Math.min(into.length, at + left)), at);
            left -= count;
            return count;
          },
        },
        choice: { ...manifest.source.dialect, ...opened.choice },
        isCut: true,
      },
      choice: { function: "round-robin", shards: 1, nulls: 0 },
      withShapes: false,
      openShard: async () => sink,
      watch: { progress: () => {}, isCancelled: () => false },
    });
  } finally {
    await source.close();
  }
}
