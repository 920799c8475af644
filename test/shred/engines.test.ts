/** Engines of stage 1 beside Node's own: the same rows in the same shards, or a refusal that says why. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import type { Manifest } from "../../server/src/shred/manifest";
import { shred } from "./commandLine";

const root = mkdtempSync(join(tmpdir(), "heddle-engines-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const newFolder = () => mkdtempSync(join(root, "case-")).replaceAll("\\", "/");

const KEYS = [
  "0",
  "-3",
  "17",
  "+8",
  "9007199254740993",
  "-9223372036854775808",
  "",
  "4",
  "5",
  "-1",
];
const text = `id,note\n${KEYS.map((key, at) => `${key},"n, ${at}"\n`).join("")}`;

async function runWith(engine: string, cwd: string, file: string, ...more: readonly string[]) {
  const words = ["run", file, "--column", "id", "--into", `parquet:${engine}`, "--engine", engine];
  const { status, out, err } = await shred(cwd, ...words, ...more, "--json");
  expect(status, err).toBe(0);
  return JSON.parse(out) as Manifest;
}

const factsOf = ({ shards }: Manifest) =>
  shards.map(({ shard, rows, checksum, keySum, unkeyed }) => [
    shard,
    rows,
    checksum,
    keySum,
    unkeyed,
  ]);

describe("--engine duckdb", { timeout: 120_000 }, () => {
  it.each([
    ["mod", "5", "0"],
    ["mod", "4", "3"],
    ["hash", "3", "1"],
    ["mod", "40", "0"],
    ["round-robin", "3", "0"],
  ])("divides by %s into %s as Node does", async (kind, shards, nulls) => {
    const cwd = newFolder();
    writeFileSync(join(cwd, "f.csv"), text);
    const words = ["--function", kind, "--shards", shards, "--nulls", nulls];
    const own = await runWith("node", cwd, "f.csv", ...words);
    const other = await runWith("duckdb", cwd, "f.csv", ...words);
    expect(factsOf(other)).toEqual(factsOf(own));
    expect(other.source.checksum).toBe(own.source.checksum);
    const proof = await shred(cwd, "verify", "duckdb");
    expect(proof.status, proof.out).toBe(0);
    expect(readdirSync(join(cwd, "duckdb"))).toHaveLength(Number(shards) + 1);
  });

  it("reads gzip and Parquet", async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, "f.csv.gz"), gzipSync(text));
    const packed = await runWith("duckdb", cwd, "f.csv.gz", "--shards", "1");
    expect(packed.rowsIn).toBe(KEYS.length);
    const again = await shred(
      cwd,
      ...["run", "duckdb/shard-0.parquet", "--column", "id", "--shards", "4"],
      ...["--into", "parquet:again", "--engine", "duckdb"],
    );
    expect(again.status, again.err).toBe(0);
    expect((await shred(cwd, "verify", "again")).status).toBe(0);
  });

  it("says no where it could not keep a promise", async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, "f.csv"), text);
    writeFileSync(join(cwd, "long.csv"), `id,n\n${"9".repeat(40)},1\n1,2\n`);
    writeFileSync(join(cwd, "text.csv"), "id,n\na,1\nb,2\n");
    const run = (file: string, ...more: readonly string[]) =>
      shred(cwd, "run", file, "--column", "id", "--engine", "duckdb", "--shards", "2", ...more);
    const cases = [
      [await run("f.csv", "--into", "csv:out"), "writes Parquet shards"],
      [await run("f.csv", "--into", "parquet:a", "--nulls", "spread"), "name a shard"],
      [await run("long.csv", "--into", "parquet:b"), "whole numbers of up to 38 digits"],
      [await run("text.csv", "--function", "hash", "--into", "parquet:c"), "holds others"],
    ] as const;
    for (const [{ status, err }, expected] of cases) {
      expect(status).toBe(2);
      expect(err.trimEnd().split("\n").at(-1)).toContain(expected);
    }
    expect(readdirSync(cwd).filter((name) => !name.endsWith(".csv") && name !== ".heddle")).toEqual(
      [],
    );
  });
});

describe("--engine spark", { timeout: 120_000 }, () => {
  it("says what is missing, and leaves nothing", async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, "f.csv"), text);
    writeFileSync(join(cwd, "g.csv.gz"), gzipSync(text));
    const run = (file: string, into: string) =>
      shred(
        cwd,
        ...["run", file, "--column", "id", "--shards", "2", "--into", into, "--engine", "spark"],
        ...["--spark-submit", "no-such-spark-submit --master local"],
      );
    const cases = [
      [await run("f.csv", "csv:out"), "no-such-spark-submit cannot be started"],
      [await run("f.csv", "parquet:out"), "writes CSV shards"],
      [await run("g.csv.gz", "csv:out"), "unpack it"],
    ] as const;
    for (const [{ status, err }, expected] of cases) {
      expect(status).toBe(2);
      expect(err.trimEnd().split("\n").at(-1)).toContain(expected);
    }
    expect(readdirSync(cwd).filter((name) => name !== ".heddle")).toEqual(["f.csv", "g.csv.gz"]);
  });
});
