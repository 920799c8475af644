/**
 * Somebody speaks the protocol badly to the real server over stdio: broken JSON, messages out of
 * order, wrong versions, huge texts, requests after shutdown, and kills it at any time. Afterwards the
 * server has to answer like a new one that was only told how things stand.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { seededRandom } from "../../server/src/schedule/seededRandom";
import { bundleServer } from "../support/bundleServer";
import { type Speaker, speakTo } from "./speaker";

const ROOT = process.env["HEDDLE_ROOT"] ?? resolve(".");
const MODELS = ["a", "b", "c"];
const TEXTS = [
  "select 1",
  "{{ config(threads=6) }}\nselect * from {{ ref('a') }}",
  "select * from {{ ref('b') }} join {{ ref('nowhere') }}",
  "{{ config(",
  "{% for i in range(9) %}{{ ref('c') }}",
  "\u0000\uD800 ü 😀",
];
const NOTHING: readonly unknown[] = [null, {}, [], 7, { textDocument: 1 }, { uri: [] }];

/** Bundles the server into `folder`; the path of its main file. */
export function buildServer(folder: string): Promise<string> {
  return bundleServer(ROOT, folder);
}

/** A small project in `folder`. */
export function writeShop(folder: string): void {
  const files: Readonly<Record<string, string>> = {
    "dbt_project.yml": "name: shop\nprofile: shop\n",
    "profiles.yml":
      "shop:\n  target: dev\n  outputs:\n    dev: {type: postgres, schema: x, threads: 4}\n",
    ...Object.fromEntries(MODELS.map((name) => [`models/${name}.sql`, "select 1 as id\n"])),
  };
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
}

/** What the server says of every model: lens, hover and problems. */
async function answersOf(speaker: Speaker, uriOf: (model: string) => string): Promise<string> {
  const answers: unknown[] = [];
  for (const model of MODELS) {
    const textDocument = { uri: uriOf(model) };
    const position = { line: 0, character: 3 };
    answers.push(await speaker.ask("textDocument/codeLens", { textDocument }));
    answers.push(await speaker.ask("textDocument/hover", { textDocument, position }));
    const report = (await speaker.ask("textDocument/diagnostic", { textDocument })) as {
      readonly items?: unknown;
    } | null;
    answers.push(report?.items);
  }
  return JSON.stringify(answers);
}

/**
 * Misbehaves `count` times with chances from `seed` towards the server `main` on the project in
 * `folder`; the difference to a new server's answers, if there is one. O(count) seconds at worst.
 */
export async function protocolSession(
  main: string,
  folder: string,
  seed: number,
  count: number,
): Promise<string | undefined> {
  const uniform = seededRandom(seed);
  const below = (limit: number): number => Math.floor(uniform() * limit);
  const pick = <T>(items: readonly T[]): T => items[below(items.length)]!;
  const uriOf = (model: string): string => pathToFileURL(join(folder, `models/${model}.sql`)).href;
  const rootUri = pathToFileURL(folder).href;
  const documents = new Map<string, string>();

  const open = (speaker: Speaker, model: string): void => {
    const text = documents.get(model) ?? "";
    const textDocument = { uri: uriOf(model), languageId: "sql", version: 1, text };
    speaker.send({ method: "textDocument/didOpen", params: { textDocument } });
  };
  const begin = async (): Promise<Speaker> => {
    const speaker = speakTo(main);
    if (uniform() < 0.3) speaker.send({ method: "textDocument/didOpen", params: {} });
    await speaker.ask("initialize", { processId: null, rootUri, capabilities: {} });
    speaker.send({ method: "initialized", params: {} });
    for (const model of documents.keys()) open(speaker, model);
    return speaker;
  };
  let speaker = await begin();
  // A second server on the same files, spoken to politely, is not disturbed by the first.
  const other = await begin();
  for (let at = 0; at < count; at++) {
    const model = pick(MODELS);
    const uri = uriOf(model);
    switch (below(12)) {
      case 0:
        speaker.raw("Content-Length: 9\r\n\r\n{broken]]");
        break;
      case 1:
        speaker.send({ id: 1e6 + at, method: pick(["nothing/known", "$/odd", ""]), params: {} });
        break;
      case 2:
        speaker.send({ id: `x${at}`, method: "textDocument/hover", params: pick(NOTHING) });
        break;
      case 3:
        speaker.send({ method: "textDocument/didChange", params: pick(NOTHING) });
        break;
      case 4:
        speaker.send({ method: "$/cancelRequest", params: { id: below(50) } });
        break;
      case 5:
        speaker.send({ id: 2e6 + at, result: pick(NOTHING) });
        break;
      case 6:
        // A request that nobody waits for, cancelled or overtaken by edits.
        void speaker.ask("textDocument/codeLens", { textDocument: { uri } }).catch(() => undefined);
        break;
      case 7: {
        await speaker.kill();
        speaker = await begin();
        break;
      }
      case 8: {
        documents.set(model, uniform() < 0.2 ? `-- ${"x".repeat(3_000_000)}` : pick(TEXTS));
        open(speaker, model);
        break;
      }
      case 9:
        documents.delete(model);
        speaker.send({ method: "textDocument/didClose", params: { textDocument: { uri } } });
        break;
      default: {
        if (!documents.has(model)) break;
        const text = pick(TEXTS);
        documents.set(model, text);
        const textDocument = { uri, version: below(5) - 2 };
        const params = { textDocument, contentChanges: [{ text }] };
        speaker.send({ method: "textDocument/didChange", params });
      }
    }
  }
  const known = await answersOf(speaker, uriOf);
  const fresh = await begin();
  const wanted = await answersOf(fresh, uriOf);
  await fresh.kill();
  await answersOf(other, uriOf);
  await other.kill();
  await speaker.ask("shutdown", null);
  const late = await speaker.ask("textDocument/hover", { textDocument: { uri: uriOf("a") } });
  speaker.send({ method: "exit" });
  const status = await speaker.exited;
  if (known !== wanted) return `seed ${seed}: ${known}\ninstead of\n${wanted}`;
  if (status !== 0) return `seed ${seed}: ended with ${status} after shutdown and exit`;
  return isRefusal(late)
    ? undefined
    : `seed ${seed}: answered ${JSON.stringify(late)} after shutdown`;
}

function isRefusal(answer: unknown): boolean {
  return answer === null || (typeof answer === "object" && "code" in answer);
}
