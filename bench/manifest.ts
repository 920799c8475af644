/**
 * `npm run bench:manifest -- [MEGABYTES]`: what it takes to read a manifest.json of that size
 * (default 500) node by node, beside `JSON.parse` of the same file; each in a process of its own.
 * The nodes are generated: code, compiled code, columns and configs as dbt writes them.
 */
import { spawnSync } from "node:child_process";
import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomOf } from "../examples/ecommerceRandom";
import { readManifest } from "../server/src/dbt/artifacts/manifestStream";
import { diskFileSystem } from "../server/src/node/diskFileSystem";

interface Measured {
  readonly nodes: number;
  readonly seconds: number;
  readonly processorSeconds: number;
  /** Highest resident memory of the process, Node itself included. */
  readonly peakMb: number;
}

const WAYS: Readonly<Record<string, (file: string) => number>> = {
  heddle(file) {
    const { manifest } = readManifest(diskFileSystem, file);
    return manifest === undefined ? 0 : manifest.nodes.size;
  },
  parse(file) {
    const value = JSON.parse(readFileSync(file, "utf8")) as { readonly nodes: object };
    return Object.keys(value.nodes).length;
  },
  nothing: () => 0,
};

function measure(way: string, file: string): Measured {
  const started = performance.now();
  const before = process.cpuUsage();
  const nodes = WAYS[way]?.(file) ?? 0;
  const { user, system } = process.cpuUsage(before);
  return {
    nodes,
    seconds: (performance.now() - started) / 1000,
    processorSeconds: (user + system) / 1e6,
    peakMb: process.resourceUsage().maxRSS / 1024,
  };
}

function measureApart(way: string, file: string): Measured {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ["--max-old-space-size=8192", process.argv[1] ?? "", "measure", way, file],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`${way} failed: ${stderr.slice(-500)}`);
  return JSON.parse(stdout) as Measured;
}

/** Writes models until the file has `megabytes`; gives how many. */
function writeManifest(file: string, megabytes: number): number {
  const random = randomOf("manifest");
  const handle = openSync(file, "w");
  let written = writeSync(
    handle,
    '{"metadata":{"dbt_schema_version":"https://schemas.getdbt.com/dbt/manifest/v12.json","dbt_version":"1.11.16","generated_at":"2026-03-01T00:00:00Z","project_name":"big","adapter_type":"postgres"},"nodes":{',
  );
  let count = 0;
  while (written < megabytes * 1e6) {
    const id = `model.big.model_${count}`;
    const node = JSON.stringify(nodeOf(count, random));
    written += writeSync(handle, `${count === 0 ? "" : ","}${JSON.stringify(id)}:${node}`);
    count++;
  }
  writeSync(handle, '},"sources":{},"macros":{},"disabled":{},"parent_map":{},"child_map":{}}\n');
  closeSync(handle);
  return count;
}

function nodeOf(index: number, random: () => number): object {
  const columns = 5 + Math.floor(random() * 40);
  const names = Array.from({ length: columns }, (_, at) => `column_${at}`);
  const parents = Array.from({ length: Math.min(index, 1 + Math.floor(random() * 5)) }, () =>
    Math.floor(random() * index),
  );
  const code = `with rows as (\n${names.map((name) => `  coalesce(${name}, 'n/a "quoted" \\ value') as ${name}`).join(",\n")}\n)\nselect * from rows\n`;
  const name = `model_${index}`;
  return {
    database: "db",
    schema: "analytics",
    name,
    resource_type: "model",
    package_name: "big",
    path: `marts/${name}.sql`,
    original_file_path: `models/marts/${name}.sql`,
    unique_id: `model.big.${name}`,
    fqn: ["big", "marts", name],
    alias: name,
    checksum: { name: "sha256", checksum: "0".repeat(64) },
    config: { enabled: true, materialized: "table", tags: ["nightly"], meta: { owner: "team" } },
    tags: ["nightly"],
    description: "A model of the benchmark, described in a sentence or two. ".repeat(4),
    columns: Object.fromEntries(
      names.map((column) => [
        column,
        {
          name: column,
          description: "What the column holds.",
          meta: {},
          data_type: "text",
          tags: [],
        },
      ]),
    ),
    raw_code: code,
    compiled_code: code.repeat(2),
    depends_on: { macros: [], nodes: [...new Set(parents)].map((at) => `model.big.model_${at}`) },
  };
}

function compare(megabytes: number): void {
  const folder = mkdtempSync(join(tmpdir(), "heddle-manifest-"));
  const file = join(folder, "manifest.json");
  try {
    const count = writeManifest(file, megabytes);
    const size = Math.round(statSync(file).size / 1e6);
    process.stdout.write(`manifest of ${size} MB, ${count} models\n`);
    for (const [way, words] of [
      ["nothing", "Node and this script alone"],
      ["heddle", "node by node"],
      ["parse", "JSON.parse of the whole"],
    ] as const) {
      const { nodes, seconds, processorSeconds, peakMb } = measureApart(way, file);
      const isWrong = way !== "nothing" && nodes !== count;
      process.stdout.write(
        `${words.padEnd(28)} ${seconds.toFixed(1).padStart(6)} s  ${processorSeconds.toFixed(1).padStart(6)} s of processor  ${Math.round(peakMb).toString().padStart(6)} MB at most${isWrong ? `  WRONG: ${nodes} models` : ""}\n`,
      );
      if (isWrong) process.exitCode = 1;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [first, way = "", file = ""] = process.argv.slice(2);
if (first === "measure") process.stdout.write(JSON.stringify(measure(way, file)));
else compare(Number(first ?? 500));
