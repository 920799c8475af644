/**
 * Stage 1 on a Spark cluster: writes a PySpark job and its specification beside the shards, submits
 * it, and takes what it found into the manifest. The job writes the same files as stage 1 here, so
 * that loads, commit and proof are the same. The cluster must see source and shards by their paths.
 */
import * as v from "valibot";
import { joinPath } from "../base/fileSystem";
import { endingEarly, type Watch } from "./byteStreams";
import type { ShredHost } from "./host";
import { type Manifest, type ShardEntry, shardFileName } from "./manifest";
import { type Layout, readRows } from "./readRows";
import { Cancelled, Refusal } from "./refusal";
import { divisionOf, keyIndexOf, raggedRefusal } from "./shredRows";
import { checkUnchanged, endingOf, type StageOne, shapesOfFile, stageOneRecord } from "./stageOne";

const JOB = "heddle_shred/spark_stage_one.py";
/** What the job imports, on every worker. */
const CHECKSUM = "row_checksum.py";
/** What one task reads at a time; many more tasks than cores level their lengths. */
const BLOCK_BYTES = 32 << 20;
/** Enough for any header. */
const HEAD_BYTES = 1 << 20;
const NOT_STARTED = 127;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const resultSchema = v.union([
  v.object({ refusal: v.string() }),
  v.object({
    rows: count,
    raggedRows: count,
    firstRagged: count,
    checksum: v.string(),
    shards: v.array(
      v.object({
        shard: count,
        rows: count,
        bytes: count,
        checksum: v.string(),
        keySum: v.string(),
        unkeyed: count,
      }),
    ),
  }),
]);

/** `submit` are the words that start a job: `spark-submit` and its options. */
export function sparkStageOne(
  host: ShredHost,
  submit: readonly string[],
  signal: AbortSignal,
): StageOne {
  return async (manifest, folder, watch) => {
    const { source } = manifest;
    if (manifest.target.startsWith("parquet:")) {
      throw new Refusal(
        "--engine spark writes CSV shards; give csv:DIR or a table, or --engine node",
      );
    }
    const layout = await layoutOf(host, manifest, watch);
    const { dialect, columns } = layout;
    const names = Array.from({ length: manifest.shardCount }, (_, shard) =>
      shardFileName(shard, manifest.shardCount, endingOf(manifest, dialect.delimiter)),
    );
    // Tasks that are tried twice, or outlive a killed run, write here and nowhere else.
    const work = joinPath(folder, "spark");
    await host.makeFolder(work);
    const inWork = (name: string) => joinPath(work, name);
    const [job, spec, result] = [inWork("job.py"), inWork("job.json"), inWork("result.json")];
    const checksum = inWork(CHECKSUM);
    await host.writeDurably(job, await host.pythonText(JOB));
    await host.writeDurably(checksum, await host.pythonText(`heddle_shred/${CHECKSUM}`));
    await host.writeDurably(
      spec,
      JSON.stringify({
        run: manifest.run,
        file: source.file,
        size: source.size,
        folder: work,
        names,
        result,
        parent: host.processId,
        blockBytes: BLOCK_BYTES,
        ...dialect,
        header: [...layout.header],
        lineEnd: [...layout.lineEnd],
        width: columns.length,
        shards: manifest.shardCount,
        function: manifest.function,
        nulls: manifest.nulls,
        keyIndex: keyIndexOf(divisionOf(manifest), columns, source.file),
      }),
    );
    watch.progress("shredding on Spark", 0, source.size);
    const status = await host.runProgram([...submit, "--py-files", checksum, job, spec], signal);
    if (signal.aborted) throw new Cancelled();
    const found = await resultOf(host, result, submit, status);
    if (found.raggedRows > 0) {
      throw raggedRefusal(source.file, found.raggedRows, found.firstRagged);
    }
    const shapes = isFolder(manifest) ? undefined : await shapesOfFile(host, manifest, watch);
    checkUnchanged(manifest, await host.hashOf(source.file));
    for (const name of names) await host.rename(joinPath(work, name), joinPath(folder, name));
    await host.remove(work);
    const shards = found.shards.map(
      (one): ShardEntry => ({ ...one, file: names[one.shard] ?? "", state: "written" }),
    );
    return stageOneRecord(manifest, { ...found, layout }, shapes, shards);
  };
}

const isFolder = ({ target }: Manifest) => target.startsWith("csv:");

/** The layout by the head of the file, as a whole read would find it. */
async function layoutOf(host: ShredHost, { source }: Manifest, watch: Watch): Promise<Layout> {
  const { file, size } = source;
  const opened = await host.openSource(file);
  try {
    if (opened.packing !== "none") {
      throw new Refusal(
        `${file} is ${opened.packing}, which cannot be read from the middle; unpack it for --engine spark, or take --engine node`,
      );
    }
    const read = await readRows(
      {
        name: file,
        size,
        source: endingEarly(opened.source, HEAD_BYTES),
        choice: { ...source.dialect, ...opened.choice },
        isCut: size > HEAD_BYTES,
      },
      () => ({ row: () => {} }),
      watch,
      "reading the head",
    );
    return read.layout;
  } finally {
    await opened.source.close();
  }
}

async function resultOf(
  host: ShredHost,
  path: string,
  submit: readonly string[],
  status: number,
): Promise<Extract<v.InferOutput<typeof resultSchema>, { readonly rows: number }>> {
  const [program = ""] = submit;
  if (status === NOT_STARTED) {
    throw new Refusal(
      `${program} cannot be started; install Spark, or say how jobs are submitted: --spark-submit 'PATH/spark-submit --master URL'`,
    );
  }
  const text = await host.readText(path);
  if (status !== 0 || text === undefined) {
    throw new Refusal(`the Spark job ended with ${status} and no result; its log is above`);
  }
  const result = v.safeParse(resultSchema, JSON.parse(text));
  if (!result.success) throw new Refusal(`the Spark job left a result that is none: ${path}`);
  if ("refusal" in result.output) throw new Refusal(result.output.refusal);
  return result.output;
}
