// Writes the Schedule page with the example's data as a plain web page: out/panel-demo/index.html.
// Usage: node scripts/panelDemo.mjs [MODELS.json] [--out DIR]; MODELS.json is the output of
// `heddle models --json`, by default that of examples/ecommerce.

import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { themeClasses, themes } from "./panelDemoThemes.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
export const demoFolder = path.join(root, "out/panel-demo");

function pageFor(theme, models) {
  const variables = Object.entries(themes[theme]).map(
    ([name, value]) => `--vscode-${name}:${value}`,
  );
  const json = JSON.stringify(models).replaceAll("<", "\\u003c");
  return `<!doctype html>
<html lang="en" style="${variables.join(";")};--vscode-font-family:system-ui,'DejaVu Sans',sans-serif;--vscode-font-size:13px">
<head><meta charset="utf-8"><title>Heddle: Schedule</title><link rel="stylesheet" href="panel.css"></head>
<body class="heddle-panel ${themeClasses[theme]}"><main id="heddle" aria-busy="true"></main>
<script>window.heddleModels=${json}</script>
<script src="fakeEditor.js"></script><script src="panel.js"></script></body></html>
`;
}

/** Builds the page in each theme: index.html (dark), light.html and those of high contrast. */
export async function buildPanelDemo(models, folder = demoFolder) {
  mkdirSync(folder, { recursive: true });
  await build({
    absWorkingDir: root,
    bundle: true,
    format: "iife",
    platform: "browser",
    target: "es2022",
    logLevel: "warning",
    entryPoints: { fakeEditor: "test/client/demo/fakeEditor.ts", panel: "client/panel/main.ts" },
    outdir: folder,
  });
  copyFileSync(path.join(root, "client/panel/panel.css"), path.join(folder, "panel.css"));
  for (const theme of Object.keys(themes)) {
    const file = theme === "dark" ? "index.html" : `${theme}.html`;
    writeFileSync(path.join(folder, file), pageFor(theme, models));
  }
}

function exampleModels() {
  const cli = path.join(root, "dist/cli.js");
  const text = execFileSync(process.execPath, [cli, "models", "examples/ecommerce", "--json"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  return JSON.parse(text);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { out: { type: "string" } },
  });
  const [file] = positionals;
  const models = file ? JSON.parse(readFileSync(file, "utf8")) : exampleModels();
  const folder = path.resolve(values.out ?? demoFolder);
  await buildPanelDemo({ rootUri: "file:///ecommerce", ...models }, folder);
  process.stdout.write(`${path.join(folder, "index.html")} and one page for each other theme\n`);
}
