// The VS Code server of .vscode-test/ as a process: install extensions into it, start it on the
// loopback interface, stop it together with its children.

import { spawn, spawnSync } from "node:child_process";
import net from "node:net";
import path from "node:path";
import { serverNode, serverRoot } from "./installVscode.mjs";

const serverDeadlineMs = 240_000;

/** A port that nobody listens on at this moment. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

function serverArguments(dataFolder) {
  return [
    path.join(serverRoot, "out/server-main.js"),
    "--accept-server-license-terms",
    "--server-data-dir",
    dataFolder,
    "--disable-telemetry",
  ];
}

/** Installs packages (.vsix) into the profile in `dataFolder`; throws when one is refused. */
export function installExtensions(files, dataFolder) {
  for (const file of files) {
    const result = spawnSync(
      serverNode,
      [...serverArguments(dataFolder), "--install-extension", path.resolve(file), "--force"],
      { encoding: "utf8" },
    );
    process.stdout.write(`${result.stdout}${result.stderr}`);
    if (result.status !== 0) throw new Error(`${file} could not be installed`);
  }
}

/**
 * Starts the server in a process group of its own, so that its children end with it. `ready` settles
 * when it listens or has failed.
 */
export async function startServer({ port, dataFolder, trust, env = {} }) {
  const server = spawn(
    serverNode,
    [
      ...serverArguments(dataFolder),
      "--host",
      "127.0.0.1",
      "--port",
      String(port),
      "--without-connection-token",
      "--enable-smoke-test-driver",
      ...(trust ? [] : ["--disable-workspace-trust"]),
    ],
    {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    },
  );
  const lines = [];
  const ready = new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error("the VS Code server did not come up")),
      serverDeadlineMs,
    );
    const watch = (chunk) => {
      lines.push(String(chunk));
      if (!lines.join("").includes("Extension host agent listening")) return;
      clearTimeout(timer);
      resolve();
    };
    server.stdout.on("data", watch);
    server.stderr.on("data", watch);
    server.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`the VS Code server ended (${code})\n${lines.join("")}`));
    });
  });
  return { server, ready };
}

/** Ends the server and its children; does nothing when it has ended. */
export function stopServer(server) {
  if (!server || server.exitCode !== null || server.pid === undefined) return;
  try {
    process.kill(-server.pid, "SIGTERM");
  } catch {
    // It ended between the check and the signal.
  }
}
