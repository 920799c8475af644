// Writes the Schedule page with the example's data as a plain web page: out/panel-demo/index.html.
// Usage: node scripts/panelDemo.mjs [MODELS.json], the output of `heddle models --json`.

import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
export const demoFolder = path.join(root, "out/panel-demo");

/** The variables that VS Code gives a webview, for its default themes. */
const themes = {
  dark: {
    "editor-background": "#1f1f1f",
    foreground: "#cccccc",
    "editor-foreground": "#cccccc",
    descriptionForeground: "#9d9d9d",
    "panel-border": "#2b2b2b",
    "widget-border": "#313131",
    "charts-blue": "#59a4f9",
    "charts-orange": "#d18616",
    "charts-green": "#89d185",
    focusBorder: "#0078d4",
    "input-background": "#313131",
    "input-foreground": "#cccccc",
    "input-border": "#3c3c3c",
    "dropdown-background": "#313131",
    "dropdown-foreground": "#cccccc",
    "dropdown-border": "#3c3c3c",
    "button-background": "#0078d4",
    "button-foreground": "#ffffff",
    "button-secondaryBackground": "#313131",
    "button-secondaryForeground": "#cccccc",
    "button-secondaryHoverBackground": "#3c3c3c",
    "textLink-foreground": "#4daafc",
    "editorHoverWidget-background": "#202020",
    "editorHoverWidget-border": "#454545",
    "list-hoverBackground": "#2a2d2e",
    "list-inactiveSelectionBackground": "#37373d",
    "toolbar-hoverBackground": "#5a5d5e50",
    "editorWarning-foreground": "#cca700",
    "testing-iconPassed": "#73c991",
  },
  light: {
    "editor-background": "#ffffff",
    foreground: "#3b3b3b",
    "editor-foreground": "#3b3b3b",
    descriptionForeground: "#5d5d5d",
    "panel-border": "#e5e5e5",
    "widget-border": "#e5e5e5",
    "charts-blue": "#0063d3",
    "charts-orange": "#d18616",
    "charts-green": "#388a34",
    focusBorder: "#005fb8",
    "input-background": "#ffffff",
    "input-foreground": "#3b3b3b",
    "input-border": "#cecece",
    "dropdown-background": "#ffffff",
    "dropdown-foreground": "#3b3b3b",
    "dropdown-border": "#cecece",
    "button-background": "#005fb8",
    "button-foreground": "#ffffff",
    "button-secondaryBackground": "#e5e5e5",
    "button-secondaryForeground": "#3b3b3b",
    "button-secondaryHoverBackground": "#cccccc",
    "textLink-foreground": "#005fb8",
    "editorHoverWidget-background": "#f8f8f8",
    "editorHoverWidget-border": "#c8c8c8",
    "list-hoverBackground": "#f2f2f2",
    "list-inactiveSelectionBackground": "#e4e6f1",
    "toolbar-hoverBackground": "#b8b8b850",
    "editorWarning-foreground": "#bf8803",
    "testing-iconPassed": "#388a34",
  },
  contrast: {
    "editor-background": "#000000",
    foreground: "#ffffff",
    "editor-foreground": "#ffffff",
    descriptionForeground: "#ffffff",
    contrastBorder: "#6fc3df",
    "charts-blue": "#59a4f9",
    "charts-orange": "#d18616",
    "charts-green": "#89d185",
    focusBorder: "#f38518",
    "input-background": "#000000",
    "input-foreground": "#ffffff",
    "dropdown-background": "#000000",
    "dropdown-foreground": "#ffffff",
    "button-background": "#000000",
    "button-foreground": "#ffffff",
    "button-border": "#6fc3df",
    "textLink-foreground": "#21a6ff",
    "editorHoverWidget-background": "#0c141f",
    "editorHoverWidget-border": "#6fc3df",
    "editorWarning-foreground": "#ffd370",
    "testing-iconPassed": "#73c991",
  },
};

function pageFor(theme, models) {
  const variables = Object.entries(themes[theme]).map(
    ([name, value]) => `--vscode-${name}:${value}`,
  );
  const kind = { dark: "vscode-dark", light: "vscode-light", contrast: "vscode-high-contrast" }[
    theme
  ];
  const json = JSON.stringify(models).replaceAll("<", "\\u003c");
  return `<!doctype html>
<html lang="en" style="${variables.join(";")};--vscode-font-family:system-ui,'DejaVu Sans',sans-serif;--vscode-font-size:13px">
<head><meta charset="utf-8"><title>Heddle: Schedule</title><link rel="stylesheet" href="panel.css"></head>
<body class="heddle-panel ${kind}"><main id="heddle" aria-busy="true"></main>
<script>window.heddleModels=${json}</script>
<script src="fakeEditor.js"></script><script src="panel.js"></script></body></html>
`;
}

/** Builds the page in each theme: index.html (dark), light.html and contrast.html. */
export async function buildPanelDemo(models) {
  mkdirSync(demoFolder, { recursive: true });
  await build({
    absWorkingDir: root,
    bundle: true,
    format: "iife",
    platform: "browser",
    target: "es2022",
    logLevel: "warning",
    entryPoints: { fakeEditor: "test/client/demo/fakeEditor.ts", panel: "client/panel/main.ts" },
    outdir: demoFolder,
  });
  copyFileSync(path.join(root, "client/panel/panel.css"), path.join(demoFolder, "panel.css"));
  for (const theme of Object.keys(themes)) {
    const file = theme === "dark" ? "index.html" : `${theme}.html`;
    writeFileSync(path.join(demoFolder, file), pageFor(theme, models));
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
  const [, , file] = process.argv;
  const models = file ? JSON.parse(readFileSync(file, "utf8")) : exampleModels();
  await buildPanelDemo({ rootUri: "file:///ecommerce", ...models });
  process.stdout.write("out/panel-demo/index.html, light.html, contrast.html\n");
}
