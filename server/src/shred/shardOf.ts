/**
 * Which shard a key belongs to: `((key mod n) + n) mod n`, exact for any whole number, so that
 * negative keys and keys beyond 2^53 land where SQL's own guarded modulo puts them.
 */

const DECIMAL_KEY = /^[+-]?\d+$/;
/** Keys up to this many digits are exact as doubles. */
const SAFE_DIGITS = 15;

/**
 * Shard of `key` among `shardCount`, 0-based; `undefined` where `key` is no whole number (a null,
 * an empty field, text), whose rows need a place of their own. O(length of key).
 */
export function shardOf(key: string, shardCount: number): number | undefined {
  if (!Number.isInteger(shardCount) || shardCount < 1) {
    throw new RangeError(`shardOf: shardCount is ${shardCount}; give a whole number of 1 or more`);
  }
  if (!DECIMAL_KEY.test(key)) return undefined;
  if (key.length <= SAFE_DIGITS) {
    const remainder = Number(key) % shardCount;
    return remainder < 0 ? remainder + shardCount : Math.abs(remainder);
  }
  const count = BigInt(shardCount);
  return Number(((BigInt(key.replace("+", "")) % count) + count) % count);
}

/** How even `rows` per shard are. `imbalance` is the fullest shard over the mean; 1 is perfect. */
export function shardBalance(rows: readonly number[]): {
  readonly imbalance: number;
  readonly empty: number;
} {
  const total = rows.reduce((sum, count) => sum + count, 0);
  const fullest = rows.reduce((most, count) => Math.max(most, count), 0);
  return {
    imbalance: total === 0 ? 1 : (fullest * rows.length) / total,
    empty: rows.filter((count) => count === 0).length,
  };
}
