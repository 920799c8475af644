/** The server as a process of its own, spoken to byte by byte: no client library on this side. */
import { type ChildProcessWithoutNullStreams, fork, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundleServer } from "../support/bundleServer";

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

interface RawClient {
  request(method: string, params: unknown): Promise<Message>;
  notify(method: string, params: unknown): void;
  /** The first message, sent already or still to come, that `isWanted`. */
  waitFor(isWanted: (message: Message) => boolean): Promise<Message>;
  readonly exited: Promise<number | null>;
}

const ROOT = resolve(import.meta.dirname, "../..");
const MODEL = "{{ config(threads=6) }}\nselect * from {{ ref('stg_orders') }}\n";
let folder: string;
let server: ChildProcessWithoutNullStreams | undefined;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "heddle stdio "));
  await bundleServer(ROOT, join(folder, "dist"));
  const files = {
    "dbt_project.yml": "name: shop\nversion: '1.0'\nprofile: shop\n",
    "profiles.yml":
      "shop:\n  target: dev\n  outputs:\n    dev:\n      type: postgres\n      schema: x\n      threads: 4\n",
    "models/stg_orders.sql": "select 1 as id\n",
    "models/bestellungen ü.sql": MODEL,
    "models/closed.sql": "select * from {{ ref('nothing_of_this_name') }}\n",
  };
  for (const [file, text] of Object.entries(files)) {
    const path = join(folder, "shop", file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
});

afterAll(() => {
  server?.kill();
  rmSync(folder, { recursive: true, force: true });
});

test("initialize, open, lens, hover, problems, edit, fix, shutdown, exit", async () => {
  const client = startRaw();
  const root = pathToFileURL(join(folder, "shop")).href;
  const initialized = await client.request("initialize", {
    processId: process.pid,
    rootUri: root,
    capabilities: {},
  });
  expect(initialized.result).toMatchObject({ serverInfo: { name: "Heddle" } });
  client.notify("initialized", {});
  await publishedFor(client, "closed.sql", ["unknown-ref"]);

  const file = join(folder, "shop/models/bestellungen ü.sql");
  const uri = pathToFileURL(file).href;
  const textDocument = { uri };
  client.notify("textDocument/didOpen", {
    textDocument: { uri, languageId: "snowflake-sql", version: 1, text: MODEL },
  });
  expect(await lensTitle(client, uri)).toMatch(/^threads 6 /);
  const hover = await client.request("textDocument/hover", {
    textDocument,
    position: { line: 0, character: 5 },
  });
  expect(JSON.stringify(hover.result)).toContain("Configured");

  client.notify("textDocument/didChange", {
    textDocument: { uri, version: 2 },
    contentChanges: [
      { range: { start: { line: 0, character: 18 }, end: { line: 0, character: 19 } }, text: "2" },
    ],
  });
  expect(await lensTitle(client, uri)).toMatch(/^threads 2 /);

  const actions = await client.request("textDocument/codeAction", {
    textDocument,
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 30 } },
    context: { diagnostics: [], only: ["quickfix"] },
  });
  const fix = (actions.result as readonly Action[]).find(({ title }) => title.includes("meta"));
  const edits = fix?.edit.changes[uri];
  if (edits === undefined) throw new Error(`no fix moves the hint: ${JSON.stringify(actions)}`);
  client.notify("textDocument/didChange", {
    textDocument: { uri, version: 3 },
    contentChanges: [...edits].reverse().map(({ range, newText }) => ({ range, text: newText })),
  });
  expect(await lensTitle(client, uri)).toMatch(/^threads 2 /);
  const after = await client.request("textDocument/hover", {
    textDocument,
    position: { line: 0, character: 5 },
  });
  expect(JSON.stringify(after.result)).toContain("meta.heddle.threads");

  expect((await client.request("shutdown", undefined)).result).toBeNull();
  client.notify("exit", undefined);
  expect(await client.exited).toBe(0);
  expect(readFileSync(file, "utf8")).toBe(MODEL);
});

test("a server whose client is gone ends", async () => {
  const client = startRaw();
  await client.request("initialize", { processId: null, rootUri: null, capabilities: {} });
  server?.stdin.end();
  expect(await client.exited).toBe(1);
});

test("over IPC, as an editor forks it, and it ends with the editor", async () => {
  const child = fork(join(folder, "dist/server.js"), ["--node-ipc"], { silent: true });
  const answer = new Promise<Message>((resolve) => child.on("message", resolve));
  const exited = new Promise((resolve) => child.on("exit", resolve));
  const params = { processId: process.pid, rootUri: null, capabilities: {} };
  child.send({ jsonrpc: "2.0", id: 1, method: "initialize", params });
  expect(await answer).toMatchObject({ id: 1, result: { serverInfo: { name: "Heddle" } } });
  child.disconnect();
  expect(await exited).toBe(0);
});

interface Action {
  readonly title: string;
  readonly edit: {
    readonly changes: Readonly<
      Record<string, readonly { readonly range: unknown; readonly newText: string }[]>
    >;
  };
}

async function lensTitle(client: RawClient, uri: string): Promise<string> {
  const { result } = await client.request("textDocument/codeLens", { textDocument: { uri } });
  const [lens] = result as readonly { readonly command: { readonly title: string } }[];
  return lens?.command.title ?? "no lens";
}

/** Waits until problems of a file with these codes have been published. */
async function publishedFor(client: RawClient, name: string, codes: readonly string[]) {
  await client.waitFor(({ method, params }) => {
    if (method !== "textDocument/publishDiagnostics") return false;
    const { uri, diagnostics } = params as {
      readonly uri: string;
      readonly diagnostics: readonly { readonly code: string }[];
    };
    return (
      uri.endsWith(name) && codes.every((code) => diagnostics.some((one) => one.code === code))
    );
  });
}

/** Starts the server and speaks JSON-RPC over its streams. */
function startRaw(): RawClient {
  const child = spawn(process.execPath, [join(folder, "dist/server.js"), "--stdio"]);
  server = child;
  let nextId = 1;
  let bytes = Buffer.alloc(0);
  const messages: Message[] = [];
  const waiting: { isWanted: (message: Message) => boolean; resolve: (m: Message) => void }[] = [];

  child.stdout.on("data", (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    for (;;) {
      const headEnd = bytes.indexOf("\r\n\r\n");
      if (headEnd < 0) return;
      const length = Number(
        /Content-Length: (\d+)/i.exec(bytes.toString("latin1", 0, headEnd))?.[1],
      );
      const bodyEnd = headEnd + 4 + length;
      if (bytes.length < bodyEnd) return;
      take(JSON.parse(bytes.toString("utf8", headEnd + 4, bodyEnd)));
      bytes = bytes.subarray(bodyEnd);
    }
  });

  const take = (message: Message): void => {
    messages.push(message);
    const index = waiting.findIndex(({ isWanted }) => isWanted(message));
    if (index >= 0) waiting.splice(index, 1)[0]?.resolve(message);
  };
  const send = (message: object): void => {
    const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
    child.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    child.stdin.write(body);
  };
  const waitFor = (isWanted: (message: Message) => boolean): Promise<Message> => {
    const known = messages.find(isWanted);
    if (known !== undefined) return Promise.resolve(known);
    return new Promise((resolve) => waiting.push({ isWanted, resolve }));
  };
  return {
    request(method, params) {
      const id = nextId++;
      send({ id, method, ...(params !== undefined && { params }) });
      return waitFor((message) => message.id === id && message.method === undefined);
    },
    notify: (method, params) => send({ method, ...(params !== undefined && { params }) }),
    waitFor,
    exited: new Promise((resolve) => child.on("exit", resolve)),
  };
}
