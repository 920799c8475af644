/** Stage 1 as a run sees it: the source in, shard files and their record out. */
import { joinPath } from "../base/fileSystem";
import type { Watch } from "./byteStreams";
import { ColumnKinds } from "./columnKinds";
import { type ColumnShape, sqlTypeOf } from "./columnType";
import type { ShredHost } from "./host";
import { type Manifest, type ShardEntry, shardFileName } from "./manifest";
import { readRows } from "./readRows";
import { Refusal } from "./refusal";
import { divisionOf, type RowsShredded, shredRows } from "./shredRows";
import { WholeNumber } from "./wholeNumber";

const TAB = 9;

/** Fills `folder` with the shards of the manifest's source; what the manifest now knows. */
export type StageOne = (
  manifest: Manifest,
  folder: string,
  watch: Watch,
) => Promise<Partial<Manifest>>;

/**
 * Stage 1 in this process. CSV shards hold the source's bytes; Parquet needs the types of all columns
 * before its first row, for which the source is read once more.
 */
export function nodeStageOne(host: ShredHost): StageOne {
  return async (manifest, folder, watch) => {
    const { file, size, dialect } = manifest.source;
    const isParquet = manifest.target.startsWith("parquet:");
    const isFolder = isParquet || manifest.target.startsWith("csv:");
    const typed = isParquet ? await shapesOfFile(host, manifest, watch) : undefined;
    const opened = await host.openSource(file);
    const choice = { ...dialect, ...opened.choice };
    const ending = endingOf(manifest, choice.delimiter);
    const fileOf = (shard: number) => shardFileName(shard, manifest.shardCount, ending);
    try {
      const shredded = await shredRows({
        input: { ...opened, name: file, size, choice },
        choice: divisionOf(manifest),
        withShapes: !isFolder,
        ...(typed !== undefined && { parquet: typed }),
        openShard: (shard) => host.createFile(joinPath(folder, fileOf(shard))),
        watch,
      });
      checkUnchanged(manifest, opened.source.hash());
      const entries: ShardEntry[] = [];
      for (const one of shredded.shards) {
        const name = fileOf(one.shard);
        const hash = isParquet ? { hash: await host.hashOf(joinPath(folder, name)) } : {};
        entries.push({ ...one, file: name, state: "written", ...hash });
      }
      return stageOneRecord(manifest, shredded, typed ?? shredded.shapes, entries);
    } finally {
      await opened.source.close();
    }
  };
}

/** How shard files end, by what they hold. */
export function endingOf({ target }: Manifest, delimiter: number | undefined): string {
  if (target.startsWith("parquet:")) return "parquet";
  return delimiter === TAB ? "tsv" : "csv";
}

/** What the manifest knows after stage 1. */
export function stageOneRecord(
  { source }: Manifest,
  { layout, rows, checksum }: Pick<RowsShredded, "layout" | "rows" | "checksum">,
  shapes: readonly ColumnShape[] | undefined,
  shards: Manifest["shards"],
): Partial<Manifest> {
  const columns = layout.columns.map((name, at) => columnEntry(name, shapes?.[at]));
  return {
    rowsIn: rows,
    source: { ...source, rows, checksum, dialect: layout.dialect, columns },
    shards,
  };
}

/** A column of the manifest; text where its shape is not known. */
function columnEntry(name: string, shape: ColumnShape | undefined) {
  return {
    name,
    type: shape?.type ?? "text",
    sqlType: shape === undefined ? "text" : sqlTypeOf(shape),
  };
}

/** Types of all columns by every value: one pass of its own. */
export async function shapesOfFile(
  host: ShredHost,
  { source }: Manifest,
  watch: Watch,
): Promise<readonly ColumnShape[]> {
  const opened = await host.openSource(source.file);
  const whole = new WholeNumber();
  let kinds: readonly ColumnKinds[] = [];
  try {
    await readRows(
      {
        ...opened,
        name: source.file,
        size: source.size,
        choice: { ...source.dialect, ...opened.choice },
      },
      ({ columns, dialect }, fields) => {
        kinds = columns.map((name) => new ColumnKinds(name, dialect.quote));
        return {
          row(bytes, _start, _end, count) {
            for (let at = 0; at < kinds.length && at < count; at++) {
              kinds[at]!.see(bytes, fields[at]!, fields[at + 1]! - 1, whole);
            }
          },
        };
      },
      watch,
      "finding types",
    );
  } finally {
    await opened.source.close();
  }
  return kinds.map(({ shape }) => shape);
}

/** The source must be what the run was begun with. */
export function checkUnchanged({ source }: Manifest, hash: string): void {
  if (hash === source.hash) return;
  throw new Refusal(`${source.file} has changed since the run began; run anew`);
}
