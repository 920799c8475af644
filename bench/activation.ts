/**
 * What the extension costs an editor at start: reading the bundle and `activate`, up to its return,
 * beside the limit that we set ourselves. The editor is a stand-in that answers everything at once,
 * so that only our own work is measured, in processor time, which other work on the machine does not
 * change much. The language client is read later and is not part of it.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { median, type Row } from "./measure";

const ROOT = process.env["HEDDLE_ROOT"] ?? resolve(".");
const RUNS = 9;
const LIMIT_MS = 50;

/** Any property is a function, any call an object of the same kind: enough to connect surfaces. */
const STAND_IN = `
const any = () => new Proxy(function () {}, {
  get: (_t, name) => name === Symbol.toPrimitive ? () => "" : name === "then" ? undefined
    : name === Symbol.iterator ? function* () {} : any(),
  apply: () => any(),
  construct: () => any(),
  set: () => true,
});
// A bundle copies what an object owns and inherits the rest: let it inherit everything.
const everything = any();
const api = new Proxy({}, { getPrototypeOf: () => everything, get: (_t, name) => everything[name] });
module.exports = api;
`;
const PROBE = `
const started = process.cpuUsage();
const extension = require(process.argv[1]);
const any = require("vscode");
const subscriptions = [];
extension.activate(new Proxy({ subscriptions }, { get: (t, n) => n === "subscriptions" ? subscriptions : any }));
const { user, system } = process.cpuUsage(started);
process.stdout.write(String((user + system) / 1000));
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
      const { stdout, stderr } = spawnSync(process.execPath, ["-e", PROBE, bundle], {
        cwd: folder,
        encoding: "utf8",
        env: { ...process.env, NODE_PATH: join(folder, "node_modules") },
      });
      if (stdout === "") throw new Error(`the extension was not activated: ${stderr}`);
      return Number(stdout);
    });
    return [
      {
        what: "activation of the extension",
        ms: median(times),
        beside: "limit",
        besideMs: LIMIT_MS,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
