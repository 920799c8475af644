/** The command line and its tools as the build makes them, in a temporary folder of this test run. */
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build, type Plugin } from "esbuild";

const ROOT = resolve(import.meta.dirname, "../..");

/** As in scripts/build.mjs. */
const withoutValidator: Plugin = {
  name: "no-schema-validation",
  setup(bundle) {
    bundle.onResolve({ filter: /validation\/ajv-provider\.js$/ }, () => ({
      path: resolve(ROOT, "server/src/mcp/noSchemaValidation.ts"),
    }));
  },
};

/** Path of the bundled command line in `folder`, or one of its own; its tools lie beside it. */
export async function bundleCli(folder?: string): Promise<string> {
  const outdir = folder ?? (await mkdtemp(join(tmpdir(), "heddle-cli-")));
  await build({
    absWorkingDir: ROOT,
    entryPoints: {
      cli: "server/src/cliMain.ts",
      commands: "server/src/commandsMain.ts",
      mcp: "server/src/mcpMain.ts",
    },
    outdir,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    mainFields: ["module", "main"],
    // Drivers with parts of their own that are loaded from node_modules, if at all.
    external: ["@duckdb/node-api", "pg-native"],
    logLevel: "silent",
    plugins: [withoutValidator],
  });
  return join(outdir, "cli.js");
}
