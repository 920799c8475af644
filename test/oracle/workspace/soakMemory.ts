/**
 * `npm run soak:memory -- [MINUTES] [MODELS] [SEED]`: somebody works in a project of so many models
 * for so long with a real server: types, saves, opens, closes, hovers, asks for problems and the run.
 * Prints the memory of the server's process at each minute, and fails where it does not stay flat:
 * where the least of the last quarter is above that of the second by more than a tenth. Linux only.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { writeGenerated } from "../../../bench/projectFolder";
import { seededRandom } from "../../../server/src/schedule/seededRandom";
import { buildServer } from "../../lsp/protocolSession";
import { type Speaker, speakTo } from "../../lsp/speaker";

const [minutes = 60, models = 1_000, seed = 1] = process.argv.slice(2).map(Number);
const MOST_GROWTH = 1.1;
const MINUTE_MS = 60_000;
/** Between two things that a person does. */
const PAUSE_MS = 60;
const ASKED = ["hover", "codeLens", "diagnostic", "inlayHint", "documentSymbol"] as const;

async function soak(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "heddle-soak-"));
  const main = await buildServer(folder);
  const speaker = speakTo(main);
  try {
    const project = join(folder, "project");
    const paths = writeGenerated(project, models).filter((path) => /models.*(sql|yml)$/.test(path));
    const rootUri = pathToFileURL(project).href;
    await speaker.ask("initialize", { processId: null, rootUri, capabilities: {} });
    speaker.send({ method: "initialized", params: {} });
    const least = await work(speaker, paths);
    const quarter = Math.max(1, Math.floor(least.length / 4));
    const before = Math.min(...least.slice(quarter, 2 * quarter));
    const after = Math.min(...least.slice(-quarter));
    const isFlat = after <= before * MOST_GROWTH;
    process.stdout.write(
      `${isFlat ? "ok  " : "FAIL"} from ${Math.round(before)} to ${Math.round(after)} MB\n${isFlat ? "1 passed, 0 failed" : "0 passed, 1 failed"}\n`,
    );
    if (!isFlat) process.exitCode = 1;
  } finally {
    await speaker.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The least memory in MB of each minute. */
async function work(speaker: Speaker, paths: readonly string[]): Promise<readonly number[]> {
  const uniform = seededRandom(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(uniform() * items.length)]!;
  const open = new Map<string, number>();
  const least: number[] = [];
  const started = performance.now();
  let done = 0;
  for (let minute = 0; minute < minutes; minute++) {
    let lowest = Infinity;
    while (performance.now() - started < (minute + 1) * MINUTE_MS) {
      await act(speaker, pick(paths), uniform, open);
      done++;
      lowest = Math.min(lowest, memoryOf(speaker.pid));
      await wait(PAUSE_MS);
    }
    least.push(lowest);
    process.stdout.write(`minute ${minute + 1}: ${done} things done, ${Math.round(lowest)} MB\n`);
  }
  return least;
}

async function act(
  speaker: Speaker,
  path: string,
  uniform: () => number,
  open: Map<string, number>,
): Promise<void> {
  const uri = pathToFileURL(path).href;
  const languageId = path.endsWith("sql") ? "sql" : "yaml";
  const written = readFileSync(path, "utf8");
  const mark = languageId === "sql" ? "\n-- edited" : "\n# edited";
  const edited = `${written.split(mark)[0]}${mark} ${uniform()}\n`;
  const way = uniform();
  const version = open.get(uri);
  if (version === undefined) {
    open.set(uri, 1);
    const textDocument = { uri, languageId, version: 1, text: written };
    speaker.send({ method: "textDocument/didOpen", params: { textDocument } });
  } else if (way < 0.2) {
    open.delete(uri);
    speaker.send({ method: "textDocument/didClose", params: { textDocument: { uri } } });
  } else {
    open.set(uri, version + 1);
    const textDocument = { uri, version: version + 1 };
    const contentChanges = [{ text: edited }];
    speaker.send({ method: "textDocument/didChange", params: { textDocument, contentChanges } });
  }
  if (open.size > 20) {
    const [oldest = ""] = open.keys();
    open.delete(oldest);
    speaker.send({ method: "textDocument/didClose", params: { textDocument: { uri: oldest } } });
  }
  if (way > 0.9) {
    writeFileSync(path, edited);
    const changes = [{ uri, type: 2 }];
    speaker.send({ method: "workspace/didChangeWatchedFiles", params: { changes } });
  }
  const asked = ASKED[Math.floor(uniform() * ASKED.length)];
  const textDocument = { uri };
  const position = { line: 0, character: 3 };
  const range = { start: { line: 0, character: 0 }, end: { line: 40, character: 0 } };
  await speaker.ask(`textDocument/${asked}`, { textDocument, position, range });
  if (way > 0.98) await speaker.ask(way > 0.99 ? "heddle/simulate" : "heddle/models", { uri });
}

/** Resident megabytes, as the kernel counts them. */
function memoryOf(pid: number): number {
  const [, kilobytes = "0"] =
    /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) / 1_000;
}

void soak();
