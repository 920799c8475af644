/**
 * Ctrl-C as a shell sends it, to a real process: everything that was staged or loaded is taken back,
 * what was started has ended before, and the same call carries the run to its end later.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleCli } from "../support/bundleCli";

const root = mkdtempSync(join(tmpdir(), "heddle-interrupt-"));
const INTERRUPTED = 130;
let cli = "";
beforeAll(async () => {
  cli = await bundleCli(join(root, "cli"));
}, 60_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Loads a shard into the log; where the file `wait` is, shard 1 never comes to an end by itself. */
const LOADER = `
const { appendFileSync, existsSync } = require("node:fs");
const [what, shard] = process.argv.slice(2);
const say = (line) => appendFileSync("log", line + "\\n");
say(what + " " + shard);
if (what === "load" && shard === "1" && existsSync("wait")) {
  process.on("SIGTERM", () => {
    say("ended " + shard);
    process.exit(1);
  });
  process.stderr.write("waiting\\n");
  setInterval(() => {}, 1000);
}
`;

interface Place {
  readonly folder: string;
  readonly words: readonly string[];
}

function newPlace(name: string): Place {
  const folder = join(root, name);
  mkdirSync(folder);
  const rows = Array.from({ length: 30 }, (_, id) => `${id},x\n`);
  writeFileSync(join(folder, "fact.csv"), `id,note\n${rows.join("")}`);
  writeFileSync(join(folder, "loader.cjs"), LOADER);
  const loader = (what: string) => `"${process.execPath}" loader.cjs ${what} {shard}`;
  const words = [
    ...["shred", "run", "fact.csv", "--column", "id", "--shards", "3", "--workers", "1"],
    ...["--into", "csv:out", "--load-command", loader("load"), "--undo-command", loader("undo")],
  ];
  return { folder, words };
}

function start({ folder, words }: Place): ChildProcess {
  return spawn(process.execPath, [cli, ...words], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Its exit code, once it has ended; `wanted` is called when it has said so on stderr. */
function ended(child: ChildProcess, wanted?: string, then?: () => void): Promise<number | null> {
  let said = "";
  let isCalled = false;
  child.stderr?.on("data", (text: Buffer) => {
    said += text.toString();
    if (wanted === undefined || isCalled || !said.includes(wanted)) return;
    isCalled = true;
    then?.();
  });
  return new Promise((settle) => child.on("close", settle));
}

const logOf = ({ folder }: Place) =>
  readFileSync(join(folder, "log"), "utf8").trimEnd().split("\n");

// Windows has no interrupt that one process can send another.
describe.runIf(process.platform !== "win32")("Ctrl-C", { timeout: 300_000 }, () => {
  it.each(["SIGINT", "SIGTERM"] as const)(
    "%s takes loads back after they have ended",
    async (signal) => {
      const place = newPlace(signal);
      writeFileSync(join(place.folder, "wait"), "");
      const child = start(place);
      expect(await ended(child, "waiting", () => child.kill(signal))).toBe(INTERRUPTED);
      expect(logOf(place)).toEqual(["load 0", "load 1", "ended 1", "undo 0", "undo 1"]);
      expect(existsSync(join(place.folder, "out"))).toBe(false);

      rmSync(join(place.folder, "wait"));
      rmSync(join(place.folder, "log"));
      expect(await ended(start(place))).toBe(0);
      expect(logOf(place)).toEqual(["load 0", "load 1", "load 2"]);
      expect(existsSync(join(place.folder, "out", "manifest.json"))).toBe(true);
    },
  );
});
