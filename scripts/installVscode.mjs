// Puts a real VS Code into .vscode-test/ from the package registry alone, for machines that
// cannot reach VS Code's own download host: the built VS Code server of the npm package
// code-server, a Node 24 binary for it, and (where missing and possible) Debian's Chromium.
// Running it again does only what is still missing.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const codeServerVersion = "4.139.1";
const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

export const vscodeFolder = path.join(projectRoot, ".vscode-test");
export const serverRoot = path.join(vscodeFolder, "node_modules/code-server/lib/vscode");
export const serverNode = path.join(vscodeFolder, "node_modules/node/bin/node");
const stampFile = path.join(vscodeFolder, "installed.json");

const chromiumNames = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
];

/** The browser that drives the editor, or undefined when the machine has none. */
export function findChromium() {
  const given = process.env.HEDDLE_CHROMIUM;
  return given && existsSync(given) ? given : chromiumNames.find((name) => existsSync(name));
}

/** Whether an earlier run installed this very version completely. */
export function isInstalled() {
  if (!existsSync(stampFile) || !existsSync(serverNode)) return false;
  return JSON.parse(readFileSync(stampFile, "utf8")).codeServer === codeServerVersion;
}

function say(line) {
  process.stdout.write(`install-vscode: ${line}\n`);
}

function run(command, args, options = {}) {
  const started = Date.now();
  const result = spawnSync(command, args, { encoding: "utf8", ...options });
  if (result.error || result.status !== 0) {
    const output = `${result.stdout ?? ""}${result.stderr ?? ""}`.trim().split("\n").slice(-15);
    const cause = result.error?.message ?? `exit ${result.status}`;
    throw new Error(`${command} ${args.join(" ")} failed (${cause})\n${output.join("\n")}`);
  }
  say(`  done in ${((Date.now() - started) / 1000).toFixed(0)} s`);
}

function installSystemPackages() {
  const needsChromium = findChromium() === undefined;
  const needsKerberos =
    !existsSync("/usr/include/gssapi/gssapi.h") && !existsSync("/usr/include/gssapi.h");
  const wanted = [
    ...(needsChromium ? ["chromium"] : []),
    ...(needsKerberos ? ["libkrb5-dev"] : []),
  ];
  if (wanted.length === 0) return;
  const canInstall = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  if (!canInstall) {
    if (needsChromium)
      throw new Error("no Chromium: install one, or set HEDDLE_CHROMIUM to its path");
    say("the Kerberos headers (libkrb5-dev) are missing; going on without");
    return;
  }
  say(`system packages: ${wanted.join(", ")}`);
  run("apt-get", ["update", "-qq"]);
  run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...wanted], {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
}

/** Installs what is missing; throws one error that names the step which failed. */
export function installVscode() {
  if (isInstalled() && findChromium() !== undefined) {
    say(`VS Code server of code-server ${codeServerVersion} is already in .vscode-test/`);
    return;
  }
  installSystemPackages();
  mkdirSync(vscodeFolder, { recursive: true });
  const manifest = path.join(vscodeFolder, "package.json");
  // Its own package.json keeps npm from installing into the project above.
  if (!existsSync(manifest))
    writeFileSync(manifest, '{ "name": "heddle-test-editor", "private": true }\n');
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
  if (!existsSync(serverNode)) {
    say("Node 24 for the VS Code server");
    run("npm", ["install", ...quiet, "node@24"], { cwd: vscodeFolder });
  }
  if (!existsSync(path.join(serverRoot, "package.json"))) {
    say(`VS Code server (code-server ${codeServerVersion})`);
    run("npm", ["install", ...quiet, "--ignore-scripts", `code-server@${codeServerVersion}`], {
      cwd: vscodeFolder,
    });
  }
  say("native addons of the VS Code server (one to two minutes)");
  const nodeBin = path.dirname(serverNode);
  run("npm", ["install", ...quiet, "--omit=dev"], {
    cwd: serverRoot,
    env: { ...process.env, PATH: `${nodeBin}${path.delimiter}${process.env.PATH}` },
  });
  writeFileSync(stampFile, `${JSON.stringify({ codeServer: codeServerVersion })}\n`);
  say("ready");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    installVscode();
  } catch (error) {
    process.stderr.write(`install-vscode: ${error.message}\n`);
    process.exit(1);
  }
}
