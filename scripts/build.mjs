// Builds everything that ships into dist/: extension, language server, command line and panel.
// `--production` minifies and leaves source maps out, as `npm run package` wants it.
import { chmodSync, copyFileSync, cpSync, mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { build } from "esbuild";

const root = resolve(import.meta.dirname, "..");
const production = process.argv.includes("--production");

const shared = {
  absWorkingDir: root,
  bundle: true,
  minify: production,
  sourcemap: production ? false : "linked",
  legalComments: "none",
  logLevel: "warning",
};
// jsonc-parser's CommonJS build loads its parts by a name that no bundler can see.
const node = {
  ...shared,
  platform: "node",
  target: "node20",
  format: "cjs",
  mainFields: ["module", "main"],
  // DuckDB is the user's own to install, and pg would take its native twin where there is one.
  external: ["@duckdb/node-api", "pg-native"],
};

// The tools' library would load a validator that writes programs; see the file that replaces it.
const withoutValidator = {
  name: "no-schema-validation",
  setup(bundle) {
    bundle.onResolve({ filter: /validation\/ajv-provider\.js$/ }, () => ({
      path: resolve(root, "server/src/mcp/noSchemaValidation.ts"),
    }));
  },
};

mkdirSync(resolve(root, "dist"), { recursive: true });
await Promise.all([
  build({
    ...node,
    // The language client is ten times as large as all else and is read when the server starts.
    entryPoints: {
      extension: "client/src/extension.ts",
      languageClient: "client/src/languageClient.ts",
    },
    outdir: "dist",
    external: ["vscode", "./languageClient", ...node.external],
    // Read by require, which finds it beside this file in every editor.
    supported: { "dynamic-import": false },
  }),
  build({
    ...node,
    entryPoints: {
      server: "server/src/lspMain.ts",
      serverThread: "server/src/lspThreadMain.ts",
      commands: "server/src/commandsMain.ts",
    },
    outdir: "dist",
  }),
  build({
    ...node,
    entryPoints: { cli: "server/src/cliMain.ts" },
    outdir: "dist",
    banner: { js: "#!/usr/bin/env node" },
  }),
  build({
    ...node,
    entryPoints: { mcp: "server/src/mcpMain.ts" },
    outdir: "dist",
    plugins: [withoutValidator],
  }),
  build({
    ...shared,
    platform: "browser",
    target: "es2022",
    format: "iife",
    entryPoints: { panel: "client/panel/main.ts" },
    outdir: "dist",
  }),
]);
await Promise.all([
  build({
    ...shared,
    platform: "browser",
    target: "es2022",
    format: "cjs",
    mainFields: ["browser", "module", "main"],
    entryPoints: { extension: "client/src/extensionWeb.ts" },
    outdir: "dist/web",
    external: ["vscode"],
  }),
  build({
    ...shared,
    platform: "browser",
    target: "es2022",
    format: "iife",
    mainFields: ["browser", "module", "main"],
    entryPoints: { server: "server/src/lspWebMain.ts" },
    outdir: "dist/web",
  }),
]);
copyFileSync(resolve(root, "client/panel/panel.css"), resolve(root, "dist/panel.css"));
// The wrapper that heddle run starts dbt with, and the job that the shredder gives to Spark.
for (const folder of ["heddle_steer", "heddle_shred"]) {
  cpSync(resolve(root, "python", folder), resolve(root, "dist/python", folder), {
    recursive: true,
    filter: (path) => !path.includes("__pycache__"),
  });
}
chmodSync(resolve(root, "dist/cli.js"), 0o755);
