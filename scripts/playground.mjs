// Serves a real VS Code with Heddle and the example project on this machine, for trying it out:
// node scripts/playground.mjs [FOLDER]. Everything it writes goes away when it is stopped.

import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { installVscode, isInstalled } from "./installVscode.mjs";
import { freePort, installExtensions, startServer, stopServer } from "./vscodeServer.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const vsix = path.join(root, "out/heddle.vsix");

function say(line) {
  process.stdout.write(`playground: ${line}\n`);
}

function packageExtension() {
  say("packing the extension");
  const result = spawnSync("npm", ["run", "--silent", "package"], { cwd: root, encoding: "utf8" });
  if (result.status !== 0 || !existsSync(vsix))
    throw new Error(`npm run package failed\n${result.stderr}`);
}

/** The given folder as it is, or a copy of the example that may be changed freely. */
function folderToOpen(scratch) {
  if (process.argv[2] !== undefined) return path.resolve(process.argv[2]);
  const copy = path.join(scratch, "ecommerce");
  cpSync(path.join(root, "examples/ecommerce"), copy, { recursive: true });
  return copy;
}

async function main() {
  if (!isInstalled()) installVscode();
  packageExtension();
  const scratch = mkdtempSync(path.join(os.tmpdir(), "heddle-playground-"));
  const dataFolder = path.join(scratch, "data");
  const stopped = new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, resolve);
  });
  let server;
  try {
    installExtensions([vsix], dataFolder);
    const port = await freePort();
    const started = await startServer({ port, dataFolder, trust: false });
    server = started.server;
    await started.ready;
    const folder = encodeURIComponent(folderToOpen(scratch)).replaceAll("%2F", "/");
    say(`open http://localhost:${port}/?folder=${folder} and stop with Ctrl+C`);
    await Promise.race([stopped, new Promise((resolve) => server.once("exit", resolve))]);
  } finally {
    stopServer(server);
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

main().then(
  () => process.exit(0),
  (error) => {
    process.stderr.write(`playground: ${error.message}\n`);
    process.exit(1);
  },
);
