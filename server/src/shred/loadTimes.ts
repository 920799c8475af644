/** What a calibration measures: a sample of the file, and what a target takes to load it. */
import type { ShredHost } from "./host";

/** The first rows as one file and, evenly, as one file for each worker. */
export interface Sample {
  readonly whole: string;
  readonly shards: readonly string[];
  readonly bytes: number;
  readonly shredMs: number;
}

/** What loads of the sample took. */
export interface Loads {
  /** All shards by one worker, one after another. */
  readonly onceMs: number;
  /** All shards at the same time. */
  readonly parallelMs: number;
  readonly commitMs: number;
  /** The whole sample by the target's own means. */
  readonly directMs: number;
}

/** Milliseconds that `work` takes. */
export async function timed(host: ShredHost, work: () => Promise<unknown>): Promise<number> {
  const started = host.elapsedMs();
  await work();
  return host.elapsedMs() - started;
}
