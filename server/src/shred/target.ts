/** Where shards go: the forms of TARGET, and what any target must be able to do. */
import type { Manifest, ShardEntry } from "./manifest";

export type Target =
  | { readonly kind: "csv"; readonly folder: string }
  | { readonly kind: "parquet"; readonly folder: string }
  | { readonly kind: "duckdb"; readonly file: string; readonly table: string }
  | { readonly kind: "postgres"; readonly url: string; readonly table: string };

/** How rows get into a table that is there already, and how all become visible at once. */
export type CommitStrategy = "rename" | "append" | "replace" | "attach" | "two-phase";

/** A target during a run. Every method may be repeated after a crash at any moment. */
export interface OpenTarget {
  /** Refuses before anything is written where the target cannot take the run. */
  check(): Promise<void>;
  /** Makes what the loads need, where it is not there yet. */
  prepare(manifest: Manifest): Promise<void>;
  /** Shards that surely are in the staging place, whole. */
  loaded(manifest: Manifest): Promise<ReadonlySet<number>>;
  /** Loads one shard, all or nothing. */
  load(manifest: Manifest, shard: ShardEntry, path: string, signal: AbortSignal): Promise<void>;
  /** Makes all shards visible at once. Only called in state `committing`. */
  commit(manifest: Manifest): Promise<void>;
  /** Whether an earlier `commit` got through; asked in state `committing` only. */
  isCommitted(manifest: Manifest): Promise<boolean>;
  /** Whether what an earlier commit made is still there at all. */
  holds(manifest: Manifest): Promise<boolean>;
  /** Removes all that was staged. Never called once committing has begun. */
  rollBack(manifest: Manifest): Promise<void>;
  /** Rows that the target now holds of this run, per shard where it can tell; problems in words. */
  verify(manifest: Manifest): Promise<TargetProof>;
  close(): Promise<void>;
}

export interface TargetProof {
  readonly rows: number;
  readonly problems: readonly string[];
}

/** TARGET as written; the reason where it is none. Paths stay as written. */
export function parseTarget(written: string): Target | string {
  const forms = "csv:DIR, parquet:DIR, duckdb:FILE?table=T or postgres://HOST/DATABASE?table=T";
  const [, format, folder = ""] = /^(csv|parquet):(.+)$/.exec(written) ?? [];
  if (format === "csv") return { kind: "csv", folder };
  if (format === "parquet") return { kind: "parquet", folder };
  const duckdb = /^duckdb:([^?]+)(?:\?table=([^&]+))?$/.exec(written);
  if (duckdb !== null) {
    if (duckdb[2] === undefined) return `${written}: name the table: duckdb:${duckdb[1]}?table=T`;
    return { kind: "duckdb", file: duckdb[1] ?? "", table: decodeURIComponent(duckdb[2]) };
  }
  if (/^postgres(?:ql)?:\/\//.test(written)) return parsePostgres(written);
  return `${written} is no target; give ${forms}`;
}

function parsePostgres(written: string): Target | string {
  const [address = "", query = ""] = written.split("?", 2);
  if (/^[^/]*\/\/[^/@]*:[^/@]+@/.test(address)) {
    return "a password does not belong on a command line, where others can read it; set PGPASSWORD or use ~/.pgpass";
  }
  const settings = query.split("&").filter((setting) => setting !== "");
  if (settings.some((setting) => /^password=/i.test(setting))) {
    return "a password does not belong on a command line; set PGPASSWORD or use ~/.pgpass";
  }
  const table = settings.find((setting) => setting.startsWith("table="))?.slice(6);
  if (table === undefined || table === "") return `name the table: ${address}?table=T`;
  const rest = settings.filter((setting) => !setting.startsWith("table="));
  const url = rest.length === 0 ? address : `${address}?${rest.join("&")}`;
  return { kind: "postgres", url, table: decodeURIComponent(table) };
}

/** The target in the form of the command line; never holds a password. */
export function targetText(target: Target): string {
  if (target.kind === "duckdb") return `duckdb:${target.file}?table=${target.table}`;
  if (target.kind !== "postgres") return `${target.kind}:${target.folder}`;
  return `${target.url}${target.url.includes("?") ? "&" : "?"}table=${target.table}`;
}
