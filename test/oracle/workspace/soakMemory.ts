/**
 * `npm run soak:memory -- [MINUTES] [MODELS] [SEED]`: somebody works in a project of so many models
 * for so long without a pause: types, saves, opens, closes, hovers, asks for problems and the run. The
 * language server runs in this process, so that its heap can be told exactly. Prints it after a
 * collection each minute, and fails where it is not flat: where the least of the last quarter is above
 * that of the second by more than a tenth.
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { generateProject } from "../../../bench/generateProject";
import { seededRandom } from "../../../server/src/schedule/seededRandom";
import { type Harness, startHarness } from "../../support/serverHarness";

const [minutes = 60, models = 1_000, seed = 1] = process.argv.slice(2).map(Number);
const MOST_GROWTH = 1.1;
const MINUTE_MS = 60_000;
const MOST_OPEN = 20;
const ASKED = ["hover", "codeLens", "diagnostic", "inlayHint"] as const;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

async function soak(): Promise<void> {
  const { files } = generateProject(models);
  const source = Array.from(files, ([path, text]) => `//- ${path}\n${text}`).join("\n");
  const server = await startHarness(source, { isBare: true });
  await server.settle();
  const names = [...files.keys()].filter((name) => /^models.*(sql|yml)$/.test(name));
  const act = person(server, names, files);
  const heaps: number[] = [];
  const started = performance.now();
  let done = 0;
  while (heaps.length < minutes) {
    await act(done++);
    if (performance.now() - started < (heaps.length + 1) * MINUTE_MS) continue;
    collectGarbage();
    const { heapUsed, rss } = process.memoryUsage();
    heaps.push(heapUsed / 1e6);
    process.stdout.write(
      `minute ${heaps.length}: ${done} things done, heap ${(heapUsed / 1e6).toFixed(1)} MB, process ${Math.round(rss / 1e6)} MB\n`,
    );
  }
  const quarter = Math.max(1, Math.floor(heaps.length / 4));
  const before = Math.min(...heaps.slice(quarter, 2 * quarter));
  const after = Math.min(...heaps.slice(-quarter));
  const isFlat = after <= before * MOST_GROWTH;
  process.stdout.write(
    `${isFlat ? "ok  " : "FAIL"} from ${before.toFixed(1)} to ${after.toFixed(1)} MB\n${isFlat ? "1 passed, 0 failed" : "0 passed, 1 failed"}\n`,
  );
  process.exit(isFlat ? 0 : 1);
}

/** One thing after the other: an edit of some file, a question about it. */
function person(
  server: Harness,
  names: readonly string[],
  files: ReadonlyMap<string, string>,
): (at: number) => Promise<void> {
  const uniform = seededRandom(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(uniform() * items.length)]!;
  const open = new Set<string>();
  const edited = (name: string): string =>
    `${files.get(name) ?? ""}\n${name.endsWith("sql") ? "--" : "#"} edited ${uniform()}\n`;
  return async (at) => {
    // Mostly in the files that are open, as people do.
    const name = uniform() < 0.6 && open.size > 0 ? pick([...open]) : pick(names);
    if (!open.has(name)) {
      open.add(name);
      await server.open(name, name.endsWith("sql") ? "sql" : "yaml");
    } else if (uniform() < 0.1) {
      open.delete(name);
      server.write(name, edited(name));
      await server.close(name);
      const changes = [{ uri: server.uri(name), type: 2 }];
      await server.notify("workspace/didChangeWatchedFiles", { changes });
    } else await server.change(name, edited(name));
    if (open.size > MOST_OPEN) {
      const [oldest = ""] = open;
      open.delete(oldest);
      await server.close(oldest);
    }
    const textDocument = { uri: server.uri(name) };
    const position = { line: 0, character: 3 };
    const range = { start: { line: 0, character: 0 }, end: { line: 40, character: 0 } };
    await server.request(`textDocument/${pick(ASKED)}`, { textDocument, position, range });
    if (at % 50 === 0) {
      await server.request(pick(["heddle/simulate", "heddle/models"]), { uri: textDocument.uri });
    }
    if (at % 20 === 0) await server.settle();
  };
}

void soak();
