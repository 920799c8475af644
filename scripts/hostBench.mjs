// Measures what the extension takes from the extension host with a large project, in the VS Code
// server of .vscode-test/ (scripts/installVscode.mjs): the longest turn without a break, by a CPU
// profile from within. Prints figures and judges nothing: a busy machine is a slow one.
//
//   node scripts/hostBench.mjs [--models 10000] [--profiles FOLDER]

import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { runTests } from "@vscode/test-electron";
import { installVscode, isInstalled } from "./installVscode.mjs";
import { buildExtension, bundleSuite, root, runScript } from "./suiteBundle.mjs";

const { values } = parseArgs({
  options: { models: { type: "string", default: "10000" }, profiles: { type: "string" } },
});

const scratch = mkdtempSync(path.join(os.tmpdir(), "heddle-host-bench-"));
try {
  if (!isInstalled()) installVscode();
  const suite = path.join(scratch, "hostBench.js");
  await bundleSuite({ entryPoints: ["test/vscode/bench/index.ts"], outfile: suite });
  buildExtension();
  const project = path.join(scratch, "project");
  mkdirSync(project);
  runScript(
    "scripts/run.mjs",
    path.join(root, "bench/writeProject.ts"),
    "--",
    project,
    values.models,
  );
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
