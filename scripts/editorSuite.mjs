// Runs the suite of test/vscode in a real editor: the desktop VS Code where it can be downloaded,
// else the VS Code server of .vscode-test/ in Chromium (scripts/installVscode.mjs puts it there).
// Where neither can be had it says so in one line. Windows are opened one after the other: the
// example project, a tabular model, an empty folder, the example in Restricted Mode, in German, in a
// window that is loaded anew, and with the extension in the browser's own extension host, as in vscode.dev.
//
//   --require        fail instead when no editor can be had; installs the server when missing
//   --vsix FILE      install this package into the editor instead of running from the folder
//   --host           do not try the desktop VS Code
//   --window NAME    only this window: project, tabular, empty, restricted, german, reload or web
//   --images DIR     where pictures go (default: out/editor-suite/images)

import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import {
  downloadAndUnzipVSCode,
  resolveCliArgsFromVSCodeExecutablePath,
  runTests,
} from "@vscode/test-electron";
import { findChromium, installVscode, isInstalled } from "./installVscode.mjs";
import { buildExtension, bundleSuite, root } from "./suiteBundle.mjs";
import { freePort } from "./vscodeServer.mjs";

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
    window: { type: "string" },
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

function buildSuite() {
  return bundleSuite({
    entryPoints: { suite: "test/vscode/suite/index.ts" },
    outdir: suiteFolder,
  });
}

/** The same suite for the browser's extension host: no process, no disk, told by its text where to ask. */
async function buildWebSuite(environment) {
  await bundleSuite({
    platform: "browser",
    target: "es2022",
    external: ["vscode", "node:fs/promises"],
    banner: {
      js: `var process = { env: ${JSON.stringify(environment)}, versions: { node: "none" } };`,
    },
    entryPoints: { suiteWeb: "test/vscode/suite/index.ts" },
    outdir: suiteFolder,
  });
}

/** A copy of an example that edits and settings of the editor may touch. */
function copyExample(name = "ecommerce") {
  const folder = path.join(mkdtempSync(path.join(os.tmpdir(), "heddle-example-")), name);
  cpSync(path.join(root, "examples", name), folder, { recursive: true });
  return folder;
}

function emptyFolder() {
  const folder = path.join(mkdtempSync(path.join(os.tmpdir(), "heddle-example-")), "empty");
  mkdirSync(folder);
  return folder;
}

/** What is opened: a folder, and whether it is trusted. */
const windows = [
  { name: "project", isTrusted: true, folder: () => copyExample() },
  { name: "tabular", isTrusted: true, folder: () => copyExample("adventure") },
  { name: "empty", isTrusted: true, folder: emptyFolder },
  { name: "restricted", isTrusted: false, folder: () => copyExample() },
  {
    name: "german",
    isTrusted: true,
    folder: () => copyExample(),
    needsBrowser: true,
    locale: "de",
  },
  { name: "reload", isTrusted: true, folder: () => copyExample(), needsBrowser: true },
  { name: "web", isTrusted: true, folder: () => copyExample(), isWeb: true },
];

async function runWindow({ name, isTrusted, folder, isWeb, locale }, { executable, isDesktop }) {
  const workspace = folder();
  const scratch = path.dirname(workspace);
  const environment = {
    HEDDLE_WINDOW: name,
    HEDDLE_SUMMARY: path.join(scratch, "summary.json"),
    HEDDLE_IMAGES: path.resolve(options.images ?? path.join(suiteFolder, "images")),
    ...(isTrusted ? {} : { HEDDLE_RESTRICTED: "1" }),
    ...(isWeb ? { HEDDLE_WEB: "1" } : {}),
    ...(locale ? { HEDDLE_LOCALE: locale } : {}),
  };
  try {
    if (isWeb) {
      const address = `${await freePort()}/${randomUUID()}`;
      environment.HEDDLE_HOST_ADDRESS = address;
      const pictures = path.join(environment.HEDDLE_IMAGES, "web");
      await buildWebSuite({
        ...environment,
        HEDDLE_IMAGES: pictures,
        HEDDLE_HOST_URL: `http://127.0.0.1:${address}`,
        ...(process.env.HEDDLE_CASES && { HEDDLE_CASES: process.env.HEDDLE_CASES }),
      });
    }
    await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: options.vsix ? driverExtension : root,
      extensionTestsPath: path.join(suiteFolder, isWeb ? "suiteWeb.js" : "suite.js"),
      launchArgs: [workspace, ...packageArguments({ executable, isDesktop, scratch })],
      extensionTestsEnv: environment,
    });
  } catch {
    // The suite has said what failed; the summary below counts it.
  }
  try {
    return JSON.parse(readFileSync(path.join(scratch, "summary.json"), "utf8"));
  } catch {
    say(`window ${name} ended before its suite did`);
    return { passed: 0, failed: 1 };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Arguments that bring the package into the window, in a profile of its own. */
function packageArguments({ executable, isDesktop, scratch }) {
  if (options.vsix === undefined) return [];
  const install = `--install-extension=${path.resolve(options.vsix)}`;
  if (!isDesktop) return [install];
  const profile = [
    `--extensions-dir=${path.join(scratch, "extensions")}`,
    `--user-data-dir=${path.join(scratch, "user-data")}`,
  ];
  const [cli] = resolveCliArgsFromVSCodeExecutablePath(executable);
  const result = spawnSync(cli, [...profile, install, "--force"], { stdio: "inherit" });
  if (result.status !== 0) throw new Error(`${options.vsix} could not be installed`);
  return profile;
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
  say(desktop ? "desktop VS Code" : "VS Code server in Chromium");
  const isDesktop = desktop !== undefined;
  // Desktop VS Code is started trusted by its own test runner.
  const wanted = windows
    .filter(({ name }) => options.window === undefined || options.window === name)
    .filter(({ isTrusted, needsBrowser }) => (isTrusted && !needsBrowser) || !isDesktop)
    // A package is installed into the server; the browser's host takes a folder only.
    .filter(({ isWeb }) => !isWeb || !(isDesktop || options.vsix));
  let passed = 0;
  let failed = 0;
  for (const window of wanted) {
    const counts = await runWindow(window, { executable, isDesktop });
    passed += counts.passed;
    failed += counts.failed;
  }
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error) => {
    process.stderr.write(`editor-suite: ${error.message}\n`);
    process.exit(1);
  },
);
