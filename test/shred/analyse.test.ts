/** What an analysis says of a column, and which division it recommends. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Analysis, analyse } from "../../server/src/shred/analyse";
import { bytesOf, quiet, sourceOf } from "./memoryFiles";

async function analysisOf(text: string, shards = 8): Promise<Analysis> {
  const bytes = bytesOf(text);
  const input = { name: "f.csv", size: bytes.length, source: sourceOf(bytes), choice: {} };
  return analyse(input, shards, quiet);
}

/** A file with the one column `id` (and a second, so that it has a delimiter). */
async function idsOf(ids: readonly (string | number)[], shards = 8): Promise<Analysis> {
  return analysisOf(`id,x\n${ids.map((id) => `${id},a\n`).join("")}`, shards);
}

async function checkTypes(cells: readonly string[], type: string): Promise<void> {
  const { columns } = await idsOf(cells);
  expect(columns[0]?.type, cells.join(" ")).toBe(type);
}

const upTo = (count: number) => Array.from({ length: count }, (_, at) => at);

describe("analyse", { timeout: 120_000 }, () => {
  it("tells types apart by every value", async () => {
    await checkTypes(["1", "-2", "", '"3"'], "integer");
    await checkTypes(["1", "2.5"], "decimal");
    await checkTypes(["1", "2.5", "1e9"], "double");
    await checkTypes(["true", "False"], "boolean");
    await checkTypes(["2024-02-29", ""], "date");
    await checkTypes(["2024-02-29", "2023-02-29"], "text");
    await checkTypes(["2024-02-29 12:30", "2024-02-29"], "timestamp");
    await checkTypes(["2024-02-29T12:30:15.123Z"], "timestamptz");
    await checkTypes(["2024-02-29 12:30:15+01:00"], "timestamptz");
    await checkTypes(["1", "x"], "text");
    await checkTypes(["0x1f"], "text");
  });

  it("counts exactly what the guarded modulo gives, nulls in shard 0", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.option(fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n })), { minLength: 1 }),
        fc.integer({ min: 2, max: 12 }),
        async (keys, shards) => {
          const { rows, columns, candidates } = await idsOf(
            keys.map((key) => (key === null ? "" : String(key))),
            shards,
          );
          expect(rows).toBe(keys.length);
          if (keys.every((key) => key === null)) return;
          expect(columns[0]).toMatchObject({
            isInteger: true,
            nulls: keys.filter((key) => key === null).length,
            negatives: keys.filter((key) => key !== null && key < 0n).length,
          });
          const expected = new Array<number>(shards).fill(0);
          const n = BigInt(shards);
          for (const key of keys) {
            const shard = key === null ? 0 : Number(((key % n) + n) % n);
            expected[shard] = expected[shard]! + 1;
          }
          const found = candidates.find(
            (one) => one.column === "id" && one.function === "mod" && one.shards === shards,
          );
          expect(found?.rows).toEqual(expected);
        },
      ),
      { numRuns: 100 },
    );
  });

  it("finds the stride, below and beyond 2^53", async () => {
    const { columns } = await idsOf(upTo(50).map((at) => at * 10 + 3));
    expect(columns[0]?.stride).toBe(10);
    const large = await idsOf(upTo(20).map((at) => String(2n ** 60n + BigInt(at) * 4096n)));
    expect(large.columns[0]?.stride).toBe(4096);
  });

  it("takes plain modulo where it is even", async () => {
    const { recommended } = await idsOf(upTo(1600));
    expect(recommended).toMatchObject({ column: "id", function: "mod", shards: 8, imbalance: 1 });
  });

  it("takes a hash where a stride leaves shards empty", async () => {
    const { recommended, candidates } = await idsOf(upTo(20_000).map((at) => at * 16));
    expect(candidates.find((one) => one.function === "mod" && one.shards === 8)?.empty).toBe(7);
    expect(recommended.column).toBe("id");
    expect(recommended.imbalance).toBeLessThan(1.05);
    expect(recommended.function === "hash" || recommended.shards % 2 === 1).toBe(true);
  });

  it("falls back to round-robin for a heavy key and names it", async () => {
    const ids = upTo(4000).map((at) => (at % 2 === 0 ? 7 : at));
    const { recommended } = await idsOf(ids);
    expect(recommended.function).toBe("round-robin");
    expect(recommended.because).toContain("key 7 alone");
    expect(recommended.rows).toEqual(new Array(8).fill(500));
  });

  it("reads every delimiter, headers and files without one", async () => {
    for (const delimiter of [",", ";", "\t", "|"]) {
      const text = `id${delimiter}name\n1${delimiter}ann\n2${delimiter}"b${delimiter}c"\n`;
      const { columns, rows } = await analysisOf(text);
      expect([columns.map(({ name }) => name), rows]).toEqual([["id", "name"], 2]);
    }
    const bare = await analysisOf("1,ann\n2,bob\n");
    expect([bare.columns.map(({ name }) => name), bare.rows]).toEqual([["column1", "column2"], 2]);
    const old = await analysisOf("id,name\r1,ann\r2,bob\r");
    expect(old.rows).toBe(2);
  });

  it("refuses what is no delimited text", async () => {
    await expect(analysisOf("a\u0000b")).rejects.toThrow("holds zero bytes");
  });
});
