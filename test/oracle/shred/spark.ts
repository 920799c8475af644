/**
 * Stage 1 on Spark writes the files that stage 1 here writes, byte for byte: first the job's own
 * functions on random files cut into blocks of a few bytes, then a real cluster of a master and two
 * workers, with loads, proof, refusals, a kill and a resume.
 *
 *     scripts/oracleEnv.sh oracle-spark
 *     node scripts/run.mjs test/oracle/shred/spark.ts -- [--env .heddle/oracle-spark] [--seed 1] [--files 300] [--rows 200000]
 */
import { spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { createBytes, openBytes } from "../../../server/src/node/openBytes";
import { readRows } from "../../../server/src/shred/readRows";
import { keyIndexOf, shredRows } from "../../../server/src/shred/shredRows";

const option = (name: string, otherwise: string) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : (process.argv[at + 1] ?? otherwise);
};
const CLI = resolve(option("cli", "dist/cli.js"));
const ENV = resolve(option("env", ".heddle/oracle-spark"));
const MASTER = option("master", "local-cluster[2,1,1024]");
const FILES = Number(option("files", "300"));
const ROWS = Number(option("rows", "200000"));
const JOB = resolve("python/heddle_shred/spark_stage_one.py");
const root = mkdtempSync(join(tmpdir(), "heddle-spark-"));
const watch = { progress: () => {}, isCancelled: () => false };

let state = Number(option("seed", "1")) >>> 0;
/** A seeded whole number below `limit`. */
function random(limit: number): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * limit);
}
const oneOf = <T>(all: readonly T[]): T => all[random(all.length)] as T;

const KEYS = [
  "",
  "0",
  "-3",
  "17",
  "+8",
  "007",
  "9007199254740993",
  "-123456789012345678901234567890123456789",
  "x",
  "ü y",
  "1.5",
  '"5"',
  '"-12"',
  '""',
];
const NOTES = [
  "",
  "plain",
  '"a,b"',
  '"said ""so"""',
  '"two\nlines"',
  '"\n\n"',
  '"a\r\nb"',
  '"ends in quote"""',
  'in"side',
  '"q"tail',
  '"\n,"',
  "  ",
];

/** Those that a database takes as well. */
const STRICT = NOTES.filter((note) => !/^"q"|in"side/.test(note));

interface Made {
  readonly text: string;
  readonly choice: {
    readonly function: "mod" | "hash" | "round-robin";
    readonly column?: string;
    readonly shards: number;
    readonly nulls: number | "spread";
  };
}

function randomFile(): Made {
  const lineEnd = oneOf(["\n", "\n", "\r\n"]);
  const rows = Array.from({ length: 1 + random(25) }, () =>
    [oneOf(KEYS), oneOf(NOTES), oneOf(["1", "", "z"])].join(","),
  );
  // Blank lines are passed over wherever they stand.
  for (let at = 0; at < rows.length; at++) if (random(12) === 0) rows.splice(at, 0, "");
  const shards = 1 + random(5);
  return {
    text: `${oneOf(["", "\ufeff"])}key,note,last${lineEnd}${rows.join(lineEnd)}${oneOf([lineEnd, ""])}`,
    choice: { function: oneOf(["mod", "hash"]), column: "key", shards, nulls: random(shards) },
  };
}

interface Division {
  readonly rows: number;
  readonly checksum: string;
  readonly shards: readonly { readonly shard: number; readonly checksum: string }[];
}

/** What stage 1 here makes of the file, in `folder`. */
async function divideHere(path: string, folder: string, { choice, text }: Made): Promise<Division> {
  mkdirSync(folder, { recursive: true });
  const source = await openBytes(path);
  try {
    return await shredRows({
      input: {
        name: path,
        size: Buffer.byteLength(text),
        source,
        choice: { delimiter: 44, hasHeader: true },
      },
      choice,
      withShapes: false,
      openShard: (shard) => createBytes(join(folder, `${shard}.csv`)),
      watch,
    });
  } finally {
    await source.close();
  }
}

const failures: string[] = [];
let passed = 0;
function check(what: string, isGood: boolean, more = ""): void {
  if (isGood) passed++;
  else {
    failures.push(what);
    process.stdout.write(`FAILED ${what} ${more}\n`);
  }
}

async function checkCuts(python: string): Promise<void> {
  const child = spawn(python, [resolve("test/oracle/shred/sparkCuts.py"), JOB], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const answers = createInterface(child.stdout)[Symbol.asyncIterator]();
  for (let at = 0; at < FILES; at++) {
    const made = randomFile();
    const path = join(root, "cut.csv");
    writeFileSync(path, made.text);
    const [here, there] = [join(root, "here"), join(root, "there")];
    for (const folder of [here, there]) rmSync(folder, { recursive: true, force: true });
    mkdirSync(there);
    const expected = await divideHere(path, here, made).catch((error: Error) => error);
    const source = await openBytes(path);
    const { layout } = await readRows(
      { name: path, size: made.text.length, source, choice: { delimiter: 44, hasHeader: true } },
      () => ({ row: () => {} }),
      watch,
    ).catch(() => ({ layout: undefined }));
    await source.close();
    if (layout === undefined || expected instanceof Error) continue;
    const names = Array.from({ length: made.choice.shards }, (_, shard) => `${shard}.csv`);
    child.stdin.write(
      `${JSON.stringify({
        file: path,
        size: Buffer.byteLength(made.text),
        folder: there,
        names,
        blockBytes: 1 + random(60),
        ...layout.dialect,
        header: [...layout.header],
        lineEnd: [...layout.lineEnd],
        width: layout.columns.length,
        keyIndex: keyIndexOf(made.choice, layout.columns, path),
        ...made.choice,
      })}\n`,
    );
    const { value } = await answers.next();
    const found = JSON.parse(String(value));
    const isSame =
      found.rows === expected.rows &&
      found.checksum === expected.checksum &&
      JSON.stringify(found.shards) === JSON.stringify(expected.shards) &&
      names.every((name) => readFileSync(join(here, name)).equals(readFileSync(join(there, name))));
    check(`file ${at}`, isSame, `${JSON.stringify(made)}\n${value}`);
  }
  child.stdin.end();
}

function heddle(folder: string, ...words: readonly string[]) {
  return spawnSync(process.execPath, [CLI, "shred", ...words], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, PYSPARK_PYTHON: join(ENV, "bin/python") },
  });
}

const SUBMIT = `${join(ENV, "bin/spark-submit")} --master ${MASTER} --conf spark.ui.enabled=false --conf spark.log.level=ERROR`;

async function checkCluster(): Promise<void> {
  const folder = join(root, "cluster");
  mkdirSync(folder);
  const source = join(folder, "fact.csv");
  const lines = Array.from({ length: ROWS }, (_, id) => `${id * 3 - 1000},${oneOf(STRICT)},${id}`);
  writeFileSync(source, `key,note,last\n${lines.join("\n")}\n`);
  const words = (into: string, engine: string) => [
    ...["run", source, "--column", "key", "--function", "mod", "--shards", "4", "--into", into],
    ...["--engine", engine, "--spark-submit", SUBMIT, "--json"],
  ];
  const started = performance.now();
  const spark = heddle(folder, ...words(`csv:${join(folder, "spark")}`, "spark"));
  process.stdout.write(`Spark took ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
  check("Spark commits", spark.status === 0, spark.stderr);
  const node = heddle(folder, ...words(`csv:${join(folder, "node")}`, "node"));
  if (spark.status !== 0 || node.status !== 0) return;
  const [a, b] = [JSON.parse(spark.stdout), JSON.parse(node.stdout)];
  check("the same shards in the manifest", JSON.stringify(a.shards) === JSON.stringify(b.shards));
  check("the same source in the manifest", JSON.stringify(a.source) === JSON.stringify(b.source));
  const names = readdirSync(join(folder, "node")).filter((name) => name !== "manifest.json");
  check(
    "the same files, byte for byte, and nothing else",
    readdirSync(join(folder, "spark")).length === names.length + 1 &&
      names.every((name) =>
        readFileSync(join(folder, "spark", name)).equals(readFileSync(join(folder, "node", name))),
      ),
  );
  const proof = heddle(folder, "verify", join(folder, "spark"));
  check("proved", proof.status === 0, proof.stdout);

  const table = heddle(folder, ...words(`duckdb:${join(folder, "x.db")}?table=fact`, "spark"));
  check("loaded into DuckDB", table.status === 0, table.stderr + table.stdout);
  check("the table proved", heddle(folder, "verify", source).status === 0);

  const missing = heddle(
    folder,
    ...words(`csv:${join(folder, "none")}`, "spark").map((word) =>
      word === SUBMIT ? "no-such-submit" : word,
    ),
  );
  check(
    "says what to do without Spark",
    missing.status === 2 && missing.stderr.includes("--spark-submit"),
    missing.stderr,
  );
  await checkKill(folder, words(`csv:${join(folder, "killed")}`, "spark"));
  const ragged = join(folder, "ragged.csv");
  writeFileSync(ragged, "key,note,last\n1,a,b\n2,c\n");
  const refused = heddle(
    folder,
    ...words(`csv:${join(folder, "ragged")}`, "spark").map((word) =>
      word === source ? ragged : word,
    ),
  );
  check(
    "refuses ragged rows",
    refused.status === 2 && refused.stderr.includes("the first is row 2"),
    refused.stderr,
  );
  check("leaves nothing of a refusal", !existsSync(join(folder, "ragged")));
}

/** Killed while the job runs: the job ends too, and going on ends the run. */
async function checkKill(folder: string, words: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [CLI, "shred", ...words], {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, PYSPARK_PYTHON: join(ENV, "bin/python") },
  });
  const staged = () => readdirSync(folder).find((name) => name.startsWith("killed.heddle-"));
  await until(() => {
    const name = staged();
    return name !== undefined && existsSync(join(folder, name, "spark/job.json"));
  });
  await new Promise((settle) => setTimeout(settle, 3000 + random(3000)));
  const ended = new Promise((settle) => child.on("close", settle));
  child.kill("SIGKILL");
  await ended;
  check("no target after a kill", !existsSync(join(folder, "killed")));
  const again = heddle(folder, ...words);
  check("goes on after a kill", again.status === 0, again.stderr);
  check("proved after a kill", heddle(folder, "verify", join(folder, "killed")).status === 0);
}

async function until(isSo: () => boolean): Promise<void> {
  for (let turn = 0; turn < 600 && !isSo(); turn++) {
    await new Promise((settle) => setTimeout(settle, 50));
  }
}

async function main(): Promise<void> {
  await checkCuts(existsSync(join(ENV, "bin/python")) ? join(ENV, "bin/python") : "python3");
  process.stdout.write(`cuts: ${passed} files alike, ${failures.length} not\n`);
  if (option("only", "") !== "cuts") await checkCluster();
  process.stdout.write(`${passed} passed, ${failures.length} failed\n`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}

main().finally(() => rmSync(root, { recursive: true, force: true }));
