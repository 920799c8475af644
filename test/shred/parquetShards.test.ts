/** Parquet shards hold exactly the values of the text: read back by DuckDB, whatever the types. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { openDuckdb } from "../../server/src/node/duckdbDatabase";
import { createBytes } from "../../server/src/node/openBytes";
import { ColumnKinds } from "../../server/src/shred/columnKinds";
import { ParquetWriter } from "../../server/src/shred/parquetWriter";
import { WholeNumber } from "../../server/src/shred/wholeNumber";
import { bytesOf } from "./memoryFiles";

const root = mkdtempSync(join(tmpdir(), "heddle-parquet-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const QUOTE = 0x22;

const two = (value: number) => String(value).padStart(2, "0");
const day = fc
  .date({ min: new Date("0001-01-01T00:00:00Z"), max: new Date("9999-12-31T00:00:00Z") })
  .filter((one) => !Number.isNaN(one.getTime()))
  .map((one) => one.toISOString().slice(0, 10));
const clock = fc
  .tuple(fc.nat({ max: 23 }), fc.nat({ max: 59 }), fc.nat({ max: 59 }), fc.nat({ max: 999_999 }))
  .map(([hour, minute, second, micros]) =>
    [`${two(hour)}:${two(minute)}:${two(second)}.${String(micros).padStart(6, "0")}`].join(""),
  );
const sign = fc.constantFrom("", "-");
const digits = (most: number) => fc.nat({ max: most }).map(String);

/** Cells of one column by its type in SQL, written as DuckDB's own text of them reads. */
const cells: Readonly<Record<string, fc.Arbitrary<string>>> = {
  BIGINT: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
  "DECIMAL(18,3)": fc
    .tuple(sign, fc.oneof(digits(99), digits(999_999_999)), fc.nat({ max: 999 }))
    .map(([minus, whole, part]) => `${minus}${whole}.${String(part).padStart(3, "0")}`),
  DATE: day,
  TIMESTAMP: fc.tuple(day, clock).map(([date, time]) => `${date} ${time}`),
  BOOLEAN: fc.constantFrom("true", "false"),
};

/** Writes one column as Parquet and gives what DuckDB reads, cast to `type` and to text. */
async function readBack(written: readonly string[], type: string): Promise<readonly unknown[]> {
  const kinds = new ColumnKinds("c", QUOTE);
  const whole = new WholeNumber();
  const all = written.map(bytesOf);
  for (const bytes of all) kinds.add(bytes, 0, bytes.length, whole);
  const path = join(root, "c.parquet").replaceAll("\\", "/");
  const sink = await createBytes(path);
  const writer = new ParquetWriter(sink, [kinds.shape], { quote: QUOTE, escape: QUOTE });
  for (const bytes of all) writer.add(bytes, Int32Array.of(0, bytes.length + 1), 1);
  await writer.finish();
  await sink.close();
  const database = await openDuckdb(":memory:");
  const session = await database.connect();
  try {
    const sql = `SELECT CAST(CAST(c AS ${type}) AS varchar) FROM read_parquet('${path}')`;
    return (await session.query(sql)).map(([value]) => value);
  } finally {
    await session.close();
    await database.close();
  }
}

describe("Parquet shards", { timeout: 120_000 }, () => {
  it.each(Object.keys(cells))("hold every %s", async (type) => {
    const cell = cells[type] ?? fc.constant("");
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.option(cell, { nil: "" }), { minLength: 1, maxLength: 30 }),
        async (written) => {
          if (written.every((one) => one === "")) return;
          // The text of a moment leaves out zeros at its end; the text of -0.000 its sign.
          const normal = (value: unknown) =>
            typeof value === "string"
              ? value
                  .replace(/(:\d\d)\.?0*$/, "$1")
                  .replace(/(\.\d*[1-9])0+$/, type === "TIMESTAMP" ? "$1" : "$&")
                  .replace(/^-(0\.0+)$/, "$1")
              : value;
          const found = await readBack(written, type);
          expect(found.map(normal)).toEqual(
            written.map((one) => (one === "" ? null : normal(one))),
          );
        },
      ),
      { numRuns: 30 },
    );
  });

  it("hold text with its quotes undone, and keep an empty one from a null", async () => {
    const written = ['"say ""x"""', '""', "", "plain", '"ü\n🧵"', 'in"side'];
    const found = await readBack(written, "varchar");
    expect(found).toEqual(['say "x"', "", null, "plain", "ü\n🧵", 'in"side']);
  });

  it("keep what a number would lose: zeros in front, digits beyond 64 bits", async () => {
    for (const written of [
      ["007", "+8"],
      ["1", "9223372036854775808"],
    ]) {
      expect(await readBack(written, "varchar")).toEqual(written);
    }
  });
});
