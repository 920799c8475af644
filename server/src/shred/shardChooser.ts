/** Which shard each row of a scanned block belongs to, decided on its bytes. */
import { hashOfNumber, hashOfText, type ShardFunction } from "./shardFunction";
import { WholeNumber } from "./wholeNumber";

/** How rows are divided; a decision, not a finding. */
export interface DivisionChoice {
  readonly function: ShardFunction;
  /** The key; absent for round-robin. */
  readonly column?: string;
  readonly shards: number;
  /** Where rows without a key go: a shard, or all of them in turn. */
  readonly nulls: number | "spread";
}

/** Answers row by row; `isKeyed`, `hasWhole` and `whole` speak of the last one. */
export class ShardChooser {
  readonly whole = new WholeNumber();
  isKeyed = false;
  hasWhole = false;
  private turn = 0;
  private readonly kind: ShardFunction;
  private readonly shards: number;
  private readonly nulls: number;
  private readonly isSpread: boolean;

  constructor(
    choice: DivisionChoice,
    /** Place of the key among the fields; -1 for round-robin. */
    private readonly keyIndex: number,
    private readonly quote: number,
  ) {
    this.kind = choice.function;
    this.shards = choice.shards;
    this.isSpread = choice.nulls === "spread";
    this.nulls = choice.nulls === "spread" ? 0 : choice.nulls;
  }

  /** Shard of the row with `fields`, as `RowSink.row` gives them. */
  shardOfRow(bytes: Uint8Array, fields: Int32Array, count: number): number {
    this.hasWhole = false;
    this.isKeyed = true;
    if (this.keyIndex < 0) return this.next();
    if (this.keyIndex < count) {
      let from = fields[this.keyIndex]!;
      let to = fields[this.keyIndex + 1]! - 1;
      if (to - from >= 2 && bytes[from] === this.quote && bytes[to - 1] === this.quote) {
        from++;
        to--;
      }
      if (this.whole.read(bytes, from, to)) {
        this.hasWhole = true;
        return this.kind === "mod"
          ? this.whole.modulo(this.shards)
          : hashOfNumber(this.whole) % this.shards;
      }
      if (this.kind === "hash" && from < to) return hashOfText(bytes, from, to) % this.shards;
    }
    this.isKeyed = false;
    return this.isSpread ? this.next() : this.nulls;
  }

  private next(): number {
    const shard = this.turn;
    this.turn = shard + 1 === this.shards ? 0 : shard + 1;
    return shard;
  }
}
