// Measures what the extension takes from the extension host with a large project, in the VS Code
// server of .vscode-test/ (scripts/installVscode.mjs): the longest turn without a break, by a CPU
// profile from within. Prints figures and judges nothing: a busy machine is a slow one.
//
//   node scripts/hostBench.mjs [--models 10000] [--profiles FOLDER]

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { runTests } from "@vscode/test-electron";
import { build } from "esbuild";
import { installVscode, isInstalled } from "./installVscode.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const { values } = parseArgs({
  options: { models: { type: "string", default: "10000" }, profiles: { type: "string" } },
});

function node(script, ...words) {
  const { status } = spawnSync(process.execPath, [path.join(root, script), ...words], {
    stdio: "inherit",
  });
  if (status !== 0) throw new Error(`${script} failed`);
}

const scratch = mkdtempSync(path.join(os.tmpdir(), "heddle-host-bench-"));
try {
  if (!isInstalled()) installVscode();
  const suite = path.join(scratch, "hostBench.js");
  await build({
    absWorkingDir: root,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    external: ["vscode"],
    logLevel: "warning",
    entryPoints: ["test/vscode/bench/index.ts"],
    outfile: suite,
  });
  node("scripts/build.mjs");
  const project = path.join(scratch, "project");
  mkdirSync(project);
  node("scripts/run.mjs", path.join(root, "bench/writeProject.ts"), "--", project, values.models);
  process.stdout.write(`load ${os.loadavg()[0].toFixed(1)} on ${os.cpus().length} cores\n`);
  await runTests({
    vscodeExecutablePath: path.join(root, "scripts/vscodeHost.mjs"),
    extensionDevelopmentPath: root,
    extensionTestsPath: suite,
    launchArgs: [project],
    extensionTestsEnv: values.profiles ? { HEDDLE_PROFILES: path.resolve(values.profiles) } : {},
  });
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
