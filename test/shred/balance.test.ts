/**
 * The traps of dividing by a key, as laws: strides and gcd, ids with empty low bits, dates, heavy keys,
 * sorted files, more shards than workers, and SQL that must send a row where the file's parse sent it.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openDuckdb } from "../../server/src/node/duckdbDatabase";
import { analyse } from "../../server/src/shred/analyse";
import { workerImbalance } from "../../server/src/shred/breakEven";
import { type ShardFunction, shardSql } from "../../server/src/shred/shardFunction";
import { shredRows } from "../../server/src/shred/shredRows";
import { bytesOf, memorySink, quiet, sourceOf } from "./memoryFiles";

async function analysisOf(keys: readonly (string | number | bigint)[], shards: number) {
  const bytes = bytesOf(`id,x\n${keys.map((key) => `${key},a\n`).join("")}`);
  const input = { name: "f.csv", size: bytes.length, source: sourceOf(bytes), choice: {} };
  return analyse(input, shards, quiet);
}

async function candidateOf(
  keys: readonly (string | number | bigint)[],
  shards: number,
  kind: ShardFunction,
) {
  const { candidates } = await analysisOf(keys, shards);
  const found = candidates.find((one) => one.function === kind && one.shards === shards);
  if (found === undefined) throw new Error(`no ${kind} by ${shards} among the candidates`);
  return found;
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
const upTo = (count: number) => Array.from({ length: count }, (_, at) => at);

describe("the balance of a key", { timeout: 120_000 }, () => {
  it("has n / gcd(stride, n) shards with rows, wherever the ids begin", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 2, max: 16 }),
        fc.integer({ min: -1000, max: 1000 }),
        async (stride, shards, first) => {
          const keys = upTo(shards * 3).map((at) => first + at * stride);
          const { empty, rows, imbalance } = await candidateOf(keys, shards, "mod");
          const common = gcd(stride, shards);
          expect(shards - empty).toBe(shards / common);
          expect(imbalance).toBeCloseTo(common, 9);
          expect(rows.reduce((sum, count) => sum + count, 0)).toBe(keys.length);
        },
      ),
      { numRuns: 100 },
    );
  });

  it("takes no plain modulo of ids whose low bits are empty", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 3, max: 22 }),
        fc.bigInt({ min: 0n, max: 2n ** 40n }),
        async (bits, first) => {
          const keys = upTo(4000).map((at) => (first + BigInt(at)) << BigInt(bits));
          const { recommended } = await analysisOf(keys, 8);
          expect(recommended.empty).toBe(0);
          expect(recommended.imbalance).toBeLessThan(1.25);
        },
      ),
      { numRuns: 15 },
    );
  });

  it("is measured for every function: of few distinct days a hash may be the worse", async () => {
    const days = upTo(12_000).map((at) => {
      const day = new Date(Date.UTC(2024, 0, 1) + (at % 366) * 86_400_000);
      return day.toISOString().slice(0, 10).replaceAll("-", "");
    });
    const { candidates, recommended } = await analysisOf(days, 8);
    const least = Math.min(...candidates.map(({ imbalance }) => imbalance));
    expect(recommended.imbalance).toBeLessThanOrEqual(least + 0.02);
    const hash = candidates.find((one) => one.function === "hash" && one.shards === 8);
    expect(hash?.imbalance).toBeGreaterThan(recommended.imbalance);
  });

  it("is never better than n times the share of the heaviest key, by any function", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 20, max: 90 }),
        fc.integer({ min: 2, max: 9 }),
        fc.integer({ min: -50, max: 50 }),
        async (percent, shards, key) => {
          const keys = upTo(1000).map((at) => (at % 100 < percent ? key : 1000 + at));
          const { candidates, recommended } = await analysisOf(keys, shards);
          for (const one of candidates) {
            const bound = (one.shards * percent) / 100;
            expect(one.imbalance).toBeGreaterThanOrEqual(bound - 1e-9);
          }
          if ((shards * percent) / 100 > 1.4) {
            expect(recommended.function).toBe("round-robin");
            expect(recommended.because).toContain("no longer lie together");
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it("does not depend on the order of the rows: a sorted head misleads nobody", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 2, maxLength: 300 }),
        fc.integer({ min: 2, max: 9 }),
        async (keys, shards) => {
          const sorted = [...keys].sort((a, b) => a - b);
          const [a, b] = [await analysisOf(keys, shards), await analysisOf(sorted, shards)];
          expect(b.candidates).toEqual(a.candidates);
          expect(b.recommended).toEqual(a.recommended);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("workers", () => {
  it("level skew by taking the largest shard first, the better the more shards there are", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 1000 }), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 12 }),
        (rows, workers) => {
          const used = Math.min(workers, rows.length);
          const total = rows.reduce((sum, count) => sum + count, 0);
          const imbalance = workerImbalance(rows, workers);
          expect(imbalance).toBeGreaterThanOrEqual(1 - 1e-9);
          expect(imbalance).toBeLessThanOrEqual(used + 1e-9);
          if (total === 0) return;
          // Graham 1966: what takes the next free worker ends by then.
          const most = total / used + (1 - 1 / used) * Math.max(...rows);
          expect((imbalance * total) / used).toBeLessThanOrEqual(most + 1e-6);
        },
      ),
    );
    const skewed = [400, ...upTo(6).map(() => 100)];
    expect(workerImbalance(skewed, 2)).toBe(1);
    expect(workerImbalance([700, 300], 2)).toBe(1.4);
  });
});

describe("the SQL of a division", { timeout: 120_000 }, () => {
  it("sends every 64-bit key where the file's own parse sends it, and loses none", async () => {
    const database = await openDuckdb(":memory:");
    const session = await database.connect();
    try {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })), {
            minLength: 1,
            maxLength: 30,
          }),
          fc.integer({ min: 1, max: 1024 }),
          fc.constantFrom<ShardFunction>("mod", "hash"),
          async (keys, shards, kind) => {
            const values = keys.map((key) => `(${key === null ? "NULL" : `'${key}'`})`);
            const sql = shardSql("CAST(k AS BIGINT)", kind, shards);
            const found = await session.query(
              `SELECT coalesce(${sql}, 0), count(*) FROM (VALUES ${values.join(", ")}) AS v(k) GROUP BY 1`,
            );
            const inSql = new Map(found.map(([shard, count]) => [Number(shard), Number(count)]));
            const bytes = bytesOf(`id,x\n${keys.map((key) => `${key ?? ""},a\n`).join("")}`);
            const { shards: parsed } = await shredRows({
              input: { name: "f", size: bytes.length, source: sourceOf(bytes), choice: {} },
              choice: { function: kind, column: "id", shards, nulls: 0 },
              withShapes: false,
              openShard: async () => memorySink(),
              watch: quiet,
            });
            // Every shard from 0 to n - 1 exists, with or without rows.
            expect(parsed.map(({ shard }) => shard)).toEqual(upTo(shards));
            expect(parsed.map(({ shard }) => inSql.get(shard) ?? 0)).toEqual(
              parsed.map(({ rows }) => rows),
            );
          },
        ),
        { numRuns: 60 },
      );
    } finally {
      await session.close();
      await database.close();
    }
  });
});
