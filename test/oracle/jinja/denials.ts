/**
 * Renders every probe of the denial-of-service set in a process of its own, by `heddle render` and
 * in the language server, and fails where one takes more than a second of processor time or 300 MB
 * at its peak. `node scripts/run.mjs test/oracle/jinja/denials.ts -- [--only TEXT] [--show N]
 * [--attempts N] [--place render|server]`.
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { DENIALS } from "../../jinja/safetyProbes";

function option(name: string, fallback: string): string {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : (process.argv[at + 1] ?? fallback);
}

const LIMIT_MS = 1_000;
const LIMIT_MB = 300;
/** A machine that does something else meanwhile makes a run dearer, never cheaper. */
const ATTEMPTS = Number(option("attempts", "3"));
const GIVE_UP_MS = 60_000;

interface Cost {
  readonly cpuMs: number;
  readonly peakMb: number;
  /** Why there is no answer. */
  readonly failure?: string;
}

const root = process.env["HEDDLE_ROOT"] ?? resolve(".");
const folder = mkdtempSync(join(tmpdir(), "heddle-denials-"));
const print = (line: string): void => void process.stdout.write(`${line}\n`);

const REPORT = join(folder, "cost.json");
/** Loaded into the measured process before its own code. */
const METER = `
process.on("exit", () => {
  const { user, system } = process.cpuUsage();
  const { maxRSS } = process.resourceUsage();
  if (require("node:worker_threads").isMainThread)
    require("node:fs").writeFileSync(${JSON.stringify(REPORT)}, JSON.stringify({ cpuMs: (user + system) / 1000, peakMb: maxRSS / 1024 }));
});`;

/** esbuild cannot be part of a bundle itself: it runs as the program that it is. */
function bundle(entry: string, outfile: string): string {
  const made = join(folder, outfile);
  const esbuild = join(root, "node_modules/.bin/esbuild");
  const flags = "--bundle --platform=node --target=node20 --format=cjs --main-fields=module,main";
  const external = ["--external:@duckdb/node-api", "--external:pg-native"];
  const { status, stderr } = spawnSync(
    esbuild,
    [join(root, entry), `--outfile=${made}`, ...flags.split(" "), ...external],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`${entry} could not be bundled: ${stderr}`);
  return made;
}

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

/** Runs a program to its end; `talk` may speak with it. */
function measure(args: readonly string[], talk?: (child: ReturnType<typeof spawn>) => void) {
  rmSync(REPORT, { force: true });
  return new Promise<Cost>((done) => {
    const child = spawn(process.execPath, ["--require", join(folder, "meter.cjs"), ...args], {
      stdio: ["pipe", "pipe", "ignore"],
    });
    let failure: string | undefined;
    const timer = setTimeout(() => {
      failure = `no answer in ${GIVE_UP_MS / 1000} s`;
      child.kill("SIGKILL");
    }, GIVE_UP_MS);
    child.stdout?.resume();
    child.on("exit", (_, signal) => {
      clearTimeout(timer);
      try {
        const cost = JSON.parse(readFileSync(REPORT, "utf8")) as Cost;
        done(failure === undefined ? cost : { ...cost, failure });
      } catch {
        done({ cpuMs: GIVE_UP_MS, peakMb: 0, failure: failure ?? `ended by ${signal}` });
      }
    });
    talk?.(child);
  });
}

/** The least of some attempts; only what is over a limit is tried again. */
async function least(once: () => Promise<Cost>, base: Cost): Promise<Cost> {
  let best = await once();
  for (let attempt = 1; attempt < ATTEMPTS && isOver(best, base); attempt++) {
    const next = await once();
    best = {
      cpuMs: Math.min(best.cpuMs, next.cpuMs),
      peakMb: Math.min(best.peakMb, next.peakMb),
      ...(next.failure === undefined ? {} : { failure: next.failure }),
    };
  }
  return best;
}

function isOver(cost: Cost, base: Cost): boolean {
  return cost.failure !== undefined || cost.cpuMs - base.cpuMs > LIMIT_MS || cost.peakMb > LIMIT_MB;
}

/** Opens the project whose model is the probe, waits for the problems of its files, leaves. */
function converse(text: string) {
  const uri = pathToFileURL(join(folder, "shop/models/probe.sql")).href;
  return (child: ReturnType<typeof spawn>): void => {
    const send = (message: object): void => {
      const body = JSON.stringify({ jsonrpc: "2.0", ...message });
      child.stdin?.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    };
    let received = "";
    let isLeaving = false;
    child.stdout?.on("data", (chunk: Buffer) => {
      received = (received + chunk.toString("utf8")).slice(-200_000);
      if (received.includes('"id":2,') && !isLeaving) {
        isLeaving = true;
        send({ id: 3, method: "shutdown" });
        send({ method: "exit" });
      }
    });
    const rootUri = pathToFileURL(join(folder, "shop")).href;
    send({ id: 1, method: "initialize", params: { processId: null, rootUri, capabilities: {} } });
    send({ method: "initialized", params: {} });
    const textDocument = { uri, languageId: "jinja-sql", version: 1, text };
    send({ method: "textDocument/didOpen", params: { textDocument } });
    send({
      id: 2,
      method: "textDocument/hover",
      params: { textDocument: { uri }, position: { line: 0, character: 4 } },
    });
  };
}

async function main(): Promise<void> {
  write("meter.cjs", METER);
  write("shop/dbt_project.yml", "name: shop\nversion: '1.0'\nprofile: shop\n");
  write(
    "shop/profiles.yml",
    "shop:\n  target: dev\n  outputs:\n    dev:\n      type: duckdb\n      schema: x\n      threads: 4\n",
  );
  write("shop/models/other.sql", "select 1 as id\n");
  const cli = bundle("server/src/cliMain.ts", "dist/cli.js");
  bundle("server/src/commandsMain.ts", "dist/commands.js");
  const server = bundle("server/src/lspMain.ts", "dist/server.js");
  bundle("server/src/lspThreadMain.ts", "dist/serverThread.js");
  const rendered = (text: string) => {
    write("probe.sql", text);
    return measure([cli, "render", "--template", join(folder, "probe.sql"), "--json"]);
  };
  const served = (text: string) => {
    // On disk stands something else: what is measured is what the editor has open.
    write("shop/models/probe.sql", "select 1\n");
    return measure([server, "--stdio"], converse(text));
  };
  const only = option("only", "");
  const probes = DENIALS.filter(([name]) => name.includes(only));
  const failures: string[] = [];
  let measured = 0;
  for (const [place, run] of [
    ["render", rendered],
    ["server", served],
  ] as const) {
    if (option("place", place) !== place) continue;
    const base = await run("select 1\n");
    const costs: { readonly name: string; readonly cost: Cost }[] = [];
    for (const [name, template] of probes) {
      measured++;
      const cost = await least(() => run(template), base);
      costs.push({ name, cost });
      if (!isOver(cost, base)) continue;
      failures.push(`${place}: ${name}: ${shown(cost, base)}`);
      print(`over the limit: ${failures.at(-1)}`);
    }
    print(`${place}: an empty file ${Math.round(base.cpuMs)} ms, ${Math.round(base.peakMb)} MB`);
    const show = Number(option("show", "5"));
    const slowest = [...costs].sort((a, b) => b.cost.cpuMs - a.cost.cpuMs).slice(0, show);
    const largest = [...costs].sort((a, b) => b.cost.peakMb - a.cost.peakMb).slice(0, show);
    for (const { name, cost } of slowest) print(`  slow   ${name}: ${shown(cost, base)}`);
    for (const { name, cost } of largest) print(`  large  ${name}: ${shown(cost, base)}`);
  }
  print(`${measured - failures.length} passed, ${failures.length} failed`);
  if (failures.length > 0) process.exitCode = 1;
}

function shown({ cpuMs, peakMb, failure }: Cost, base: Cost): string {
  const text = `${Math.round(cpuMs - base.cpuMs)} ms more, peak ${Math.round(peakMb)} MB`;
  return failure === undefined ? text : `${text}, ${failure}`;
}

main().finally(() => rmSync(folder, { recursive: true, force: true }));
