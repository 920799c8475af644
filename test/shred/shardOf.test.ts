import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shardBalance, shardOf } from "../../server/src/shred/shardOf";

describe("shardOf", () => {
  it("puts every whole number into exactly one shard, whatever its sign and size", () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.integer({ min: 1, max: 1000 }), (key, count) => {
        const shard = shardOf(String(key), count);
        expect(shard).toBeGreaterThanOrEqual(0);
        expect(shard).toBeLessThan(count);
        expect((key - BigInt(shard ?? -1)) % BigInt(count)).toBe(0n);
      }),
    );
  });

  it("has no shard for what is no whole number", () => {
    for (const key of ["", "1.5", "abc", "1e3", " 1"]) expect(shardOf(key, 8)).toBeUndefined();
  });

  it("never answers minus zero", () => {
    expect(Object.is(shardOf("-8", 8), 0)).toBe(true);
  });
});

describe("shardBalance", () => {
  it("finds the even ids that leave half of the shards empty", () => {
    const rows = Array.from({ length: 8 }, () => 0);
    for (let id = 0; id < 1000; id += 2) rows[shardOf(String(id), 8) ?? 0]! += 1;
    expect(shardBalance(rows)).toEqual({ imbalance: 2, empty: 4 });
  });
});
