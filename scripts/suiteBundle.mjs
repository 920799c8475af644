// Bundles what runs inside the editor's extension host (the suite, the benchmark) and builds the
// extension itself: what everything that starts an editor does first.

import { spawnSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

/** `options` are esbuild's own, entry points and where they go first of all. */
export function bundleSuite(options) {
  return build({
    absWorkingDir: root,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    external: ["vscode"],
    logLevel: "warning",
    ...options,
  });
}

/** Runs a script of this folder to its end; throws where it fails. */
export function runScript(script, ...words) {
  const { status } = spawnSync(process.execPath, [path.join(root, script), ...words], {
    stdio: "inherit",
  });
  if (status !== 0) throw new Error(`${script} failed`);
}

/** Builds dist/, which the editor loads the extension from. */
export function buildExtension() {
  runScript("scripts/build.mjs");
}
