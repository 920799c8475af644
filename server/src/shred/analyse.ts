/**
 * What a file holds and how evenly each way of dividing it would fill the shards: one exact pass.
 * Decides nothing; `recommendDivision` does.
 */
import type { Watch } from "./byteStreams";
import { ColumnProfile } from "./columnProfile";
import { type Layout, type RowsRead, type RowsSource, readRows } from "./readRows";
import {
  type Candidate,
  type ColumnFacts,
  type Division,
  recommendDivision,
} from "./recommendDivision";
import { shardBalance } from "./shardOf";
import { WholeNumber } from "./wholeNumber";

export interface Analysis extends Omit<RowsRead, "layout"> {
  readonly layout: Layout;
  readonly columns: readonly ColumnFacts[];
  readonly candidates: readonly Candidate[];
  readonly recommended: Division;
}

/** A key that alone fills this share of one of n shards' fair part is worth naming. */
const HEAVY = 0.5;

/** Analyses all of `input` for about `shardCount` shards (and one fewer and one more). */
export async function analyse(
  input: RowsSource,
  shardCount: number,
  watch: Watch,
): Promise<Analysis> {
  const degrees = [shardCount - 1, shardCount, shardCount + 1].filter((degree) => degree > 1);
  if (shardCount === 1) degrees.unshift(1);
  const whole = new WholeNumber();
  let profiles: readonly ColumnProfile[] = [];
  const read = await readRows(
    input,
    ({ columns, dialect }, fields) => {
      const width = columns.length;
      profiles = columns.map((name) => new ColumnProfile(name, degrees, dialect.quote));
      return {
        row(bytes, _start, end, count) {
          for (let at = 0; at < width; at++) {
            const profile = profiles[at]!;
            // A row that is too short has nulls at its end.
            if (at < count) profile.add(bytes, fields[at]!, fields[at + 1]! - 1, whole);
            else profile.add(bytes, end, end, whole);
          }
        },
      };
    },
    watch,
    "analysing",
  );
  const columns = profiles.map((profile) => factsOf(profile, read.rows, shardCount));
  const candidates = profiles.flatMap((profile) => candidatesOf(profile, degrees));
  return {
    ...read,
    columns,
    candidates,
    recommended: recommendDivision(columns, candidates, shardCount, read.rows),
  };
}

function factsOf(profile: ColumnProfile, rows: number, shardCount: number): ColumnFacts {
  const { name, type, steps } = profile;
  const isInteger = type === "integer";
  return {
    name,
    type,
    isInteger,
    nulls: profile.nulls + (type === "text" ? 0 : profile.empties),
    negatives: profile.negatives,
    ...(isInteger && steps !== undefined && { stride: steps }),
    heavy: profile.heavyKeys(rows, HEAVY / shardCount),
    isPadded: profile.isPadded,
    exceedsInt64: profile.exceedsInt64,
    mostDigits: profile.mostDigits,
    mostScale: profile.mostScale,
  };
}

/** Whole numbers by both functions, text by its hash; measures and moments are no keys. */
function candidatesOf(profile: ColumnProfile, degrees: readonly number[]): readonly Candidate[] {
  const { type, name } = profile;
  const unkeyed = profile.nulls + profile.empties;
  const built = (kind: Candidate["function"], all: readonly Float64Array[]) =>
    degrees.map((shards, at): Candidate => {
      const rows = [...all[at]!];
      rows[0] = (rows[0] ?? 0) + unkeyed;
      return { column: name, function: kind, shards, rows, ...shardBalance(rows) };
    });
  if (type === "integer") {
    return [...built("mod", profile.modCounts), ...built("hash", profile.hashCounts)];
  }
  return type === "text" && profile.isKeyLike ? built("hash", profile.hashCounts) : [];
}
