/**
 * What this machine and this target take, by rehearsal: runs in small and direct loads of the head of
 * the file, in turn. What next to nothing takes and what the head takes are two points of a line
 * whose end is the whole file. Leaves nothing: all is made in temporary folders or dropped again.
 */
import { joinPath } from "../base/fileSystem";
import type { ShredTimes } from "./breakEven";
import type { Watch } from "./byteStreams";
import { duckdbTrials } from "./calibrateDuckdb";
import { folderTrials } from "./calibrateFolder";
import { postgresTrials } from "./calibratePostgres";
import { copyHead, type Sample } from "./calibrationSample";
import type { ShredHost } from "./host";
import type { Manifest } from "./manifest";
import { Cancelled } from "./refusal";
import { type Rehearsal, type Rehearsed, rehearse, rehearseLoads } from "./rehearsal";
import type { EngineStart } from "./stages";
import type { Target } from "./target";
import type { Trials } from "./trials";

/** The head: large enough to drown start-up costs, small enough to take seconds. */
const HEAD_BYTES = 48 << 20;
/**
 * DuckDB gives a thread 8 MB of a file at a time; with two pieces for each, all are as busy as the
 * whole file would make them.
 */
const HEAD_BYTES_PER_PROCESSOR = 16 << 20;
/** Next to nothing: what is left is what does not grow with the rows. */
const FEW_BYTES = 1 << 20;
/** Where the direct load of the head would take longer, a smaller head does. */
const LONGEST_DIRECT_MS = 3_000;
/** Measured twice; once more where the two differ by more than this share. */
const AGREEMENT = 0.1;
const MOST_ROUNDS = 3;

export interface CalibrationRequest {
  readonly host: ShredHost;
  /** The run that is planned, with what the analysis found. */
  readonly manifest: Manifest;
  readonly target: Target;
  readonly workers: number;
  /** The target table is there: its indexes and constraints count. */
  readonly hasTable: boolean;
  /** Folder below which a run keeps its shards, and folder of the target. */
  readonly places: { readonly shards: string; readonly target: string };
  /** The user's loader in a form that may be tried. */
  readonly trialCommand?: readonly string[];
  /** What a run takes before it opens its target: its start, and reading the file for its hash. */
  readonly beginMs: number;
  readonly start: EngineStart;
  readonly watch: Watch;
}

export interface Calibration {
  /** The middle of what was measured, for the whole file. */
  readonly times: ShredTimes;
  /** Each round by itself. */
  readonly rounds: readonly ShredTimes[];
  readonly sampleRows: number;
  /** Share of the processors that others kept busy meanwhile. */
  readonly busyShare: number;
}

/** Rejects where the target cannot be reached. Without a way to load, loads take no time. */
export async function calibrate(request: CalibrationRequest): Promise<Calibration> {
  const { host, places } = request;
  const folder = await host.temporaryFolder(places.shards);
  const beside = await host.temporaryFolder(places.target);
  const run = host.digest(`calibration of ${request.manifest.run}`).slice(0, 16);
  const { commands: _, ...planned } = request.manifest;
  const commands = request.trialCommand && { commands: { load: [...request.trialCommand] } };
  const manifest: Manifest = { ...planned, ...commands, run };
  try {
    const trials = await trialsOf(request, manifest, beside);
    try {
      return await rounds({ ...request, manifest }, trials, folder);
    } finally {
      await trials.close?.();
    }
  } finally {
    await host.remove(folder);
    await host.remove(beside);
  }
}

async function trialsOf(
  { host, target, hasTable, trialCommand, start }: CalibrationRequest,
  manifest: Manifest,
  folder: string,
): Promise<Trials> {
  if (target.kind === "duckdb") return duckdbTrials(host, manifest, target, folder);
  if (target.kind === "postgres") return postgresTrials(host, manifest, target, hasTable);
  return folderTrials(host, target, folder, trialCommand, start.signal);
}

/** What one sample took, both ways. */
interface Measured {
  readonly run: Rehearsed;
  readonly directMs: number;
}

async function rounds(
  request: CalibrationRequest,
  trials: Trials,
  folder: string,
): Promise<Calibration> {
  const { host, manifest, workers, watch } = request;
  const rows = manifest.source.rows ?? 0;
  const cut = (name: string, bytes: number) =>
    copyHead(host, manifest, joinPath(folder, name), bytes);
  const rehearsalOf = async (own: number): Promise<Rehearsal> => ({
    ...request,
    target: await trials.newTarget(),
    folder: joinPath(folder, "run"),
    workers: own,
  });
  let speedup = 1;
  const measure = async (sample: Sample, at: number): Promise<Measured> => {
    if (watch.isCancelled()) throw new Cancelled();
    // Whichever comes second finds warmer caches.
    const isSecond = at % 2 !== 0;
    const early = isSecond ? await trials.direct(sample) : undefined;
    const run = await rehearse(await rehearsalOf(workers), sample);
    if (at === 0 && workers > 1) {
      const alone = await rehearseLoads(await rehearsalOf(1), run);
      speedup = alone.loadMs / Math.max(1, run.loadMs);
    }
    await host.remove(joinPath(folder, "run"));
    return { run, directMs: early ?? (await trials.direct(sample)) };
  };
  const few = await cut("few.csv", FEW_BYTES);
  // What the first rehearsal takes longer than the second, a run in a new process takes too, once.
  const cold = await measure(few, -1);
  const warm = await measure(few, -1);
  const least = few.rows < rows ? warm : undefined;
  const beginMs = request.beginMs + Math.max(0, inProcessMs(cold) - inProcessMs(warm));
  const most = Math.max(HEAD_BYTES, HEAD_BYTES_PER_PROCESSOR * host.processors);
  const bearable = (FEW_BYTES * LONGEST_DIRECT_MS) / Math.max(1, warm.directMs);
  const head = await cut("head.csv", Math.ceil(Math.min(most, Math.max(2 * FEW_BYTES, bearable))));
  const found: ShredTimes[] = [];
  let busy = 0;
  while (found.length < 2 || (found.length < MOST_ROUNDS && !doAgree(found))) {
    busy += await host.busyShare();
    const measured = await measure(head, found.length);
    found.push(wholeFile(beginMs, measured, least, rows, speedup));
  }
  const busyShare = busy / found.length;
  return { times: middleOf(found), rounds: found, sampleRows: head.rows, busyShare };
}

function inProcessMs({ run }: Measured): number {
  return run.shredMs + run.restMs;
}

/** The whole file, by the line through both samples. */
function wholeFile(
  beginMs: number,
  head: Measured,
  few: Measured | undefined,
  rows: number,
  speedup: number,
): ShredTimes {
  const along = (of: (measured: Measured) => number) => {
    const most = of(head);
    const between = head.run.rows - (few?.run.rows ?? 0);
    if (few === undefined || between <= 0) return most;
    return most + (Math.max(0, most - of(few)) / between) * (rows - head.run.rows);
  };
  const loadMs = along(({ run }) => run.loadMs);
  return {
    shredMs: beginMs + along(({ run }) => run.shredMs) + along(({ run }) => run.restMs),
    loadOnceMs: loadMs * speedup,
    speedup,
    commitMs: along(({ run }) => run.commitMs),
    directMs: along(({ directMs }) => directMs),
  };
}

const FIELDS = ["shredMs", "loadOnceMs", "speedup", "commitMs", "directMs"] as const;

function middleOf(found: readonly ShredTimes[]): ShredTimes {
  const middle = (field: (typeof FIELDS)[number]): number => {
    const sorted = found.map((one) => one[field]).sort((a, b) => a - b);
    const at = (sorted.length - 1) / 2;
    return (sorted[Math.floor(at)]! + sorted[Math.ceil(at)]!) / 2;
  };
  return {
    shredMs: middle("shredMs"),
    loadOnceMs: middle("loadOnceMs"),
    speedup: middle("speedup"),
    commitMs: middle("commitMs"),
    directMs: middle("directMs"),
  };
}

function doAgree(found: readonly ShredTimes[]): boolean {
  const [a, b] = found.slice(-2);
  if (a === undefined || b === undefined) return false;
  const isNear = (x: number, y: number) => Math.abs(x - y) <= AGREEMENT * Math.max(x, y);
  const all = ({ shredMs, loadOnceMs, speedup, commitMs }: ShredTimes) =>
    shredMs + loadOnceMs / speedup + commitMs;
  return isNear(all(a), all(b)) && isNear(a.directMs, b.directMs);
}
