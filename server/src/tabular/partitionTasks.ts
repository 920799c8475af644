/**
 * The pipeline of one table's partitions as tasks: a reader per partition, and per segment an
 * encode and a compress step that overlap with reading the next segment.
 */
import { encodeCost, encodingOf, type ProcessingRates } from "./processingRates";
import type { RefreshTask } from "./refreshTask";
import type { TabularPartition, TabularTable } from "./tabularModel";

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
/** The verb of a task's id, and what does it. */
const KINDS = { read: "reader", encode: "encoder", compress: "compressor" } as const;
const MS_PER_MICROSECOND = 1e-3;

/** Tasks in pipeline order; the compressors' end the table's data phase. O(segments). */
export function partitionTasks(
  table: TabularTable,
  context: PartitionContext,
): readonly RefreshTask[] {
  const { rates, segmentRows, rowsOf, poolOf, isRelated } = context;
  const columns = table.columns.filter(({ kind }) => kind === "data");
  let encodePerRow = 0;
  for (const column of columns) {
    encodePerRow += encodeCost(encodingOf(column, isRelated(column.name)), rates);
  }
  const readPerRow = rates.readPerRow + rates.readPerValue * columns.length;
  const compressPerRow = rates.compressPerValue * columns.length;
  const ids = uniqueNames(table.partitions.map(({ name }) => name));
  return table.partitions.flatMap((partition, place) => {
    const rows = rowsOf(partition);
    const steps = Math.min(MOST_STEPS, Math.max(1, Math.ceil(rows / segmentRows)));
    const id = (kind: keyof typeof KINDS, step: number) =>
      `${kind} ${table.name}/${ids[place]}${steps === 1 ? "" : ` #${step + 1}`}`;
    return Array.from({ length: steps }, (_, step): readonly RefreshTask[] => {
      // The last segment holds what the full ones leave over.
      const size =
        steps === MOST_STEPS ? rows / steps : Math.min(segmentRows, rows - step * segmentRows);
      const task = (
        kind: keyof typeof KINDS,
        pool: string,
        perRow: number,
        dependsOn: readonly string[],
      ): RefreshTask => ({
        step: kind,
        table,
        partition,
        task: {
          id: id(kind, step),
          durationMs: size * perRow * MS_PER_MICROSECOND,
          durationOrigin: rates.origin,
          dependsOn,
          kind: KINDS[kind],
          pool,
        },
      });
      const before = (kind: keyof typeof KINDS) => (step === 0 ? [] : [id(kind, step - 1)]);
      return [
        task("read", poolOf(partition), readPerRow, before("read")),
        task("encode", encoderPool(table), encodePerRow, [id("read", step), ...before("encode")]),
        task("compress", compressorPool(table), compressPerRow, [id("encode", step)]),
      ];
    }).flat();
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
