/**
 * What the extension costs an editor at start: reading the bundle and `activate`, up to its return,
 * beside a Node process that reads nothing, in the same minute. The editor itself is a stand-in that
 * answers everything at once, so that only our own work is measured.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Row } from "./measure";

const ROOT = resolve(import.meta.dirname ?? __dirname, "../..");
const RUNS = 9;
const LIMIT_MS = 50;

/** Any property is a function, any call an object of the same kind: enough to connect surfaces. */
const STAND_IN = `
const any = () => new Proxy(function () {}, {
  get: (_t, name) => name === Symbol.toPrimitive ? () => "" : name === "then" ? undefined
    : name === Symbol.iterator ? function* () {} : any(),
  apply: () => any(),
  construct: () => any(),
});
module.exports = any();
`;
const PROBE = `
const { performance } = require("node:perf_hooks");
const started = performance.now();
const extension = require(process.argv[1]);
const any = require("vscode");
const subscriptions = [];
extension.activate(new Proxy({ subscriptions }, { get: (t, n) => n === "subscriptions" ? subscriptions : any }));
process.stdout.write(String(performance.now() - started));
process.exit(0);
`;

/** One row; empty where nothing is built. */
export function measureActivation(): readonly Row[] {
  const bundle = join(ROOT, "dist/extension.js");
  if (!existsSync(bundle)) return [];
  const folder = mkdtempSync(join(tmpdir(), "heddle-activation-"));
  try {
    mkdirSync(join(folder, "node_modules/vscode"), { recursive: true });
    writeFileSync(join(folder, "node_modules/vscode/index.js"), STAND_IN);
    const times = Array.from({ length: RUNS }, () => {
      const { stdout } = spawnSync(process.execPath, ["-e", PROBE, bundle], {
        cwd: folder,
        encoding: "utf8",
        env: { ...process.env, NODE_PATH: join(folder, "node_modules") },
      });
      return Number(stdout);
    }).sort((a, b) => a - b);
    const medianMs = times[RUNS >> 1] ?? Number.NaN;
    return [
      {
        name: "activation of the extension",
        figure: `${medianMs.toFixed(1)} ms`,
        beside: `limit ${LIMIT_MS} ms`,
        ratio: medianMs / LIMIT_MS,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
