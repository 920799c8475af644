/**
 * Proves a run: every shard file holds the rows it should, by count and checksum, each in the shard
 * that its key asks for; together they are the source; and the target holds them.
 */
import { joinPath } from "../base/fileSystem";
import type { Watch } from "./byteStreams";
import type { ShredHost } from "./host";
import type { Manifest, ShardEntry } from "./manifest";
import { readRows } from "./readRows";
import { Cancelled } from "./refusal";
import { shardFolder } from "./runShred";
import { ShardChooser } from "./shardChooser";
import { RowChecksum, ShardRows } from "./shardRows";
import { divisionOf, keyIndexOf } from "./shredRows";
import type { OpenTarget } from "./target";

export interface ShardProof {
  readonly shard: number;
  readonly rows: number;
  readonly checksum: string;
  readonly problems: readonly string[];
}

export interface RunProof {
  readonly shards: readonly ShardProof[];
  readonly rowsIn: number;
  /** Rows in the shard files. */
  readonly rowsOut: number;
  /** Rows that the target holds, of this run where it can tell them apart. */
  readonly targetRows?: number;
  readonly problems: readonly string[];
  readonly notes: readonly string[];
}

/** Reads every shard again, and asks the target where the run is committed. */
export async function verifyShred(
  host: ShredHost,
  manifest: Manifest,
  folder: string,
  target: OpenTarget | undefined,
  watch: Watch,
): Promise<RunProof> {
  const problems: string[] = [];
  const place = shardFolder(manifest, folder);
  const proofs: ShardProof[] = [];
  const all = new RowChecksum();
  for (const entry of manifest.shards) {
    const proof = await verifyShard(host, manifest, entry, joinPath(place, entry.file), watch, all);
    proofs.push(proof);
    problems.push(...proof.problems);
  }
  const rowsOut = proofs.reduce((sum, { rows }) => sum + rows, 0);
  const { rowsIn = 0 } = manifest;
  if (manifest.shards.length !== manifest.shardCount) {
    problems.push(`${manifest.shards.length} of ${manifest.shardCount} shards are recorded`);
  }
  if (rowsOut !== rowsIn) problems.push(`${rowsOut} rows came out of ${rowsIn}`);
  const { checksum } = manifest.source;
  if (checksum !== undefined && isReadable(manifest) && all.text() !== checksum) {
    problems.push(`the shards together have checksum ${all.text()} and the source ${checksum}`);
  }
  if (manifest.state !== "committed") {
    problems.push(`the run is ${manifest.state}, not committed`);
    return { shards: proofs, rowsIn, rowsOut, problems, notes: await sourceNotes(host, manifest) };
  }
  const proof = await target?.verify(manifest);
  return {
    shards: proofs,
    rowsIn,
    rowsOut,
    ...(proof !== undefined && { targetRows: proof.rows }),
    problems: [...problems, ...(proof?.problems ?? [])],
    notes: await sourceNotes(host, manifest),
  };
}

/** Whether shards are text as the source has it, whose checksums can be taken again. */
function isReadable(manifest: Manifest): boolean {
  return manifest.engine !== "duckdb" && !manifest.target.startsWith("parquet:");
}

async function sourceNotes(host: ShredHost, { source }: Manifest): Promise<readonly string[]> {
  const facts = await host.stat(source.file);
  if (facts === undefined) return [`${source.file} is gone; the shards were proved without it`];
  return (await host.hashOf(source.file)) === source.hash
    ? []
    : [`${source.file} has changed since the run; the shards are of its earlier content`];
}

async function verifyShard(
  host: ShredHost,
  manifest: Manifest,
  entry: ShardEntry,
  path: string,
  watch: Watch,
  all: RowChecksum,
): Promise<ShardProof> {
  const none = { shard: entry.shard, rows: 0, checksum: "" };
  const facts = await host.stat(path);
  if (facts === undefined) {
    return { ...none, problems: [`shard ${entry.shard}: ${path} is missing`] };
  }
  const problems: string[] = [];
  if (facts.size !== entry.bytes) {
    problems.push(`shard ${entry.shard}: ${facts.size} bytes instead of ${entry.bytes}`);
  }
  if (entry.hash !== undefined && (await host.hashOf(path)) !== entry.hash) {
    problems.push(`shard ${entry.shard}: its bytes are not those that were written`);
  }
  try {
    const found = await readShard(host, manifest, path, facts.size, watch);
    all.merge(found.rows.checksum);
    const { rows } = found.rows.checksum;
    const checksum = isReadable(manifest) ? found.rows.checksum.text() : entry.checksum;
    if (rows !== entry.rows) {
      problems.push(`shard ${entry.shard}: ${rows} rows instead of ${entry.rows}`);
    }
    if (checksum !== entry.checksum) {
      problems.push(`shard ${entry.shard}: checksum ${checksum} instead of ${entry.checksum}`);
    }
    if (found.strays(entry.shard) > 0) {
      problems.push(`shard ${entry.shard}: ${found.strays(entry.shard)} rows belong elsewhere`);
    }
    return { shard: entry.shard, rows, checksum, problems };
  } catch (error) {
    if (error instanceof Cancelled) throw error;
    const what = error instanceof Error ? error.message : String(error);
    return { ...none, problems: [...problems, `shard ${entry.shard}: ${what}`] };
  }
}

interface ShardRead {
  readonly rows: ShardRows;
  /** Rows whose key asks for another shard than `shard`. */
  readonly strays: (shard: number) => number;
}

async function readShard(
  host: ShredHost,
  manifest: Manifest,
  path: string,
  size: number,
  watch: Watch,
): Promise<ShardRead> {
  const rows = new ShardRows(1 << 16);
  const counts = new Float64Array(manifest.shardCount);
  const isCheckable = manifest.function !== "round-robin";
  // A shard of a file without header may hold nothing at all.
  if (size === 0) return { rows, strays: () => 0 };
  const opened = await host.openSource(path);
  const choice = { ...manifest.source.dialect, ...opened.choice };
  try {
    const input = { name: path, size, source: opened.source, choice };
    await readRows(
      input,
      ({ columns, dialect, lineEnd }, fields) => {
        const division = divisionOf(manifest);
        const key = keyIndexOf(division, columns, path);
        const chooser = new ShardChooser(division, key, dialect.quote);
        let block: Uint8Array = new Uint8Array(0);
        let view: DataView = new DataView(block.buffer);
        return {
          row(bytes, start, end, count, next) {
            if (block !== bytes) {
              block = bytes;
              view = new DataView(bytes.buffer);
            }
            rows.append(view, start, end, next, lineEnd);
            const shard = chooser.shardOfRow(bytes, fields, count);
            const isFree = !isCheckable || (!chooser.isKeyed && manifest.nulls === "spread");
            if (!isFree) counts[shard] = counts[shard]! + 1;
          },
          async drain() {
            rows.take();
          },
        };
      },
      watch,
      "verifying",
    );
  } finally {
    await opened.source.close();
  }
  return {
    rows,
    strays: (shard) => counts.reduce((sum, count, at) => (at === shard ? sum : sum + count), 0),
  };
}
