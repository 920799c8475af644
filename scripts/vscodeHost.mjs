#!/usr/bin/env node
// Stands in for the desktop VS Code that @vscode/test-electron would start: takes the same
// arguments (--extensionDevelopmentPath= --extensionTestsPath= FOLDER), runs the VS Code server
// of .vscode-test/ on the loopback interface, opens it in a headless Chromium, relays what the
// suite prints and ends with the suite's exit code.
//
// The suite may use what only a browser driver can do (pictures, the mouse, the inside of a
// webview) through HEDDLE_HOST_URL, see vscodeHostActions.mjs.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import os from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";
import { findChromium, isInstalled } from "./installVscode.mjs";
import { performAction } from "./vscodeHostActions.mjs";
import { freePort, installExtensions, startServer, stopServer } from "./vscodeServer.mjs";

const totalDeadlineMs = Number(process.env.HEDDLE_EDITOR_DEADLINE_MS ?? 1_500_000);

const pageTimeoutMs = 240_000;

// The test runner always asks for trust without a question; a suite about Restricted Mode does not.
const isRestricted = process.env.HEDDLE_RESTRICTED !== undefined;

// The extension and its suite run in a web worker of the browser instead of in the server.
const isWeb = process.env.HEDDLE_WEB !== undefined;

// The language that the editor gives to extensions; its own words stay English without a language pack.
const locale = process.env.HEDDLE_LOCALE;

function parseArguments(argv) {
  const parsed = { development: [], install: [], tests: undefined, folder: undefined, trust: true };
  for (let index = 0; index < argv.length; index++) {
    const [name, value] = splitOnce(argv[index]);
    if (name === "--extensionDevelopmentPath") parsed.development.push(value);
    else if (name === "--extensionTestsPath") parsed.tests = value;
    else if (name === "--install-extension") parsed.install.push(value ?? argv[++index]);
    else if (name === "--disable-workspace-trust") parsed.trust = isRestricted;
    else if (!name.startsWith("-")) parsed.folder = argv[index];
  }
  if (!parsed.tests || !parsed.folder) {
    throw new Error(
      "usage: vscodeHost.mjs --extensionTestsPath=FILE [--extensionDevelopmentPath=FOLDER] FOLDER",
    );
  }
  return parsed;
}

function splitOnce(argument) {
  const at = argument.startsWith("--") ? argument.indexOf("=") : -1;
  return at < 0 ? [argument] : [argument.slice(0, at), argument.slice(at + 1)];
}

/** Opens folders in Restricted Mode without asking, as after "No, I don't trust the authors". */
function stayRestricted(dataFolder) {
  const folder = path.join(dataFolder, "data/User");
  mkdirSync(folder, { recursive: true });
  const settings = { "security.workspace.trust.startupPrompt": "never" };
  writeFileSync(path.join(folder, "settings.json"), JSON.stringify(settings));
}

const answerHeaders = {
  "content-type": "application/json",
  "access-control-allow-origin": "*",
};

/** A loopback endpoint where the suite asks for pictures and clicks; one request, one answer. */
function startActions(page) {
  // A suite in a browser has to know the address before it starts.
  const given = process.env.HEDDLE_HOST_ADDRESS?.split("/");
  const token = given?.[1] ?? Math.random().toString(36).slice(2);
  const endpoint = createServer((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", async () => {
      if (request.url !== `/${token}`) {
        response.writeHead(404).end();
        return;
      }
      try {
        const result = await performAction(
          page(),
          JSON.parse(Buffer.concat(chunks).toString("utf8")),
        );
        response.writeHead(200, answerHeaders);
        response.end(JSON.stringify({ result: result ?? null }));
      } catch (error) {
        response.writeHead(500, answerHeaders);
        response.end(JSON.stringify({ error: String(error.message ?? error) }));
      }
    });
  });
  return new Promise((resolve) => {
    endpoint.listen(Number(given?.[0] ?? 0), "127.0.0.1", () => {
      resolve({ endpoint, url: `http://127.0.0.1:${endpoint.address().port}/${token}` });
    });
  });
}

// The workbench reports its own life on the same channel. What the suite says starts with this
// mark; the rest is kept, and shown only when the run fails or somebody asks for everything.
const suiteMark = "[suite] ";
const isVerbose = process.env.HEDDLE_EDITOR_VERBOSE !== undefined;
const unshown = [];

function relay(values) {
  const text = values
    .map((value) => (typeof value === "string" ? value : JSON.stringify(value)))
    .join(" ")
    .trimEnd();
  if (text.startsWith(suiteMark)) process.stdout.write(`${text.slice(suiteMark.length)}\n`);
  else if (isVerbose) process.stdout.write(`${text}\n`);
  else unshown.push(text);
}

function showTheUnshown() {
  const distinct = [...new Set(unshown)].slice(-40);
  process.stderr.write(`what the editor itself said last:\n${distinct.join("\n")}\n`);
}

async function runInBrowser({ page, port, options }) {
  const authority = `localhost:${port}`;
  const remote = (file) => `vscode-remote://${authority}${path.resolve(file)}`;
  const payload = [
    ...options.development.map((folder) => ["extensionDevelopmentPath", remote(folder)]),
    ["extensionTestsPath", remote(options.tests)],
    ...(isWeb ? [["extensionDevelopmentKind", "web"]] : []),
    ["skipWelcome", "true"],
    ["skipReleaseNotes", "true"],
  ];
  const finished = new Promise((resolve) => {
    page.exposeFunction("codeAutomationExit", (code) => resolve(code)).catch(() => resolve(1));
  });
  await page.exposeFunction("codeAutomationLog", (_type, values) => relay(values));
  const folder = encodeURIComponent(path.resolve(options.folder)).replaceAll("%2F", "/");
  await page.goto(
    `http://${authority}/?folder=${folder}&payload=${encodeURIComponent(JSON.stringify(payload))}`,
  );
  return finished;
}

async function main() {
  const options = parseArguments(process.argv.slice(2));
  const executablePath = findChromium();
  if (!isInstalled() || !executablePath)
    throw new Error("not installed: node scripts/installVscode.mjs");
  const dataFolder = mkdtempSync(path.join(os.tmpdir(), "heddle-editor-"));
  let page;
  let server;
  let browser;
  const actions = await startActions(() => page);
  const deadline = new Promise((resolve) => {
    setTimeout(() => {
      process.stderr.write(`the suite did not end within ${totalDeadlineMs / 1000} s\n`);
      resolve(1);
    }, totalDeadlineMs).unref();
  });
  const end = new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => resolve(130));
  });
  try {
    if (isRestricted) stayRestricted(dataFolder);
    installExtensions(options.install, dataFolder);
    const port = await freePort();
    const started = await startServer({
      port,
      dataFolder,
      trust: options.trust,
      env: { HEDDLE_HOST_URL: actions.url },
    });
    server = started.server;
    await started.ready;
    browser = await chromium.launch({
      executablePath,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    });
    page = await browser.newPage({
      viewport: { width: 1440, height: 900 },
      reducedMotion: "reduce",
    });
    if (locale !== undefined) {
      await page.addInitScript((language) => {
        Object.defineProperty(globalThis, "_VSCODE_NLS_LANGUAGE", {
          get: () => language,
          set: () => undefined,
        });
      }, locale);
    }
    // A busy machine is slow, not broken.
    page.setDefaultTimeout(pageTimeoutMs);
    return await Promise.race([runInBrowser({ page, port, options }), deadline, end]);
  } finally {
    await browser?.close().catch(() => undefined);
    stopServer(server);
    actions.endpoint.close();
    actions.endpoint.closeAllConnections();
    rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

main().then(
  (code) => {
    if (code !== 0) showTheUnshown();
    process.exit(code);
  },
  (error) => {
    process.stderr.write(`vscode-host: ${error.message}\n`);
    process.exit(1);
  },
);
