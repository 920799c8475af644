// Bundles one TypeScript file with esbuild and runs it: `node scripts/run.mjs FILE.ts -- ARGS`.
// For scripts that share code with the product (bench, generators, oracle drivers) without a
// second compiler or a loader.
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { build } from "esbuild";

const [entry, ...rest] = process.argv.slice(2);
if (entry === undefined) {
  process.stderr.write("run: name a TypeScript file, e.g. node scripts/run.mjs bench/main.ts\n");
  process.exit(2);
}
const root = resolve(import.meta.dirname, "..");
const folder = join(root, "dist", "scripts");
mkdirSync(folder, { recursive: true });
const outfile = join(folder, `${basename(entry, ".ts")}.js`);
await build({
  entryPoints: [resolve(entry)],
  outfile,
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  mainFields: ["module", "main"],
  sourcemap: "inline",
  logLevel: "warning",
  external: ["@duckdb/node-api", "pg-native", "esbuild"],
  define: { "process.env.HEDDLE_ROOT": JSON.stringify(root) },
});
const args = rest[0] === "--" ? rest.slice(1) : rest;
const nodeFlags = process.env.HEDDLE_NODE_FLAGS?.split(" ") ?? [];
const { status } = spawnSync(
  process.execPath,
  [...nodeFlags, "--enable-source-maps", outfile, ...args],
  {
    stdio: "inherit",
  },
);
process.exit(status ?? 1);
