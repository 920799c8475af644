/** Files at the edge of what is a table: line ends, thousands of columns, encodings, packed files cut off. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { analyse } from "../../server/src/shred/analyse";
import { shredRows } from "../../server/src/shred/shredRows";
import { isUtf8 } from "../../server/src/shred/utf8";
import { shred } from "./commandLine";
import { bytesOf, type MemorySink, memorySink, quiet, sourceOf } from "./memoryFiles";

const root = mkdtempSync(join(tmpdir(), "heddle-extremes-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const newFolder = () => mkdtempSync(join(root, "case-")).replaceAll("\\", "/");
const upTo = (count: number) => Array.from({ length: count }, (_, at) => at);

/** The shards of a file, dealt out in turn, nothing said of how it is written. */
async function shardsOf(text: string | Uint8Array, shards = 2, piece?: number) {
  const bytes = typeof text === "string" ? bytesOf(text) : text;
  const sinks: MemorySink[] = [];
  const { rows } = await shredRows({
    input: { name: "f.csv", size: bytes.length, source: sourceOf(bytes, piece), choice: {} },
    choice: { function: "round-robin", shards, nulls: 0 },
    withShapes: false,
    openShard: async (shard) => {
      const sink = memorySink();
      sinks[shard] = sink;
      return sink;
    },
    watch: quiet,
  });
  return { rows, texts: sinks.map((sink) => sink.text()) };
}

async function columnsOf(text: string) {
  const bytes = bytesOf(text);
  const input = { name: "f.csv", size: bytes.length, source: sourceOf(bytes), choice: {} };
  const { columns, rows } = await analyse(input, 2, quiet);
  return { names: columns.map(({ name }) => name), rows };
}

describe("line ends", () => {
  it.each([
    ["line feeds", "\n"],
    ["returns with line feeds", "\r\n"],
    ["returns alone", "\r"],
  ])("are the file's own in every shard, the last row's too: %s", async (_, end) => {
    const lines = ["id,n", "1,a", '2,"x\ny"', '3,"p\r\nq"', '4,"r\rs"', "5,e"];
    for (const text of [lines.join(end), lines.join(end) + end]) {
      const { rows, texts } = await shardsOf(text);
      expect(rows).toBe(5);
      expect(texts).toEqual([
        [lines[0], lines[1], lines[3], lines[5], ""].join(end),
        [lines[0], lines[2], lines[4], ""].join(end),
      ]);
    }
  });

  it("are completed where the file ends in half of one", async () => {
    const { texts } = await shardsOf("id,n\r\n1,a\r\n2,b\r", 1);
    expect(texts).toEqual(["id,n\r\n1,a\r\n2,b\r\n"]);
  });
});

describe("shapes of files", { timeout: 120_000 }, () => {
  it.each([
    ["2,000 columns of long names", 2_000, "a_rather_long_column_name_of_some_system_"],
    ["9,000 columns", 9_000, "c"],
  ])("has %s", async (_, width, prefix) => {
    const names = upTo(width).map((at) => `${prefix}${at}`);
    const row = (first: number) => upTo(width).map((at) => first + at);
    const text = `${[names, row(1), row(2), row(3)].map((cells) => cells.join(",")).join("\n")}\n`;
    expect(await columnsOf(text)).toEqual({ names, rows: 3 });
  });

  it("has one column, where a blank line is a row without a key", async () => {
    const { rows, texts } = await shardsOf("id\n1\n\n3\n");
    expect([rows, texts]).toEqual([3, ["id\n1\n3\n", "id\n\n"]]);
  });

  it("has a header alone, with or without its line end", async () => {
    for (const text of ["id,name\n", "id,name"]) {
      const { rows, texts } = await shardsOf(text);
      expect([rows, texts]).toEqual([0, ["id,name\n", "id,name\n"]]);
    }
  });

  it("has a row that is far longer than a block", async () => {
    const long = `2,"${"x\n".repeat(1_500_000)}"`;
    const { rows, texts } = await shardsOf(`id,n\n1,a\n${long}\n3,c\n`, 3);
    expect(rows).toBe(3);
    expect(texts[1]).toBe(`id,n\n${long}\n`);
  });

  it.each([
    ["", "is empty"],
    ["\ufeff", "is empty"],
    ["\n\r\n\n", "holds blank lines and nothing else"],
    ['"a,b\n1,2\n', "the quote that opens in row 1 never closes"],
    ["i\0d\0,\0n\0\n\0", "iconv -f UTF-16LE -t UTF-8"],
    ["\0i\0d\0,\0n\0\n", "iconv -f UTF-16BE -t UTF-8"],
    ["id,n\n1,a\0b\n", "holds zero bytes"],
    [`"${"x".repeat(2_000_000)}`, "its first row is longer than 1 MB"],
  ])("is refused for what it lacks: %j", async (text, expected) => {
    await expect(shardsOf(text, 2, 65_536)).rejects.toThrow(expected);
  });
});

describe("text that is not UTF-8", { timeout: 120_000 }, () => {
  it("is told from text that is, as a strict decoder tells it", () => {
    const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    const byte = fc.oneof(
      fc.integer({ min: 0, max: 255 }),
      fc.constantFrom(0xc1, 0xc2, 0xe0, 0xed, 0xf0, 0xf4, 0xf5, 0x80, 0x90, 0x9f, 0xa0, 0xbf),
    );
    const whole = fc.string({ unit: "grapheme", maxLength: 5 }).map((text) => [...bytesOf(text)]);
    fc.assert(
      fc.property(fc.oneof(fc.array(byte, { maxLength: 6 }), whole), (all) => {
        const bytes = Uint8Array.from(all);
        let isText = true;
        try {
          strict.decode(bytes);
        } catch {
          isText = false;
        }
        expect(isUtf8(bytes, 0, bytes.length)).toBe(isText);
      }),
      { numRuns: 3_000 },
    );
  });

  it("stays as it is in CSV shards, and is refused in Parquet", async () => {
    const cwd = newFolder();
    const latin = Buffer.from("id,ort\n1,Köln\n2,x\n", "latin1");
    writeFileSync(join(cwd, "f.csv"), latin);
    const run = (into: string) =>
      shred(cwd, "run", "f.csv", "--column", "id", "--shards", "1", "--into", into);
    expect((await run("csv:out")).status).toBe(0);
    expect(readFileSync(join(cwd, "out/shard-0.csv")).equals(latin)).toBe(true);
    const { status, err } = await run("parquet:pq");
    expect(status).toBe(2);
    expect(err).toMatch(/column ort holds text that is not UTF-8 .*iconv -f LATIN1 -t UTF-8/);
    expect(readdirSync(cwd).sort()).toEqual([".heddle", "f.csv", "out"]);
  });
});

describe("what a target will not take", { timeout: 120_000 }, () => {
  it("is said with the shard, in a line, and what to do", async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, "f.csv"), Buffer.from("id,ort\n0,Köln\n1,x\n", "latin1"));
    const words = ["--column", "id", "--shards", "2", "--into", "duckdb:x.db?table=t"];
    const { status, out } = await shred(cwd, "run", "f.csv", ...words);
    const [said, left] = out.split("\n");
    expect(status).toBe(1);
    expect(said).toMatch(/^failed: shard 0: .*the file is not UTF-8: convert it \(iconv/);
    expect(left).toBe("the target is as it was: 0 rows out of 2 rows in");
    expect((await shred(cwd, "clean", "f.csv")).status).toBe(0);
    expect(readdirSync(cwd).sort()).toEqual(["f.csv", "x.db"]);
  });

  it("is refused before anything is read where the place is not there, and leaves nothing", async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, "f.csv"), "id,n\n1,a\n2,b\n");
    const run = (into: string) => shred(cwd, "run", "f.csv", "--column", "id", "--into", into);
    const folder = await run("duckdb:none/x.db?table=t");
    expect([folder.status, folder.err]).toEqual([
      2,
      expect.stringMatching(/none\/x\.db cannot be made: .*is its folder there/),
    ]);
    expect(readdirSync(cwd)).toEqual(["f.csv"]);
    const schema = await run("duckdb:x.db?table=none.t");
    expect([schema.status, schema.err]).toEqual([
      2,
      expect.stringContaining("none.t: the database has no schema none"),
    ]);
    expect(readdirSync(cwd).sort()).toEqual(["f.csv", "x.db"]);
  });

  it("is asked about where a file has one column by the delimiter given", async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, "f.csv"), "id,n\n1,a\n2,b\n");
    const { err } = await shred(cwd, "run", "f.csv", "--delimiter", ";", "--into", "csv:out");
    expect(err).toContain('the file has one column, "id,n"; is ";" its delimiter?');
  });
});

describe("packed files", { timeout: 120_000 }, () => {
  const rows = upTo(20_000).map((at) => `${at},${(at * 7919) % 1009}\n`);

  it("may have several members", async () => {
    const cwd = newFolder();
    const parts = ["id,n\n1,a\n2,", "b\n3,c\n"].map((text) => gzipSync(text));
    writeFileSync(join(cwd, "f.csv.gz"), Buffer.concat(parts));
    const words = ["--column", "id", "--shards", "1", "--into", "csv:out"];
    expect((await shred(cwd, "run", "f.csv.gz", ...words)).status).toBe(0);
    expect(readFileSync(join(cwd, "out/shard-0.csv"), "utf8")).toBe("id,n\n1,a\n2,b\n3,c\n");
  });

  it("are refused by name where they are cut off or damaged, and leave nothing", async () => {
    const cwd = newFolder();
    const whole = gzipSync(`id,n\n${rows.join("")}`);
    const damaged = Buffer.from(whole);
    damaged.fill(0xff, whole.length >> 1);
    writeFileSync(join(cwd, "cut.csv.gz"), whole.subarray(0, whole.length >> 1));
    writeFileSync(join(cwd, "bad.csv.gz"), damaged);
    for (const file of ["cut.csv.gz", "bad.csv.gz"]) {
      const words = ["--column", "id", "--shards", "2", "--into", "csv:out"];
      const { status, err } = await shred(cwd, "run", file, ...words);
      expect(status).not.toBe(0);
      const said = err.trimEnd().split("\n").at(-1);
      expect(said).toContain(`${file} cannot be unpacked (gzip: `);
      expect(said).toContain("get it anew");
    }
    expect(readdirSync(cwd).filter((name) => name.startsWith("out"))).toEqual([]);
  });
});
