/**
 * Carries a run from wherever it stands to its commit: shred, load, commit. Every step is recorded
 * before it counts, so that after a crash at any moment the same call goes on, and nothing is
 * loaded twice. The target changes in the commit alone.
 */
import { joinPath } from "../base/fileSystem";
import type { Watch } from "./byteStreams";
import { MANIFEST, stagingFolder } from "./fileTarget";
import type { ShredHost } from "./host";
import { type Manifest, manifestText, type RunState, type ShardEntry } from "./manifest";
import { Cancelled, Refusal } from "./refusal";
import type { StageOne } from "./stageOne";
import { type OpenTarget, parseTarget } from "./target";

export interface ShredRun {
  readonly host: ShredHost;
  /** Absolute path of the folder that holds `manifest.json`. */
  readonly folder: string;
  readonly target: OpenTarget;
  readonly stageOne: StageOne;
  readonly workers: number;
  readonly watch: Watch;
  /** One line for the person about what has just been done. */
  readonly say: (line: string) => void;
  /** Aborted by the person's interrupt. */
  readonly signal: AbortSignal;
}

/** The run's shard files: in its folder, or beside the target folder that they will become. */
export function shardFolder(manifest: Manifest, folder: string): string {
  const target = parseTarget(manifest.target);
  const isFolder =
    typeof target === "object" && (target.kind === "csv" || target.kind === "parquet");
  if (!isFolder) return joinPath(folder, "shards");
  return manifest.state === "committed"
    ? target.folder
    : stagingFolder(target.folder, manifest.run);
}

/**
 * Takes the run to its end. The manifest that results says how it ended: `committed`, `failed` (the
 * target is as it was; call again to go on) or `rolled-back` after a cancel. Rejects only where the
 * manifest itself cannot be written, or with a `Refusal` of the input.
 */
export async function carryOn(run: ShredRun, given: Manifest): Promise<Manifest> {
  const journal = openJournal(run, given);
  try {
    if (given.state === "committed") return given;
    if (given.state === "committing" && (await run.target.isCommitted(given))) {
      return await journal.finish();
    }
    const begunMs = run.host.elapsedMs();
    let shreddedMs = begunMs;
    let loadedMs = begunMs;
    if (given.state !== "committing") {
      await shredWhereMissing(run, journal);
      shreddedMs = run.host.elapsedMs();
      await loadWhatIsMissing(run, journal);
      loadedMs = run.host.elapsedMs();
      await journal.save({ state: "committing" });
    }
    run.say("committing");
    await run.target.commit(journal.current());
    return await journal.finish({
      shred: Math.round(shreddedMs - begunMs),
      load: Math.round(loadedMs - shreddedMs),
      commit: Math.round(run.host.elapsedMs() - loadedMs),
    });
  } catch (error) {
    return await settle(run, journal, error);
  }
}

/** What is known about the run, saved before each step; saves never overtake each other. */
interface Journal {
  current(): Manifest;
  save(change: Partial<Manifest>): Promise<void>;
  saveShard(shard: number, state: ShardEntry["state"]): Promise<void>;
  finish(tookMs?: Manifest["tookMs"]): Promise<Manifest>;
}

function openJournal({ host, folder }: ShredRun, given: Manifest): Journal {
  let manifest = given;
  let saving = Promise.resolve();
  const save = (change: Partial<Manifest>) => {
    manifest = { ...manifest, ...change };
    const text = manifestText(manifest);
    saving = saving.then(() => host.writeDurably(joinPath(folder, MANIFEST), text));
    return saving;
  };
  return {
    current: () => manifest,
    save,
    saveShard: (shard, state) =>
      save({
        shards: manifest.shards.map((one) => (one.shard === shard ? { ...one, state } : one)),
      }),
    async finish(tookMs) {
      const { problem: _, ...rest } = manifest;
      manifest = rest;
      const rowsOut = rest.shards.reduce((sum, { rows }) => sum + rows, 0);
      await save({ state: "committed", rowsOut, ...(tookMs !== undefined && { tookMs }) });
      return manifest;
    },
  };
}

/** Stage 1, unless every shard file of an earlier attempt is there in full. */
async function shredWhereMissing(run: ShredRun, journal: Journal): Promise<void> {
  const { host, folder, stageOne } = run;
  if (await areShardsWhole(host, journal.current(), folder)) {
    await journal.save({ state: "loading" });
    return;
  }
  const shards = shardFolder(journal.current(), folder);
  await journal.save({ state: "shredding", shards: [] });
  await host.remove(shards);
  await host.makeFolder(shards);
  const written = await stageOne(journal.current(), shards, run.watch);
  await journal.save({ ...written, state: "loading" });
  run.say(`${written.rowsIn ?? 0} rows in ${written.shards?.length ?? 0} shards`);
}

async function areShardsWhole(
  host: ShredHost,
  manifest: Manifest,
  folder: string,
): Promise<boolean> {
  if (manifest.shards.length !== manifest.shardCount || manifest.rowsIn === undefined) return false;
  const place = shardFolder(manifest, folder);
  for (const { file, bytes } of manifest.shards) {
    if ((await host.stat(joinPath(place, file)))?.size !== bytes) return false;
  }
  return true;
}

/** Stage 2: the largest shard first, `workers` at a time; what already runs ends after a failure. */
async function loadWhatIsMissing(run: ShredRun, journal: Journal): Promise<void> {
  const { target, signal } = run;
  const manifest = journal.current();
  await target.prepare(manifest);
  const loaded = await target.loaded(manifest);
  await journal.save({
    shards: manifest.shards.map((one) => ({
      ...one,
      state: loaded.has(one.shard) ? "loaded" : "written",
    })),
  });
  const waiting = manifest.shards
    .filter(({ shard }) => !loaded.has(shard))
    .sort((a, b) => b.rows - a.rows || a.shard - b.shard);
  if (loaded.size > 0 && waiting.length > 0) run.say(`${loaded.size} shards are loaded already`);
  const place = shardFolder(manifest, run.folder);
  let failure: unknown;
  const worker = async () => {
    for (;;) {
      if (failure !== undefined) return;
      if (signal.aborted || run.watch.isCancelled()) throw new Cancelled();
      const shard = waiting.shift();
      if (shard === undefined) return;
      if (manifest.commands !== undefined) await journal.saveShard(shard.shard, "loading");
      await target
        .load(manifest, shard, joinPath(place, shard.file), signal)
        .catch((error: unknown) => {
          throw inShard(shard.shard, error);
        });
      await journal.saveShard(shard.shard, "loaded");
      run.say(`shard ${shard.shard}: ${shard.rows} ${shard.rows === 1 ? "row" : "rows"} loaded`);
    }
  };
  const workers = Array.from({ length: Math.min(run.workers, manifest.shardCount) }, () =>
    worker().catch((error: unknown) => {
      failure ??= error;
    }),
  );
  await Promise.all(workers);
  if (failure !== undefined) throw failure;
}

/** The error with the shard it is of; what a person did, or was refused, says enough. */
function inShard(shard: number, error: unknown): unknown {
  const isSaid = error instanceof Cancelled || error instanceof Refusal;
  if (isSaid || !(error instanceof Error) || error.message.startsWith("shard ")) return error;
  return new Error(`shard ${shard}: ${error.message}`);
}

/** After an error: the target is as it was, or the record says that committing has begun. */
async function settle(run: ShredRun, journal: Journal, error: unknown): Promise<Manifest> {
  const problem = error instanceof Error ? error.message : String(error);
  const manifest = journal.current();
  if (manifest.state === "committing") {
    // A refused commit left nothing, but for two-phase, of which a part may be visible.
    const isOpen =
      manifest.commit === "two-phase" || (await run.target.isCommitted(manifest).catch(() => true));
    await journal.save({ problem, ...(isOpen ? {} : { state: "failed" }) });
    return journal.current();
  }
  const isCancel = error instanceof Cancelled || run.signal.aborted;
  if (isCancel) return rollBack(run, journal);
  if (manifest.state === "shredding") {
    await run.host.remove(shardFolder(manifest, run.folder));
    await journal.save({ state: "failed", problem, shards: [] });
    throw error;
  }
  await journal.save({ state: "failed", problem });
  return journal.current();
}

async function rollBack(run: ShredRun, journal: Journal): Promise<Manifest> {
  const manifest = journal.current();
  const state: RunState = "rolled-back";
  if (manifest.state === "shredding") {
    await run.host.remove(shardFolder(manifest, run.folder));
    await journal.save({ state, shards: [] });
    return journal.current();
  }
  await run.target.rollBack(manifest);
  await journal.save({
    state,
    shards: manifest.shards.map((one) => ({ ...one, state: "written" })),
  });
  return journal.current();
}

/**
 * Removes every trace but what was committed: what is staged in the target, the shard files, the
 * run's folder. Refuses where a two-phase commit is half done, which only going on can end.
 */
export async function cleanRun(run: ShredRun, manifest: Manifest): Promise<string | undefined> {
  const { host, target, folder } = run;
  const isDone =
    manifest.state === "committed" ||
    (manifest.state === "committing" && (await target.isCommitted(manifest)));
  if (!isDone) {
    if (manifest.state === "committing" && manifest.commit === "two-phase") {
      return "some shards may be committed already; resume ends the commit, then clean";
    }
    await target.rollBack(manifest);
    await host.remove(shardFolder({ ...manifest, state: "loading" }, folder));
  }
  await host.remove(joinPath(folder, "shards"));
  await host.remove(joinPath(folder, MANIFEST));
  if ((await host.list(folder)).every((name) => name === "lock")) await host.remove(folder);
  return undefined;
}
