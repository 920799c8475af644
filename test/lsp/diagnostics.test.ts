import { expect, test } from "vitest";
import type { Harness } from "../support/serverHarness";
import { publishedCodes, SHOP, start } from "./startShop";

interface Report {
  readonly kind: "full" | "unchanged";
  readonly resultId: string;
  readonly items?: readonly { readonly code: string }[];
}
interface WorkspaceReport {
  readonly items: readonly (Report & { readonly uri: string })[];
}

const PULLING = { textDocument: { diagnostic: {} }, workspace: { diagnostics: {} } };
const ORDERS = "models/orders.sql";

const pull = (server: Harness, file: string, previousResultId?: string): Promise<Report> =>
  server.request("textDocument/diagnostic", {
    textDocument: { uri: server.uri(file) },
    ...(previousResultId !== undefined && { previousResultId }),
  });
const pullAll = (server: Harness, before: WorkspaceReport): Promise<WorkspaceReport> =>
  server.request("workspace/diagnostic", {
    previousResultIds: before.items.map(({ uri, resultId }) => ({ uri, value: resultId })),
  });

test("a document's problems can be asked for, and are unchanged when nothing changed", async () => {
  const server = await start(SHOP, { capabilities: PULLING });
  await server.open(ORDERS);
  const first = await pull(server, ORDERS);
  expect(first.kind).toBe("full");
  expect(first.items?.map(({ code }) => code)).toContain("threads-ignored-by-dbt");
  expect(await pull(server, ORDERS, first.resultId)).toEqual({
    kind: "unchanged",
    resultId: first.resultId,
  });
  await server.change(ORDERS, "select * from {{ ref('gone') }}");
  const second = await pull(server, ORDERS, first.resultId);
  expect(second.items?.map(({ code }) => code)).toContain("unknown-ref");
});

test("a project's problems can be asked for; files that lost theirs are reported empty", async () => {
  const server = await start(SHOP, {
    capabilities: PULLING,
    initializationOptions: { rules: { "bottleneck-model": "off" } },
  });
  await server.open(ORDERS);
  await server.change(ORDERS, "select * from {{ ref('gone') }}");
  const first = await pullAll(server, { items: [] });
  expect(first.items.map(({ uri }) => uri)).toContain(server.uri(ORDERS));
  const same = await pullAll(server, first);
  expect(same.items.every(({ kind }) => kind === "unchanged")).toBe(true);
  await server.change(ORDERS, "select 1");
  const third = await pullAll(server, first);
  expect(third.items.find(({ uri }) => uri === server.uri(ORDERS))).toMatchObject({
    kind: "full",
    items: [],
  });
});

test("what is pulled is not pushed: open documents, then everything", async () => {
  const server = await start(SHOP, { capabilities: PULLING });
  await server.settle();
  await server.write("models/broken.sql", "select * from {{ ref('gone') }}");
  await server.notify("workspace/didChangeWatchedFiles", {
    changes: [{ uri: server.uri("models/broken.sql"), type: 1 }],
  });
  await server.settle();
  expect(publishedCodes(server, "models/broken.sql")).toContain("unknown-ref");
  await server.open(ORDERS);
  await server.settle();
  expect(publishedCodes(server, ORDERS)).toContain("threads-ignored-by-dbt");
  await pull(server, ORDERS);
  await server.settle();
  expect(publishedCodes(server, ORDERS)).toEqual([]);
  expect(publishedCodes(server, "models/broken.sql")).toContain("unknown-ref");
  await pullAll(server, { items: [] });
  await server.settle();
  expect(publishedCodes(server, "models/broken.sql")).toEqual([]);
});

test("a client is asked to pull again when something else than its document changed", async () => {
  const server = await start(SHOP, {
    capabilities: { ...PULLING, workspace: { diagnostics: { refreshSupport: true } } },
  });
  await pull(server, ORDERS);
  await server.settle();
  server.write("models/stg_orders.sql", undefined);
  await server.notify("workspace/didChangeWatchedFiles", {
    changes: [{ uri: server.uri("models/stg_orders.sql"), type: 3 }],
  });
  await server.settle();
  const asked = server.received.filter(({ method }) => method === "workspace/diagnostic/refresh");
  expect(asked.length).toBeGreaterThan(0);
});

test("every problem names its rule, its page and its source", async () => {
  const server = await start(SHOP);
  await server.settle();
  const [problem] = server
    .published(ORDERS)
    .filter(({ code }) => code === "threads-ignored-by-dbt");
  expect(problem).toMatchObject({
    source: "heddle",
    codeDescription: { href: "https://heddle.example/rules/threads-ignored-by-dbt" },
    range: { start: { line: 0 } },
  });
});
