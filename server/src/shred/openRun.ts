/**
 * Begins a run or finds the one that the same content, division and target began before: a run is
 * known by what it does, so that doing it again goes on or finds it done.
 */
import { joinPath } from "../base/fileSystem";
import type { DialectChoice } from "./dialect";
import { commandTarget, fileTarget, MANIFEST } from "./fileTarget";
import type { ShredHost } from "./host";
import type { LoadNames } from "./loadSql";
import { type Manifest, parseManifest } from "./manifest";
import {
  attachTarget,
  showSession,
  twoPhaseTarget,
  waitForEarlierSessions,
} from "./postgresTarget";
import { Refusal } from "./refusal";
import type { DivisionChoice } from "./shardChooser";
import { type SqlTargetBase, stagingTarget, tableColumns } from "./sqlTarget";
import {
  type CommitStrategy,
  type OpenTarget,
  parseTarget,
  type Target,
  targetText,
} from "./target";

/** What a person asks for; everything decided. */
export interface RunRequest {
  readonly file: string;
  readonly target: Target;
  readonly choice: DivisionChoice;
  readonly engine: Manifest["engine"];
  readonly dialect: DialectChoice;
  /** Absent: rename where the table is new, append where it is there. */
  readonly commit?: CommitStrategy;
  readonly commands?: { readonly load: string[]; readonly undo?: string[] };
}

/** Folder of runs below the folder in which the command is given. */
export const RUNS = ".heddle/shred";
const ID_LENGTH = 16;

/** The manifest that the request begins with; nothing is written. Reads the source once for its hash. */
export async function beginManifest(host: ShredHost, request: RunRequest): Promise<Manifest> {
  const { file, target, choice, engine, dialect, commands } = request;
  const facts = await host.stat(file);
  if (facts === undefined) throw new Refusal(`${file}: no such file`);
  if (facts.kind === "folder") throw new Refusal(`${file} is a folder; name a file`);
  const hash = await host.hashOf(file);
  const column = choice.function === "round-robin" ? null : (choice.column ?? null);
  const identity = [
    hash,
    choice.function,
    column,
    choice.shards,
    choice.nulls,
    engine,
    targetText(target),
    request.commit ?? "auto",
    dialect,
    commands ?? null,
  ];
  return {
    schema: "heddle.shred.manifest/1",
    run: host.digest(JSON.stringify(identity)).slice(0, ID_LENGTH),
    state: "shredding",
    source: { file, size: facts.size, mtime: facts.mtime, hash, columns: [] },
    engine,
    function: choice.function,
    column,
    nulls: choice.nulls,
    target: targetText(target),
    commit: request.commit ?? "rename",
    shardCount: choice.shards,
    shards: [],
    ...(commands !== undefined && {
      commands: {
        load: [...commands.load],
        ...(commands.undo !== undefined && { undo: [...commands.undo] }),
      },
    }),
  };
}

/** The manifest in a run folder; undefined where there is none. Rejects where it cannot be read. */
export async function readManifest(host: ShredHost, folder: string): Promise<Manifest | undefined> {
  const path = joinPath(folder, MANIFEST);
  const text = await host.readText(path);
  if (text === undefined) return undefined;
  const manifest = parseManifest(text);
  if (typeof manifest === "string") throw new Refusal(`${path} ${manifest}`);
  return manifest;
}

/**
 * The run that `path` speaks of: a run folder, its manifest, a committed target folder, or a source
 * file, of whose runs the one begun last is meant.
 */
export async function findRun(
  host: ShredHost,
  path: string,
  runs: string,
): Promise<{ readonly folder: string; readonly manifest: Manifest }> {
  const facts = await host.stat(path);
  if (path.endsWith(`/${MANIFEST}`)) {
    return findRun(host, path.slice(0, -MANIFEST.length - 1), runs);
  }
  if (facts?.kind === "folder") {
    const manifest = await readManifest(host, path);
    if (manifest === undefined) throw new Refusal(`${path} holds no ${MANIFEST} of a shred run`);
    const own = joinPath(runs, manifest.run);
    const kept = await readManifest(host, own);
    return kept === undefined ? { folder: path, manifest } : { folder: own, manifest: kept };
  }
  let found: { folder: string; manifest: Manifest; changed: string } | undefined;
  for (const name of await host.list(runs)) {
    const folder = joinPath(runs, name);
    const manifest = await readManifest(host, folder);
    if (manifest === undefined || manifest.source.file !== path) continue;
    const changed = (await host.stat(joinPath(folder, MANIFEST)))?.mtime ?? "";
    if (found === undefined || changed > found.changed) found = { folder, manifest, changed };
  }
  if (found !== undefined) return found;
  throw new Refusal(
    facts === undefined
      ? `${path}: no such file, and no run of it below ${runs}`
      : `no run of ${path} was found below ${runs}; give its folder by --run-dir`,
  );
}

/** Opens the target of a manifest and settles how it commits, where that was left open. */
export async function openTarget(
  host: ShredHost,
  given: Manifest,
  isCommitOpen: boolean,
): Promise<{ readonly target: OpenTarget; readonly manifest: Manifest }> {
  const parsed = parseTarget(given.target);
  if (typeof parsed === "string") throw new Refusal(parsed);
  if (parsed.kind === "csv" || parsed.kind === "parquet") {
    if (given.commit !== "rename") {
      throw new Refusal("--commit is for tables; a folder is committed by one rename");
    }
    const files = fileTarget(host, parsed.folder, given.run);
    const target = given.commands === undefined ? files : commandTarget(host, files);
    return { target, manifest: given };
  }
  if (given.commands !== undefined) {
    throw new Refusal(
      "--load-command is for csv: and parquet:; a table is loaded by Heddle itself",
    );
  }
  const load: LoadNames = { engine: parsed.kind, table: parsed.table, run: given.run };
  // Before this process shows itself, or it would wait for its own session.
  if (parsed.kind === "postgres") await waitForSessions(host, parsed.url, given.run);
  const database =
    parsed.kind === "duckdb"
      ? await host.openDuckdb(parsed.file)
      : await host.openPostgres(parsed.url, showSession(given.run));
  const session = await database.connect();
  try {
    return await tableTarget({ load, database, session }, given, isCommitOpen);
  } catch (error) {
    // An open session would keep the process alive.
    await session.close();
    await database.close();
    throw error;
  }
}

async function tableTarget(
  base: SqlTargetBase,
  given: Manifest,
  isCommitOpen: boolean,
): Promise<{ readonly target: OpenTarget; readonly manifest: Manifest }> {
  const { engine, table } = base.load;
  const exists = (await tableColumns(base)).length > 0;
  const manifest: Manifest =
    isCommitOpen && given.commit === "rename" && exists ? { ...given, commit: "append" } : given;
  if (engine === "duckdb" && ["attach", "two-phase"].includes(manifest.commit)) {
    throw new Refusal(
      `--commit ${manifest.commit} is for Postgres; DuckDB takes append or replace`,
    );
  }
  if (manifest.commit === "append" || manifest.commit === "replace") {
    if (!exists && given.state === "shredding") {
      throw new Refusal(`${table} does not exist; leave --commit away to have it made`);
    }
  }
  if (manifest.commit === "attach") return { target: attachTarget(base), manifest };
  if (manifest.commit === "two-phase") return { target: twoPhaseTarget(base), manifest };
  return { target: stagingTarget(base), manifest };
}

/** From a session that does not itself show the run's lock. */
async function waitForSessions(host: ShredHost, url: string, run: string): Promise<void> {
  const database = await host.openPostgres(url, "SELECT 1");
  const session = await database.connect();
  try {
    await waitForEarlierSessions(session, run);
  } finally {
    await session.close();
  }
}

/** What the run will write to, in words, before it writes. */
export function touched(manifest: Manifest, folder: string): readonly string[] {
  const target = parseTarget(manifest.target);
  if (typeof target === "string") return [];
  if (target.kind === "csv" || target.kind === "parquet") {
    return [
      `${folder} (the run's record)`,
      `${target.folder}.heddle-${manifest.run} (shards until the commit)`,
      `${target.folder} (made by the commit)`,
      ...(manifest.commands === undefined ? [] : ["whatever your load command writes to"]),
    ];
  }
  const what = {
    rename: "made by the commit",
    append: "rows added by the commit",
    replace: "emptied and filled by the commit",
    attach: "partitions attached by the commit",
    "two-phase": "rows added by the commit",
  }[manifest.commit];
  return [
    `${folder} (the run's record and its shards)`,
    `tables heddle_${manifest.run}… in ${target.kind} (until the commit)`,
    `table ${target.table} (${what})`,
  ];
}
