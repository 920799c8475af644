/**
 * How much longer a refresh can get where the engine has to encode keys anew: an upper bound beside
 * the prediction. That it happens is assumed; no file of a model tells.
 */
import { LAST_SEGMENT, reencoding, type TableAtRisk, tablesAtRisk } from "../tabular/reencoding";
import type { TabularModel } from "../tabular/tabularModel";
import type { RefreshLength } from "../tabular/tabularProblems";
import { type ProcessingSettings, tableRows } from "../tabular/tabularWorkload";

export interface ReencodingRisk {
  /** The refresh with every key at risk encoded anew in the last segment; never below the prediction. */
  readonly makespanMs: number;
  readonly addsMs: number;
  readonly origin: "assumed";
  readonly because: string;
  /** Each alone, the costliest first. */
  readonly tables: readonly {
    readonly table: string;
    readonly columns: readonly string[];
    readonly addsMs: number;
  }[];
}

/** Tables told one by one, those with most to encode; all of them are in the bound. */
const MOST_TABLES = 8;

/**
 * The bound, against a prediction of `before` ms; absent where no key has to be guessed. One run of
 * `lengthOf` for each table, at most 8, and one for all together.
 */
export function reencodingRisk(
  model: TabularModel,
  processing: ProcessingSettings,
  { before, lengthOf }: { readonly before: number; readonly lengthOf: RefreshLength },
): ReencodingRisk | undefined {
  const atRisk = tablesAtRisk(model, processing);
  if (atRisk.length === 0) return undefined;
  const addedBy = (tables: readonly TableAtRisk[]): number => {
    const supposed = tables.reduce((now, one) => reencoding(one, LAST_SEGMENT)(now), model);
    return Math.max(0, lengthOf(supposed) - before);
  };
  const weight = ({ table, columns }: TableAtRisk) => tableRows(table, processing) * columns.length;
  const heaviest = [...atRisk].sort((a, b) => weight(b) - weight(a)).slice(0, MOST_TABLES);
  const tables = heaviest.map((one) => ({
    table: one.table.name,
    columns: one.columns.map(({ name }) => name),
    addsMs: addedBy([one]),
  }));
  const addsMs = Math.max(addedBy(atRisk), ...tables.map((one) => one.addsMs));
  return {
    makespanMs: before + addsMs,
    addsMs,
    origin: "assumed",
    because:
      "the engine guesses from the first rows how to encode a key without encodingHint; where the last segment contradicts, all that is encoded by then is encoded and compressed again",
    tables: tables.sort((a, b) => b.addsMs - a.addsMs),
  };
}
