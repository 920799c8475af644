/**
 * Which column, function and number of shards to take: the evenest, and among near equals the one
 * that is simplest to say in SQL. Where no column is even, round-robin and what that loses.
 */
import type { ColumnShape, ColumnType } from "./columnType";
import { shardBalance } from "./shardOf";

/** What an analysis found in one column. */
export interface ColumnFacts extends ColumnShape {
  readonly type: ColumnType;
  /** Every value is a whole number (and there is one). */
  readonly isInteger: boolean;
  readonly nulls: number;
  readonly negatives: number;
  /** Gcd of all differences, 0 where all values are equal; absent for other types. */
  readonly stride?: number;
  readonly heavy: readonly { readonly key: string; readonly share: number }[];
}

/** One way to divide the rows, with what it would give. Rows without a key are in shard 0. */
export interface Candidate {
  readonly column: string;
  readonly function: "mod" | "hash";
  readonly shards: number;
  readonly rows: readonly number[];
  readonly imbalance: number;
  readonly empty: number;
}

/** A decision, in the same terms as the candidates. */
export interface Division {
  /** Absent for round-robin. */
  readonly column?: string;
  readonly function: "mod" | "hash" | "round-robin";
  readonly shards: number;
  readonly rows: readonly number[];
  readonly imbalance: number;
  readonly empty: number;
  readonly because: string;
}

/** Imbalances this close are the same to a loader. */
const SAME = 0.02;
/** Beyond this the fullest shard costs more than keeping keys together is worth. */
const UNEVEN = 1.25;

/** The division to take for about `wanted` shards. O(columns + candidates). */
export function recommendDivision(
  columns: readonly ColumnFacts[],
  candidates: readonly Candidate[],
  wanted: number,
  rows: number,
): Division {
  const usable = candidates.filter((one) => one.empty === 0 || rows < one.shards);
  const best = usable.reduce((least, one) => Math.min(least, one.imbalance), Infinity);
  const places = new Map(columns.map((column, at) => [column.name, { column, at }]));
  const rankOf = (one: Candidate) => rank(one, wanted, places.get(one.column));
  const chosen = usable
    .filter(({ imbalance }) => imbalance <= best + SAME)
    .reduce<Candidate | undefined>(
      (first, one) => (first === undefined || rankOf(one) < rankOf(first) ? one : first),
      undefined,
    );
  if (chosen !== undefined && chosen.imbalance <= UNEVEN) {
    return { ...chosen, because: reasonFor(chosen, candidates, columns) };
  }
  const even = Array.from({ length: wanted }, (_, shard) =>
    Math.floor((rows + wanted - 1 - shard) / wanted),
  );
  const nearest =
    chosen === undefined
      ? "no column holds a key for all shards"
      : `the evenest, ${chosen.function} of ${chosen.column}, has ${percent(chosen.imbalance)} of a fair share in its fullest shard`;
  const heavy = columns.find(({ name }) => name === chosen?.column)?.heavy[0];
  const why =
    heavy === undefined
      ? ""
      : ` because key ${heavy.key} alone is at least ${Math.round(heavy.share * 100)} % of the rows`;
  return {
    function: "round-robin",
    shards: wanted,
    rows: even,
    ...shardBalance(even),
    because: `${nearest}${why}. Round-robin is even, but rows of one key no longer lie together.`,
  };
}

/** Lower is better: the number asked for, then mod, then whole numbers, then the file's order. */
function rank(
  one: Candidate,
  wanted: number,
  place: { readonly column: ColumnFacts; readonly at: number } | undefined,
): number {
  const isText = place?.column.isInteger !== true;
  return (
    (one.shards === wanted ? 0 : 40_000) +
    (isText ? 20_000 : 0) +
    (one.function === "mod" ? 0 : 10_000) +
    Math.min(place?.at ?? 9_999, 9_999)
  );
}

function reasonFor(
  chosen: Candidate,
  candidates: readonly Candidate[],
  columns: readonly ColumnFacts[],
): string {
  const fullest = `the fullest shard has ${percent(chosen.imbalance)} of a fair share`;
  if (chosen.function === "mod") return `${chosen.column} mod ${chosen.shards}: ${fullest}`;
  const plain = candidates.find(
    (one) => one.column === chosen.column && one.function === "mod" && one.shards === chosen.shards,
  );
  const stride = columns.find(({ name }) => name === chosen.column)?.stride;
  if (plain === undefined) return `hash of ${chosen.column}: ${fullest}`;
  const step = stride !== undefined && stride > 1 ? ` (its values step by ${stride})` : "";
  return `hash of ${chosen.column}: ${fullest}; by plain modulus it would be ${percent(plain.imbalance)}${step}`;
}

function percent(imbalance: number): string {
  return `${Math.round(imbalance * 100)} %`;
}
