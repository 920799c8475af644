/**
 * The times of a plan: measured by a calibration, from the rate that a person gives for one loader,
 * or assumed.
 */
import type { ShredTimes } from "../shred/breakEven";
import { calibrate } from "../shred/calibrate";
import type { Manifest } from "../shred/manifest";
import { Refusal } from "../shred/refusal";
import type { Target } from "../shred/target";
import {
  engineStartOf,
  type ShredContext,
  say,
  watchOf,
  wholeOf,
  wordsOf,
  workersOf,
} from "./shredContext";

/** What the third article gives as the most that one SSIS data flow takes from a flat file. */
const ARTICLE_ROWS_PER_SECOND = 100_000;
/** Where nothing is measured: stage 1 and one direct COPY, as measured on a 2-core machine. */
const ASSUMED = { shredRowsPerSecond: 2_000_000, loadRowsPerSecond: 860_000 };

export type Origin = "measured" | "given" | "assumed";

export interface Times {
  readonly times: ShredTimes;
  readonly rounds: readonly ShredTimes[];
  readonly origin: Origin;
  readonly sampleRows?: number;
  /** Share of the processors that others kept busy while it was measured. */
  readonly busyShare?: number;
}

/** `beginMs`: what a run takes before it opens its target. */
export async function timesOf(
  context: ShredContext,
  manifest: Manifest,
  target: Target,
  hasTable: boolean,
  beginMs: number,
): Promise<Times> {
  const { host, args, io } = context;
  const rows = manifest.source.rows ?? 0;
  const isFolder = target.kind === "csv" || target.kind === "parquet";
  const workers = Math.min(workersOf(context), manifest.shardCount);
  const given = wholeOf(args.value("rows-per-second"), "rows-per-second", 1, 1e12);
  const trial = args.value("trial-command");
  if (trial !== undefined && !isFolder) {
    throw new Refusal(
      "--trial-command is for csv: and parquet:; tables are measured by themselves",
    );
  }
  const rate = given ?? (isFolder ? ARTICLE_ROWS_PER_SECOND : ASSUMED.loadRowsPerSecond);
  const loadOnceMs = (rows * 1000) / rate;
  const origin = given === undefined ? "assumed" : "given";
  /** Where only the rate is known: loads side by side may hinder each other as much as they help. */
  const byRate = (shredMs: number, commitMs = 0) => {
    const times = { shredMs, loadOnceMs, speedup: workers, commitMs, directMs: loadOnceMs };
    return { times, rounds: [times, { ...times, speedup: 1 }], origin } as const;
  };
  if (args.has("no-calibration")) return byRate((rows * 1000) / ASSUMED.shredRowsPerSecond);
  const where = target.kind === "postgres" ? ", in tables heddle_… that are dropped again" : "";
  say(context, `measuring this machine and the target on a sample${where}`);
  const calibration = await calibrate({
    host,
    manifest,
    target,
    workers,
    hasTable,
    places: {
      shards: isFolder ? target.folder : io.cwd,
      target: target.kind === "duckdb" ? target.file : isFolder ? target.folder : io.cwd,
    },
    ...(trial !== undefined && { trialCommand: wordsOf(trial) }),
    beginMs,
    start: engineStartOf(context),
    watch: { ...watchOf(context), progress: () => {} },
  });
  const { shredMs, commitMs } = calibration.times;
  const isByRate = isFolder ? trial === undefined : given !== undefined;
  return isByRate ? byRate(shredMs, commitMs) : { ...calibration, origin: "measured" };
}

/** What it takes to have the target's engine in this process, which a run has to have, too. */
export async function engineStartMs({ host, args }: ShredContext, target: Target): Promise<number> {
  if (target.kind !== "duckdb" || args.has("no-calibration")) return 0;
  const beganMs = host.elapsedMs();
  await (await host.openDuckdb(":memory:")).close();
  return host.elapsedMs() - beganMs;
}
