/**
 * The functions that send a key to a shard: the plain modulus and a portable hash, each with the
 * SQL that computes the same in any engine with 64-bit whole numbers.
 */
import { productRemainder, type WholeNumber } from "./wholeNumber";

export type ShardFunction = "mod" | "hash" | "round-robin";

/** The largest prime below 2^31 and a multiplier of good spread for it (L'Ecuyer 1999, table 2). */
const PRIME = 2_147_483_647;
const MULTIPLIER = 1_583_458_089;
/** FNV-1a, for keys that are text. */
const FNV_BASIS = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
/** What open files and sensible degrees allow. */
export const MOST_SHARDS = 1024;

/** Hash of a whole number, 0 to 2^31 - 2: `(value mod p) × a mod p`, always exact. */
export function hashOfNumber(key: WholeNumber): number {
  return productRemainder(key.modulo(PRIME), MULTIPLIER, PRIME);
}

/** Hash of any other key by its bytes, in the same range. O(length). */
export function hashOfText(bytes: Uint8Array, start: number, end: number): number {
  let hash = FNV_BASIS;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, FNV_PRIME);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 1) % PRIME;
}

/**
 * The same for whole numbers in SQL: Postgres, DuckDB, Spark, SQL Server and others. `key` is an
 * expression of a 64-bit type. Where it is null the answer is null.
 */
export function shardSql(key: string, shardFunction: ShardFunction, shardCount: number): string {
  if (shardFunction !== "hash") return guarded(key, shardCount);
  return `((${guarded(key, PRIME)}) * ${MULTIPLIER} % ${PRIME}) % ${shardCount}`;
}

function guarded(key: string, divisor: number): string {
  return `((${key} % ${divisor}) + ${divisor}) % ${divisor}`;
}
