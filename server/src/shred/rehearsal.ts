/**
 * A run in small: the run's own code on the head of the file, into a target that is thrown away. What
 * it takes is what a run takes, staging, records and commits to the disk included.
 */
import { workerImbalance } from "./breakEven";
import { endingEarly, type Watch } from "./byteStreams";
import type { Sample } from "./calibrationSample";
import type { ShredHost } from "./host";
import type { Manifest } from "./manifest";
import { Cancelled } from "./refusal";
import { carryOn } from "./runShred";
import { type EngineStart, stageOneOf } from "./stages";
import type { TrialTarget } from "./trials";

export interface Rehearsed {
  readonly rows: number;
  readonly shredMs: number;
  /** All loads, as if every worker had as much to do as the others. */
  readonly loadMs: number;
  readonly commitMs: number;
  /** Opening, closing, records. */
  readonly restMs: number;
  /** The run as it ended, whose shards are still there. */
  readonly manifest: Manifest;
}

export interface Rehearsal {
  readonly host: ShredHost;
  /** The run to be rehearsed. */
  readonly manifest: Manifest;
  /** A folder for the run's record and shards. */
  readonly folder: string;
  readonly target: TrialTarget;
  readonly workers: number;
  readonly watch: Watch;
  readonly start: EngineStart;
}

/** Rejects where the rehearsal does not come to its commit. */
export async function rehearse(rehearsal: Rehearsal, sample: Sample): Promise<Rehearsed> {
  const { host, manifest, target } = rehearsal;
  // DuckDB opens the source itself, by its name.
  const isPlain = sample.packing === "none" || manifest.engine === "duckdb";
  const own = isPlain ? host : withHead(host, manifest, sample.bytes);
  const file = isPlain ? sample.path : manifest.source.file;
  const hash = isPlain ? await host.hashOf(file) : manifest.source.hash;
  return carry({ ...rehearsal, host: own }, sample.rows, {
    ...manifest,
    engine: manifest.engine === "spark" ? "node" : manifest.engine,
    source: { ...manifest.source, file, hash },
    target: target.written,
    state: "shredding",
    shards: [],
  });
}

/** The loads and the commit alone, of the shards that a rehearsal left. */
export async function rehearseLoads(
  rehearsal: Rehearsal,
  { rows, manifest }: Rehearsed,
): Promise<Rehearsed> {
  const shards = manifest.shards.map((one) => ({ ...one, state: "written" as const }));
  return carry(rehearsal, rows, { ...manifest, state: "loading", shards });
}

async function carry(rehearsal: Rehearsal, rows: number, given: Manifest): Promise<Rehearsed> {
  const { host, folder, workers, watch, start } = rehearsal;
  const begunMs = host.elapsedMs();
  await host.makeFolder(folder);
  const target = await rehearsal.target.open(given);
  let manifest = given;
  try {
    await target.check();
    const stageOne = stageOneOf(host, given, start);
    const { signal } = start;
    const run = { host, folder, target, stageOne, workers, watch, say: () => {}, signal };
    manifest = await carryOn(run, given);
  } finally {
    await target.close();
  }
  const { tookMs, problem } = manifest;
  if (tookMs === undefined) {
    if (watch.isCancelled() || start.signal.aborted) throw new Cancelled();
    throw new Error(problem ?? "a rehearsal of the run did not come to its end");
  }
  const { shred, load, commit } = tookMs;
  const imbalance = workerImbalance(
    manifest.shards.map((one) => one.rows),
    workers,
  );
  return {
    rows,
    shredMs: shred,
    loadMs: load / imbalance,
    commitMs: commit,
    restMs: Math.max(0, host.elapsedMs() - begunMs - shred - load - commit),
    manifest,
  };
}

/** The machine with a source that ends early: what unpacks it is then part of what is measured. */
function withHead(host: ShredHost, { source: { hash } }: Manifest, bytes: number): ShredHost {
  return {
    ...host,
    async openSource(path) {
      const opened = await host.openSource(path);
      const source = { ...endingEarly(opened.source, bytes), hash: () => hash };
      return { ...opened, source, isCut: true };
    },
  };
}
