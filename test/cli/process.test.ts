/** The bundled command line as a process: streams, signals and statuses as a shell sees them. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleCli } from "../support/bundleCli";

const _ROOT = resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "heddle-cli-"));
const cli = join(folder, "cli.js");

/** Large enough that a simulation takes a moment and its JSON does not fit a pipe. */
const TASKS = Array.from({ length: 4_000 }, (_, index) => ({
  id: `task_${index}`,
  durationMs: 1_000 + ((index * 7_919) % 60_000),
  dependsOn: index < 10 ? [] : [`task_${index - 10}`, `task_${(index * 31) % index}`],
}));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function start(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [cli, ...args], { cwd: folder });
}

function ended(child: ChildProcess): Promise<Ended> {
  let out = "";
  let err = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, out, err })));
}

beforeAll(async () => {
  await bundleCli(folder);
  const workload = { schema: "heddle.workload/1", tasks: TASKS, capacity: { threads: 8 } };
  writeFileSync(join(folder, "big.json"), JSON.stringify(workload));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the process", () => {
  it("says its version", async () => {
    const { code, out, err } = await ended(start(["--version"]));
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it("writes results to stdout, whole and the same each time", async () => {
    const [first, second] = await Promise.all([
      ended(start(["simulate", "big.json", "--json"])),
      ended(start(["simulate", "big.json", "--json"])),
    ]);
    expect([first.code, first.err]).toEqual([0, ""]);
    expect(JSON.parse(first.out).tasks).toHaveLength(TASKS.length);
    expect(second.out).toBe(first.out);
  });

  it("writes wrong usage to stderr and ends with 2", async () => {
    const { code, out, err } = await ended(start(["simulate", "big.json", "--threads", "none"]));
    expect([code, out]).toEqual([2, ""]);
    expect(err).toBe('heddle: --threads: "none" is not a whole number from 1 to 4096\n');
  });

  it("ends with 130 when interrupted", async () => {
    const child = start(["sweep", "big.json", "--threads", "1..4096", "--policy", "fusion"]);
    const outcome = ended(child);
    // Sending it again until it has ended needs no guess at how long the start takes.
    const again = setInterval(() => child.kill("SIGINT"), 50);
    child.kill("SIGCONT");
    const { code, out } = await outcome;
    clearInterval(again);
    expect(out).toBe("");
    // Before the handler is set the signal itself ends the process, which a shell shows as 130.
    expect(code === 130 || (code === null && child.signalCode === "SIGINT")).toBe(true);
  });

  it("ends quietly when nobody reads on", async () => {
    const child = start(["simulate", "big.json", "--json"]);
    const outcome = ended(child);
    child.stdout?.once("data", () => child.stdout?.destroy());
    const { code, err } = await outcome;
    expect([code, err]).toEqual([0, ""]);
  });
});
