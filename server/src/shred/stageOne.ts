/** Stage 1 as a run sees it: the source in, shard files and their record out. */
import { joinPath } from "../base/fileSystem";
import type { Watch } from "./byteStreams";
import { sqlTypeOf } from "./columnType";
import type { ShredHost } from "./host";
import { type Manifest, shardFileName } from "./manifest";
import { Refusal } from "./refusal";
import { shredRows } from "./shredRows";

/** Fills `folder` with the shards of the manifest's source; what the manifest now knows. */
export type StageOne = (
  manifest: Manifest,
  folder: string,
  watch: Watch,
) => Promise<Partial<Manifest>>;

/** Stage 1 in this process, to CSV as the source has it. */
export function csvStageOne(host: ShredHost): StageOne {
  return async (manifest, folder, watch) => {
    const { file, size } = manifest.source;
    const opened = await host.openSource(file);
    const { dialect } = manifest.source;
    const ending = dialect?.delimiter === 9 ? "tsv" : "csv";
    const fileOf = (shard: number) => shardFileName(shard, manifest.shardCount, ending);
    try {
      const shredded = await shredRows({
        input: {
          name: file,
          size,
          source: opened.source,
          choice: { ...dialect, ...opened.choice },
        },
        choice: {
          function: manifest.function,
          shards: manifest.shardCount,
          nulls: manifest.nulls,
          ...(manifest.column !== null && { column: manifest.column }),
        },
        withShapes: !/^(?:csv|parquet):/.test(manifest.target),
        openShard: (shard) => host.createFile(joinPath(folder, fileOf(shard))),
        watch,
      });
      checkUnchanged(manifest, opened.source.hash());
      const { layout, rows, checksum, shards, shapes } = shredded;
      return {
        rowsIn: rows,
        source: {
          ...manifest.source,
          rows,
          checksum,
          dialect: layout.dialect,
          columns: layout.columns.map((name, at) => {
            const shape = shapes?.[at];
            return {
              name,
              type: shape?.type ?? "text",
              sqlType: shape === undefined ? "text" : sqlTypeOf(shape),
            };
          }),
        },
        shards: shards.map((one) => ({ ...one, file: fileOf(one.shard), state: "written" })),
      };
    } finally {
      await opened.source.close();
    }
  };
}

/** The source must be what the run was begun with. */
export function checkUnchanged({ source }: Manifest, hash: string): void {
  if (hash === source.hash) return;
  throw new Refusal(`${source.file} has changed since the run began; run anew`);
}
