/**
 * The record of a run, `manifest.json` in its folder: what was read, how it was divided, how far it
 * came. Written durably before every step that counts, so that a later process can go on.
 */
import * as v from "valibot";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const shardSchema = v.object({
  shard: count,
  /** Name within the run's `shards` folder, or within the target folder once committed. */
  file: v.string(),
  rows: count,
  bytes: count,
  checksum: v.string(),
  keySum: v.string(),
  unkeyed: count,
  /** SHA-256 of the file, for formats whose rows are not the source's bytes. */
  hash: v.optional(v.string()),
  /** `loading` is written before a user's own command starts: it may have done anything. */
  state: v.picklist(["written", "loading", "loaded"]),
});

const columnSchema = v.object({
  name: v.string(),
  type: v.string(),
  /** Type in SQL of a table made for the run. */
  sqlType: v.string(),
});

const dialectSchema = v.object({
  delimiter: count,
  quote: count,
  escape: count,
  newline: count,
  hasHeader: v.boolean(),
});

export const STATES = [
  "shredding",
  "loading",
  "committing",
  "committed",
  "failed",
  "rolled-back",
] as const;

const manifestSchema = v.object({
  schema: v.literal("heddle.shred.manifest/1"),
  run: v.string(),
  /**
   * `shredding`: stage 1 under way · `loading`: stage 1 done · `committing`: every shard loaded, the
   * target about to change · `committed` · `failed` and `rolled-back`: the target is as it was.
   */
  state: v.picklist(STATES),
  problem: v.optional(v.string()),
  source: v.object({
    file: v.string(),
    size: count,
    mtime: v.string(),
    hash: v.string(),
    rows: v.optional(count),
    checksum: v.optional(v.string()),
    columns: v.array(columnSchema),
    dialect: v.optional(dialectSchema),
  }),
  engine: v.picklist(["node", "duckdb", "spark"]),
  function: v.picklist(["mod", "hash", "round-robin"]),
  column: v.nullable(v.string()),
  nulls: v.union([count, v.literal("spread")]),
  target: v.string(),
  commit: v.picklist(["rename", "append", "replace", "attach", "two-phase"]),
  /** The user's own commands, as words with `{shard}` and `{file}`. */
  commands: v.optional(
    v.object({
      load: v.array(v.string()),
      undo: v.optional(v.array(v.string())),
    }),
  ),
  shards: v.array(shardSchema),
  shardCount: count,
  rowsIn: v.optional(count),
  rowsOut: v.optional(count),
  /** Milliseconds of each step in the call that carried the run to its end. */
  tookMs: v.optional(v.object({ shred: count, load: count, commit: count })),
});

export type Manifest = v.InferOutput<typeof manifestSchema>;
export type ShardEntry = Manifest["shards"][number];
export type RunState = Manifest["state"];

/** The manifest in `text`, or what is wrong with it. Never throws. */
export function parseManifest(text: string): Manifest | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return "is no JSON";
  }
  const result = v.safeParse(manifestSchema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  return `is no manifest of a shred run (${v.getDotPath(issue) ?? "top"}: ${issue.message})`;
}

/** Indented JSON that ends in a line feed. */
export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** File name of a shard: as many digits as the largest number needs, so that names sort. */
export function shardFileName(shard: number, shardCount: number, ending: string): string {
  return `shard-${String(shard).padStart(String(shardCount - 1).length, "0")}.${ending}`;
}
