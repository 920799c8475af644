/** `heddle shred` as a person types it: answers, schemas, refusals, and nothing written elsewhere. */
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import Ajv from "ajv";
import { afterAll, describe, expect, it } from "vitest";
import { shred } from "./commandLine";

const root = mkdtempSync(join(tmpdir(), "heddle-shred-test-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const SCHEMAS = resolve(import.meta.dirname, "../../schemas");
const ajv = new Ajv({ strict: true, allowUnionTypes: true });

function newFolder(): string {
  return mkdtempSync(join(root, "case-")).replaceAll("\\", "/");
}

async function shredJson(cwd: string, schema: string, ...words: readonly string[]) {
  const { status, out, err } = await shred(cwd, ...words, "--json");
  const value = JSON.parse(out || `{ "err": ${JSON.stringify(err)} }`);
  const text = readFileSync(join(SCHEMAS, `${schema}.schema.json`), "utf8");
  const validate = ajv.getSchema(JSON.parse(text).$id) ?? ajv.compile(JSON.parse(text));
  validate(value);
  expect(validate.errors ?? [], words.join(" ")).toEqual([]);
  return { status, value };
}

const fact = (rows: number) =>
  `id,amount,note\n${Array.from({ length: rows }, (_, id) => `${id},${id}.50,"n, ${id}"\n`).join("")}`;

/** All paths below a folder. */
function tree(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => path.replaceAll("\\", "/"))
    .sort();
}

describe("heddle shred", { timeout: 120_000 }, () => {
  it("analyses in the contract's words", async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, "f.csv"), fact(100));
    const { value } = await shredJson(cwd, "shred-analysis", "analyse", "f.csv", "--shards", "4");
    expect(value.rows).toBe(100);
    expect(value.columns[0]).toMatchObject({
      name: "id",
      type: "integer",
      integer: true,
      stride: 1,
    });
    expect(value.recommended).toMatchObject({
      column: "id",
      function: "mod",
      rows: [25, 25, 25, 25],
    });
  });

  it("plans without writing and says what it would touch", async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, "f.csv"), fact(100));
    const words = ["plan", "f.csv", "--shards", "4", "--column", "id", "--no-calibration"];
    const target = "duckdb:x.db?table=sales";
    const { value } = await shredJson(cwd, "shred-plan", ...words, "--into", target);
    expect(value.steps.map((step: { name: string }) => step.name)).toEqual([
      "shred",
      "prepare",
      "load",
      "commit",
    ]);
    expect(value.steps[3].sql.join("; ")).toMatch(
      /BEGIN; ALTER TABLE .* RENAME TO "sales"; .*COMMIT/,
    );
    expect(["shred", "do-not-shred"]).toContain(value.verdict);
    expect(tree(cwd)).toEqual(["f.csv"]);
    const { out } = await shred(cwd, ...words, "--into", target, "--format", "workload");
    const workload = JSON.parse(out);
    expect(workload.tasks.map(({ id }: { id: string }) => id)).toEqual([
      "shred",
      "load.0",
      "load.1",
      "load.2",
      "load.3",
      "commit",
    ]);
  });

  it("runs, proves, runs once only, and cleans", async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, "f.csv"), fact(90));
    const run = ["run", "f.csv", "--shards", "3", "--column", "id", "--into", "csv:out"];
    const first = await shredJson(cwd, "shred-manifest", ...run);
    expect(first.value).toMatchObject({ state: "committed", rowsIn: 90, rowsOut: 90 });
    expect(tree(cwd)).toEqual([
      `.heddle/shred/${first.value.run}/manifest.json`,
      "f.csv",
      "out/manifest.json",
      "out/shard-0.csv",
      "out/shard-1.csv",
      "out/shard-2.csv",
    ]);
    expect(readFileSync(join(cwd, "out/shard-1.csv"), "utf8")).toMatch(
      /^id,amount,note\n1,1\.50,"n, 1"\n4,/,
    );
    const before = statSync(join(cwd, "out/shard-0.csv")).mtimeMs;
    expect((await shred(cwd, ...run)).status).toBe(0);
    expect(statSync(join(cwd, "out/shard-0.csv")).mtimeMs).toBe(before);
    const proof = await shredJson(cwd, "shred-proof", "verify", "f.csv");
    expect(proof.value).toMatchObject({ proved: true, problems: [], targetRows: 90 });
    for (const path of ["out", "out/manifest.json"]) {
      expect((await shred(cwd, "verify", path)).status).toBe(0);
    }
    expect((await shred(cwd, "clean", "f.csv")).status).toBe(0);
    expect(tree(cwd).filter((path) => path.startsWith(".heddle"))).toEqual([]);
    expect((await shred(cwd, "verify", "out")).status).toBe(0);
    rmSync(join(cwd, "out/shard-2.csv"));
    expect((await shred(cwd, "verify", "out")).status).toBe(1);
  });

  it("reads gzip and writes Parquet that it reads again alike", async () => {
    const cwd = newFolder();
    const text = `id,price,day,flag,seen,note\n1,1.50,2024-02-29,true,2024-01-01 12:30:15.25,"a ""b"""\n-9007199254740993,,1969-12-31,,1969-12-31 23:59:59,\n3,-0.05,0001-01-01,false,9999-12-31 00:00,""\n`;
    writeFileSync(join(cwd, "f.csv.gz"), gzipSync(text));
    const words = ["--shards", "1", "--column", "id"];
    const run = await shred(cwd, "run", "f.csv.gz", ...words, "--into", "parquet:pq");
    expect(run.status, run.err).toBe(0);
    expect((await shred(cwd, "verify", "f.csv.gz")).status).toBe(0);
    const back = await shred(cwd, "run", "pq/shard-0.parquet", ...words, "--into", "csv:back");
    expect(back.status, back.err).toBe(0);
    expect(readFileSync(join(cwd, "back/shard-0.csv"), "utf8")).toBe(
      `id,price,day,flag,seen,note\n1,1.50,2024-02-29,true,2024-01-01 12:30:15.250000,"a ""b"""\n-9007199254740993,,1969-12-31,,1969-12-31 23:59:59,\n3,-0.05,0001-01-01,false,9999-12-31 00:00:00,""\n`,
    );
  });

  it("starts the user's own command per shard, and again only what is missing", async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, "f.csv"), fact(20));
    const script = join(cwd, "load.mjs");
    writeFileSync(
      script,
      `import { appendFileSync, existsSync } from "node:fs";
const [shard, file] = process.argv.slice(2);
if (shard === "1" && !existsSync(${JSON.stringify(join(cwd, "ready"))})) process.exit(3);
appendFileSync(${JSON.stringify(join(cwd, "log"))}, shard + " " + existsSync(file) + "\\n");
`,
    );
    const node = process.execPath;
    const undo = join(cwd, "undo.mjs");
    writeFileSync(undo, "");
    const run = [
      ...["run", "f.csv", "--shards", "3", "--column", "id", "--into", "csv:out", "--workers", "1"],
      ...["--load-command", `"${node}" "${script}" {shard} {file}`],
      ...["--undo-command", `"${node}" "${undo}" {shard}`],
    ];
    const failed = await shred(cwd, ...run);
    expect([failed.status, existsSync(join(cwd, "out"))]).toEqual([1, false]);
    expect(failed.out).toContain("the target is as it was");
    writeFileSync(join(cwd, "ready"), "");
    expect((await shred(cwd, "resume", "f.csv")).status).toBe(0);
    const log = readFileSync(join(cwd, "log"), "utf8").trimEnd().split("\n");
    expect(log.sort()).toEqual(["0 true", "1 true", "2 true"]);
    expect((await shred(cwd, "verify", "f.csv")).status).toBe(0);
  });

  it("says no in one line", async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, "f.csv"), fact(5));
    writeFileSync(join(cwd, "wide.csv"), "\ufffe");
    const into = ["--into", "csv:out"];
    const cases: readonly (readonly [readonly string[], string])[] = [
      [["analyze", "f.csv"], "did you mean analyse?"],
      [["analyse", "none.csv"], "none.csv: no such file"],
      [["run", "f.csv"], "say where the rows go"],
      [["run", "f.csv", "--into", "s3:x"], "s3:x is no target"],
      [["run", "f.csv", "--into", "duckdb:x.db"], "name the table"],
      [
        ["run", "f.csv", "--into", "postgres://me:secret@h/d?table=t"],
        "does not belong on a command line",
      ],
      [["run", "f.csv", ...into, "--column", "x"], "has no column x; it has id, amount, note"],
      [["run", "f.csv", ...into, "--shards", "0"], "is no whole number from 1 to 1024"],
      [["verify", "f.csv"], "no run of"],
    ];
    for (const [words, expected] of cases) {
      const { status, err, out } = await shred(cwd, ...words);
      expect([status, out], words.join(" ")).toEqual([2, ""]);
      expect(err.trimEnd().split("\n").at(-1)).toContain(expected);
    }
  });
});
