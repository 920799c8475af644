// Runs the suite of test/vscode in a real editor: the desktop VS Code where it can be downloaded,
// else the VS Code server of .vscode-test/ in Chromium (scripts/installVscode.mjs puts it there).
// Where neither can be had it says so in one line.
//
//   --require       fail instead when no editor can be had; installs the server when missing
//   --vsix FILE     install this package into the editor instead of running from the folder
//   --host          do not try the desktop VS Code
//   --images DIR    where pictures go (default: out/editor-suite/images)

import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { downloadAndUnzipVSCode, runTests } from "@vscode/test-electron";
import { build } from "esbuild";
import { findChromium, installVscode, isInstalled } from "./installVscode.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const suiteFolder = path.join(root, "out/editor-suite");
const hostExecutable = path.join(root, "scripts/vscodeHost.mjs");
const driverExtension = path.join(root, "test/vscode/driver");
const downloadDeadlineMs = 8_000;

const { values: options } = parseArgs({
  options: {
    require: { type: "boolean", default: false },
    vsix: { type: "string" },
    host: { type: "boolean", default: false },
    images: { type: "string" },
  },
});

function say(line) {
  process.stdout.write(`editor-suite: ${line}\n`);
}

/** The desktop VS Code, or undefined where its host cannot be reached or it has no display. */
async function desktopExecutable() {
  const needsDisplay = process.platform === "linux" && !process.env.DISPLAY;
  if (options.host || needsDisplay) return undefined;
  const reachable = await fetch("https://update.code.visualstudio.com/api/releases/stable", {
    signal: AbortSignal.timeout(downloadDeadlineMs),
  }).then(
    (response) => response.ok,
    () => false,
  );
  return reachable ? downloadAndUnzipVSCode({ extensionDevelopmentPath: root }) : undefined;
}

/** The host script when its parts are there or may be installed, else a reason. */
function localHost() {
  if (process.platform === "win32") return { reason: "the local editor needs Linux or macOS" };
  if (!isInstalled() && options.require) {
    try {
      installVscode();
    } catch (error) {
      return { reason: error.message };
    }
  }
  if (!isInstalled()) return { reason: "run node scripts/installVscode.mjs once to get one" };
  if (!findChromium()) return { reason: "Chromium is missing" };
  return { executable: hostExecutable };
}

async function buildSuite() {
  await build({
    absWorkingDir: root,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    external: ["vscode"],
    logLevel: "warning",
    entryPoints: { suite: "test/vscode/suite/index.ts" },
    outdir: suiteFolder,
  });
}

function buildExtension() {
  const result = spawnSync(process.execPath, [path.join(root, "scripts/build.mjs")], {
    stdio: "inherit",
  });
  if (result.status !== 0) throw new Error("the extension does not build");
}

/** A copy of the example that edits and settings of the editor may touch. */
function copyExample() {
  const folder = path.join(mkdtempSync(path.join(os.tmpdir(), "heddle-example-")), "ecommerce");
  cpSync(path.join(root, "examples/ecommerce"), folder, { recursive: true });
  return folder;
}

async function main() {
  const desktop = await desktopExecutable();
  const local = desktop ? {} : localHost();
  const executable = desktop ?? local.executable;
  if (!executable) {
    say(`no VS Code can be had here, so the suite in a real editor was not run: ${local.reason}`);
    return options.require ? 1 : 0;
  }
  mkdirSync(suiteFolder, { recursive: true });
  await buildSuite();
  if (options.vsix === undefined) buildExtension();
  else if (!existsSync(options.vsix))
    throw new Error(`${options.vsix} does not exist: npm run package`);
  const folder = copyExample();
  const install = options.vsix ? [`--install-extension=${path.resolve(options.vsix)}`] : [];
  if (desktop && options.vsix) installIntoDesktop(desktop, options.vsix);
  say(desktop ? "desktop VS Code" : "VS Code server in Chromium");
  try {
    await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: options.vsix ? driverExtension : root,
      extensionTestsPath: path.join(suiteFolder, "suite.js"),
      launchArgs: [folder, ...(desktop ? [] : install)],
      extensionTestsEnv: {
        HEDDLE_IMAGES: path.resolve(options.images ?? path.join(suiteFolder, "images")),
      },
      reuseMachineInstall: Boolean(desktop && options.vsix),
    });
    return 0;
  } catch {
    return 1;
  } finally {
    rmSync(path.dirname(folder), { recursive: true, force: true });
  }
}

function installIntoDesktop(executable, vsix) {
  spawnSync(executable, ["--install-extension", path.resolve(vsix), "--force"], {
    stdio: "inherit",
  });
}

main().then(
  (code) => process.exit(code),
  (error) => {
    process.stderr.write(`editor-suite: ${error.message}\n`);
    process.exit(1);
  },
);
