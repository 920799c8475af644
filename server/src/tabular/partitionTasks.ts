/**
 * The pipeline of one table's partitions as tasks: a reader per partition, and per segment an
 * encode and a compress step that overlap with reading the next segment; and what encoding a column
 * anew adds where a model is supposed to need it.
 */
import { encodeCost, encodingOf, type ProcessingRates } from "./processingRates";
import type { PipelineStep, RefreshTask } from "./refreshTask";
import type { TabularColumn, TabularPartition, TabularTable } from "./tabularModel";

export interface PartitionContext {
  readonly rates: ProcessingRates;
  readonly segmentRows: number;
  readonly rowsOf: (partition: TabularPartition) => number;
  readonly poolOf: (partition: TabularPartition) => string;
  /** True for columns that a relationship uses. */
  readonly isRelated: (column: string) => boolean;
}

/** Longer pipelines are drawn in this many steps, each standing for several segments. */
const MOST_STEPS = 64;
/** What does each step of a task's id. */
const KINDS: Readonly<Record<PipelineStep, string>> = {
  read: "reader",
  encode: "encoder",
  "re-encode": "encoder",
  compress: "compressor",
};
const MS_PER_MICROSECOND = 1e-3;

/** One partition cut into the steps of its pipeline. */
interface Piece {
  readonly partition: TabularPartition;
  /** Rows of each step. */
  readonly sizes: readonly number[];
  readonly id: (step: PipelineStep, index: number) => string;
  /** Step in which encoding by value is given up; absent where it is not. */
  readonly metIn: number | undefined;
}

/** Tasks in pipeline order; those without followers among them end the table's data. O(segments). */
export function partitionTasks(
  table: TabularTable,
  context: PartitionContext,
): readonly RefreshTask[] {
  const { rates, poolOf } = context;
  const columns = table.columns.filter(({ kind }) => kind === "data");
  const reencoded = columns.filter(({ reencodedIn }) => reencodedIn !== undefined);
  const perRow = rowCosts(columns, context);
  const pieces = piecesOf(table, reencoded, context);
  const interrupted = pieces.flatMap(({ id, metIn }) =>
    metIn === undefined ? [] : [id("encode", metIn)],
  );
  return pieces.flatMap(({ partition, sizes, id, metIn }) => {
    const task = (
      step: PipelineStep,
      index: number,
      microseconds: number,
      dependsOn: readonly string[],
    ): RefreshTask => ({
      step,
      table,
      partition,
      task: {
        id: id(step, index),
        durationMs: microseconds * MS_PER_MICROSECOND,
        durationOrigin: step === "re-encode" ? "assumed" : rates.origin,
        dependsOn,
        kind: KINDS[step],
        pool:
          step === "read"
            ? poolOf(partition)
            : step === "compress"
              ? compressorPool(table)
              : encoderPool(table),
      },
    });
    const before = (step: PipelineStep, index: number) =>
      index === 0 ? [] : [id(step, index - 1)];
    return sizes.flatMap((size, index): readonly RefreshTask[] => {
      const isAfter = metIn !== undefined && index > metIn;
      const encode = size * (isAfter ? perRow.encode : perRow.encodeAtFirst);
      const resumed = isAfter && index === metIn + 1 ? [id("re-encode", metIn)] : [];
      const pipeline = [
        task("read", index, size * perRow.read, before("read", index)),
        task("encode", index, encode, [id("read", index), ...before("encode", index), ...resumed]),
        task("compress", index, size * perRow.compress, [id("encode", index)]),
      ];
      if (index !== metIn) return pipeline;
      const rows = sizes.slice(0, index + 1).reduce((sum, one) => sum + one, 0);
      // The dictionary is the table's: what any partition holds by then is encoded anew.
      return [...pipeline, task("re-encode", index, rows * perRow.anew, interrupted)];
    });
  });
}

/** Microseconds per row of each step. */
function rowCosts(
  columns: readonly TabularColumn[],
  { rates, isRelated }: Pick<PartitionContext, "rates" | "isRelated">,
) {
  let encode = 0;
  let encodeAtFirst = 0;
  let anew = 0;
  for (const column of columns) {
    const isAnew = column.reencodedIn !== undefined;
    const encoding = isAnew ? "numeric hash" : encodingOf(column, isRelated(column.name));
    encode += encodeCost(encoding, rates);
    encodeAtFirst += encodeCost(isAnew ? "value" : encoding, rates);
    if (isAnew) anew += encodeCost("numeric hash", rates) + rates.compressPerValue;
  }
  return {
    read: rates.readPerRow + rates.readPerValue * columns.length,
    encode,
    encodeAtFirst,
    anew,
    compress: rates.compressPerValue * columns.length,
  };
}

function piecesOf(
  table: TabularTable,
  reencoded: readonly TabularColumn[],
  { segmentRows, rowsOf }: Pick<PartitionContext, "segmentRows" | "rowsOf">,
): readonly Piece[] {
  // One interruption stands for all, the latest: columns are rarely given up in turn.
  const met = Math.max(...reencoded.map(({ reencodedIn = 1 }) => reencodedIn));
  const names = uniqueNames(table.partitions.map(({ name }) => name));
  return table.partitions.map((partition, place) => {
    const rows = rowsOf(partition);
    const segments = Math.max(1, Math.ceil(rows / segmentRows));
    const steps = Math.min(MOST_STEPS, segments);
    // The last segment holds what the full ones leave over.
    const sizes = Array.from({ length: steps }, (_, step) =>
      steps === MOST_STEPS ? rows / steps : Math.min(segmentRows, rows - step * segmentRows),
    );
    const metIn = Math.ceil((Math.min(Math.max(1, met), segments) * steps) / segments) - 1;
    return {
      partition,
      sizes,
      id: (step, index) =>
        `${step} ${table.name}/${names[place]}${steps === 1 ? "" : ` #${index + 1}`}`,
      metIn: reencoded.length === 0 ? undefined : metIn,
    };
  });
}

export function encoderPool({ name }: TabularTable): string {
  return `encoder:${name}`;
}

export function compressorPool({ name }: TabularTable): string {
  return `compressor:${name}`;
}

/** Names as they are, a repeated one with a number, so that broken models simulate too. */
export function uniqueNames(names: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return names.map((name) => {
    let unique = name;
    for (let copy = 2; seen.has(unique); copy++) unique = `${name} (${copy})`;
    seen.add(unique);
    return unique;
  });
}
