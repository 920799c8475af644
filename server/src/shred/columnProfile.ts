/**
 * Everything that one pass can say of one column: what it holds, how its whole numbers step, its
 * heaviest keys, and how evenly each function of it would fill the shards. Exact, constant memory.
 */
import { KIND } from "./cellKind";
import { ColumnKinds } from "./columnKinds";
import { hashOfNumber, hashOfText } from "./shardFunction";
import type { WholeNumber } from "./wholeNumber";

/** Places in which a key that makes up over 1/32 of the rows is found whatever the others are. */
const VOTES = 64;
/** Kinds of a column that is worth a hash: keys, not measures or moments. */
const HASHED = KIND.null | KIND.empty | KIND.whole | KIND.text;

export class ColumnProfile extends ColumnKinds {
  nulls = 0;
  empties = 0;
  negatives = 0;
  /** Rows per shard without nulls: `modCounts[i]` and `hashCounts[i]` for `degrees[i]`. */
  readonly modCounts: readonly Float64Array[];
  readonly hashCounts: readonly Float64Array[];
  private base: bigint | undefined;
  private safeBase: number | undefined;
  private stride = 0n;
  private safeStride = 0;
  private readonly voteKey = new Float64Array(VOTES);
  private readonly voteCount = new Float64Array(VOTES);

  constructor(
    name: string,
    private readonly degrees: readonly number[],
    quote: number,
  ) {
    super(name, quote);
    this.modCounts = degrees.map((degree) => new Float64Array(degree));
    this.hashCounts = degrees.map((degree) => new Float64Array(degree));
  }

  /** Takes the field `bytes[start … end)` of the next row into account. O(length + degrees). */
  override add(bytes: Uint8Array, start: number, end: number, whole: WholeNumber): number {
    const kind = super.add(bytes, start, end, whole);
    if (kind === KIND.whole) this.addWhole(whole);
    else if (kind === KIND.null) this.nulls++;
    else if (kind === KIND.empty) this.empties++;
    else if (kind === KIND.text && (this.kinds & ~HASHED) === 0) {
      const isQuoted =
        end - start >= 2 && bytes[start] === this.quote && bytes[end - 1] === this.quote;
      const inset = isQuoted ? 1 : 0;
      this.countHash(hashOfText(bytes, start + inset, end - inset));
    }
    return kind;
  }

  /** Text or whole numbers throughout, so that hashes of every row were counted. */
  get isKeyLike(): boolean {
    return (this.kinds & ~HASHED) === 0 && this.kinds !== 0;
  }

  /** Gcd of all differences; 0 where all values are equal, undefined where none is whole. */
  get steps(): number | undefined {
    return this.base === undefined ? undefined : Number(this.stride);
  }

  /** Keys that are surely heavier than `share` of `rows`, the heaviest first. */
  heavyKeys(
    rows: number,
    share: number,
  ): readonly { readonly key: string; readonly share: number }[] {
    if (this.type !== "integer") return [];
    return [...this.voteCount]
      .map((count, at) => ({ key: String(this.voteKey[at]), share: count / Math.max(1, rows) }))
      .filter((one) => one.share > share)
      .sort((a, b) => b.share - a.share);
  }

  private addWhole(whole: WholeNumber): void {
    const isWholeSoFar = (this.kinds & ~(KIND.null | KIND.empty | KIND.whole)) === 0;
    if (whole.isNegative && (whole.low > 0 || whole.high > 0)) this.negatives++;
    if (isWholeSoFar) {
      for (let i = 0; i < this.degrees.length; i++) {
        const shard = whole.modulo(this.degrees[i]!);
        this.modCounts[i]![shard] = this.modCounts[i]![shard]! + 1;
      }
      this.step(whole);
    }
    if ((this.kinds & ~HASHED) !== 0) return;
    const hash = hashOfNumber(whole);
    this.countHash(hash);
    this.vote(whole, hash);
  }

  private countHash(hash: number): void {
    for (let i = 0; i < this.degrees.length; i++) {
      const shard = (hash | 0) % (this.degrees[i]! | 0);
      this.hashCounts[i]![shard] = this.hashCounts[i]![shard]! + 1;
    }
  }

  private step(whole: WholeNumber): void {
    if (this.safeStride === 1) return;
    const value = whole.safeValue();
    if (this.base === undefined) {
      this.base = whole.bigValue();
      this.safeBase = value;
      return;
    }
    if (value !== undefined && this.safeBase !== undefined) {
      const difference = value - this.safeBase;
      if (difference === 0) return;
      if (this.safeStride > 0 && difference % this.safeStride === 0) return;
    }
    this.stride = greatestCommonDivisor(this.stride, whole.bigValue() - this.base);
    this.safeStride = this.stride <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(this.stride) : 0;
  }

  /** Majority vote per place (Boyer and Moore 1981): the count left is a lower bound of the key's. */
  private vote(whole: WholeNumber, hash: number): void {
    const value = whole.safeValue();
    if (value === undefined) return;
    const place = hash & (VOTES - 1);
    const count = this.voteCount[place]!;
    if (count === 0) {
      this.voteKey[place] = value;
      this.voteCount[place] = 1;
    } else this.voteCount[place] = this.voteKey[place] === value ? count + 1 : count - 1;
  }
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y > 0n) [x, y] = [y, x % y];
  return x;
}
