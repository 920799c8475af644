/**
 * The laws of stage 1 on whatever a file may hold: every row in exactly one shard, byte for byte,
 * where SQL's guarded modulo puts it; the union is the source; counts and checksums agree.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scanRows } from "../../server/src/shred/scanRows";
import type { DivisionChoice } from "../../server/src/shred/shardChooser";
import { shredRows } from "../../server/src/shred/shredRows";
import { bytesOf, type MemorySink, memorySink, quiet, sourceOf } from "./memoryFiles";

interface Cell {
  readonly text: string;
  readonly isQuoted: boolean;
}

const DELIMITERS = [",", ";", "\t", "|"];

/** A cell as it stands in the file. */
function written({ text, isQuoted }: Cell, delimiter: string): string {
  const must = text.includes(delimiter) || /[\r\n"]/.test(text);
  return isQuoted || must ? `"${text.replaceAll('"', '""')}"` : text;
}

const keyText = fc.oneof(
  fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }).map(String),
  fc.integer({ min: -20, max: 20 }).map(String),
  fc.integer({ min: 0, max: 1000 }).map((value) => `00${value}`),
  fc.constantFrom("", "abc", "1.5", "-", "+7", " 3", "9007199254740993", "-9223372036854775808"),
);
const freeText = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom("a,b", 'say "hi"', "two\nlines", "two\r\nlines", "“ü” 🧵", ";|\t", '"', ""),
);
const row = fc.record({
  key: fc.record({ text: keyText, isQuoted: fc.boolean() }),
  note: fc.record({ text: freeText, isQuoted: fc.boolean() }),
  last: fc.record({ text: fc.constantFrom("x", "", "1"), isQuoted: fc.boolean() }),
});

/** Shard by exact arithmetic, apart from the code under test; undefined for what is no whole number. */
function shardByBigInt(key: string, count: number): number | undefined {
  if (!/^[+-]?\d+$/.test(key)) return undefined;
  const size = BigInt(count);
  return Number(((BigInt(key.replace("+", "")) % size) + size) % size);
}

async function shred(text: string, choice: DivisionChoice, delimiter: string, piece: number) {
  const sinks: MemorySink[] = [];
  const bytes = bytesOf(text);
  const result = await shredRows({
    input: {
      name: "fact.csv",
      size: bytes.length,
      source: sourceOf(bytes, piece),
      choice: { delimiter: delimiter.charCodeAt(0), hasHeader: true },
    },
    choice,
    withShapes: false,
    openShard: async (shard) => {
      const sink = memorySink();
      sinks[shard] = sink;
      return sink;
    },
    watch: quiet,
  });
  return { result, texts: sinks.map((sink) => sink.text()) };
}

describe("stage 1", { timeout: 120_000 }, () => {
  it("puts every row, byte for byte, into the one shard of its key", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom(...DELIMITERS),
        fc.constantFrom("\n", "\r\n"),
        fc.boolean(),
        fc.boolean(),
        fc.integer({ min: 1, max: 64 }),
        fc.constantFrom(1, 0.5),
        async (rows, shards, delimiter, lineEnd, hasBom, endsWithLine, piece, nullShare) => {
          const lines = rows.map(({ key, note, last }) =>
            [key, note, last].map((cell) => written(cell, delimiter)).join(delimiter),
          );
          const header = ["key", "note", "last"].join(delimiter);
          const body = [header, ...lines].join(lineEnd) + (endsWithLine ? lineEnd : "");
          const nulls = Math.floor((shards - 1) * nullShare);
          const choice: DivisionChoice = { function: "mod", column: "key", shards, nulls };
          const { result, texts } = await shred(
            (hasBom ? "\ufeff" : "") + body,
            choice,
            delimiter,
            piece,
          );
          const expected = Array.from({ length: shards }, () => [header]);
          rows.forEach(({ key }, at) => {
            expected[shardByBigInt(key.text, shards) ?? nulls]!.push(lines[at]!);
          });
          // The last row of the file gets the line end it may lack, as a plain line feed.
          const normal = (text: string) => text.replaceAll("\r\n", "\n");
          expect(texts.map(normal)).toEqual(
            expected.map((own) => normal(`${own.join(lineEnd)}${lineEnd}`)),
          );
          expect(result.rows).toBe(rows.length);
          expect(result.shards.map((one) => one.rows)).toEqual(
            expected.map((own) => own.length - 1),
          );
          const unkeyed = rows.filter(({ key }) => shardByBigInt(key.text, 2) === undefined).length;
          expect(result.shards.reduce((sum, one) => sum + one.unkeyed, 0)).toBe(unkeyed);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("finds the same rows wherever blocks are cut", () => {
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 6 }),
        fc.nat(),
        fc.constantFrom("\n", "\r\n"),
        (rows, cut, lineEnd) => {
          const text = rows
            .map(({ key, note }) => [key, note].map((cell) => written(cell, ",")).join(","))
            .join(lineEnd);
          const bytes = bytesOf(text);
          const dialect = { delimiter: 44, quote: 34, escape: 34, newline: 10, hasHeader: false };
          const scan = (...ends: readonly number[]) => {
            const found: string[] = [];
            const fields = new Int32Array(64);
            let from = 0;
            for (const end of ends) {
              from = scanRows(bytes, from, end, dialect, end === bytes.length, fields, {
                row(_, start, to, count) {
                  found.push(`${start}-${to}:${[...fields.subarray(0, count + 1)]}`);
                },
              });
            }
            return found;
          };
          expect(scan(cut % (bytes.length + 1), bytes.length)).toEqual(scan(bytes.length));
        },
      ),
      { numRuns: 500 },
    );
  });

  it("adds keys up exactly, however long", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.bigInt({ min: -(10n ** 32n), max: 10n ** 32n }), {
          minLength: 1,
          maxLength: 50,
        }),
        async (keys) => {
          const text = `key,x\n${keys.map((key) => `${key},1\n`).join("")}`;
          const choice: DivisionChoice = { function: "mod", column: "key", shards: 3, nulls: 0 };
          const { result } = await shred(text, choice, ",", 1000);
          const sum = result.shards.reduce((all, one) => all + BigInt(one.keySum), 0n);
          expect(sum).toBe(keys.reduce((all, key) => all + key, 0n));
        },
      ),
      { numRuns: 100 },
    );
  });

  it("gives a checksum that order does not change and any other change does", async () => {
    const choice: DivisionChoice = { function: "round-robin", shards: 2, nulls: 0 };
    const checksum = async (...lines: string[]) =>
      (await shred(`a,b\n${lines.join("\n")}\n`, choice, ",", 99)).result.checksum;
    const first = await checksum("1,x", "2,y", "3,z");
    expect(await checksum("3,z", "1,x", "2,y")).toBe(first);
    expect(await checksum("1,x", "2,y", "3,y")).not.toBe(first);
    expect(await checksum("1,x", "2,y", "3,z", "3,z")).not.toBe(first);
    expect(await checksum("1,y", "2,x", "3,z")).not.toBe(first);
  });

  it("sends all rows of one key to one shard by hash, whatever the key is", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom("a", "b", "17", "-3", "ü", "x y"), {
          minLength: 1,
          maxLength: 30,
        }),
        async (keys) => {
          const text = `key,n\n${keys.map((key, at) => `${key},${at}\n`).join("")}`;
          const choice: DivisionChoice = { function: "hash", column: "key", shards: 4, nulls: 0 };
          const { texts } = await shred(text, choice, ",", 1000);
          for (const key of new Set(keys)) {
            const holding = texts.filter((shard) => shard.includes(`\n${key},`));
            expect(holding.length).toBe(1);
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it("spreads rows without a key where asked to", async () => {
    const choice: DivisionChoice = { function: "mod", column: "key", shards: 2, nulls: "spread" };
    const { result } = await shred("key,n\n,1\n,2\n,3\n,4\n", choice, ",", 1000);
    expect(result.shards.map(({ rows }) => rows)).toEqual([2, 2]);
  });

  it("refuses a quote that never closes, a column that is not there and ragged rows", async () => {
    const choice: DivisionChoice = { function: "mod", column: "a", shards: 2, nulls: 0 };
    await expect(shred('a,b\n1,"x\n', choice, ",", 9)).rejects.toThrow(
      "the quote that opens in row 1 never closes",
    );
    await expect(shred("a,b\n1,2\n", { ...choice, column: "c" }, ",", 9)).rejects.toThrow(
      "fact.csv has no column c; it has a, b",
    );
    await expect(shred("a,b\n1,2\n3\n", choice, ",", 9)).rejects.toThrow("the first is row 2");
    await expect(shred("", choice, ",", 9)).rejects.toThrow("fact.csv is empty");
  });
});
