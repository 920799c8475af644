import { describe, expect, test } from "vitest";
import { REQUESTS } from "../../server/src/lsp/requests/index";
import type { Harness } from "../support/serverHarness";
import { hoverText, lensTitles, SHOP, start } from "./startShop";

const ORDERS = "models/orders.sql";
const MALFORMED: readonly unknown[] = [
  undefined,
  null,
  {},
  [],
  [1, "two"],
  { textDocument: null },
  { textDocument: {} },
  { textDocument: { uri: 7 }, position: "here" },
  { textDocument: { uri: "file:///project/models/orders.sql" } },
  {
    textDocument: { uri: "file:///project/models/orders.sql" },
    position: { line: -1, character: 1e99 },
  },
  { textDocument: { uri: "file:///project/models/orders.sql" }, range: { start: 1 } },
  { uri: { toString: 1 } },
];

/** The server still answers about a file that nothing was wrong with. */
async function expectAlive(server: Harness): Promise<void> {
  expect(await lensTitles(server, ORDERS)).toEqual([expect.stringMatching(/^threads 6 /)]);
  expect(await hoverText(server, ORDERS, 0, 5)).toContain("| orders |");
}

describe("malformed messages", () => {
  for (const { method } of REQUESTS) {
    test(`${method} answers something neutral`, async () => {
      const server = await start(SHOP);
      for (const params of MALFORMED) {
        // An answer of any kind is fine, silence and death are not.
        await server.request(method, params).catch((error: unknown) => {
          expect(error).toMatchObject({ code: expect.any(Number) });
        });
      }
      await expectAlive(server);
    });
  }

  test("notifications are dropped with one line in the log", async () => {
    const server = await start(SHOP);
    for (const method of [
      "textDocument/didOpen",
      "textDocument/didChange",
      "textDocument/didClose",
      "workspace/didChangeWatchedFiles",
      "workspace/didChangeConfiguration",
      "workspace/didChangeWorkspaceFolders",
    ]) {
      for (const params of MALFORMED) await server.notify(method, params);
    }
    await server.settle();
    expect(server.logs.some((line) => /^textDocument\/didOpen at revision \d+: /.test(line))).toBe(
      true,
    );
    await expectAlive(server);
  });
});

describe("unknown documents", () => {
  for (const uri of [
    "file:///elsewhere/models/a.sql",
    "file:///project/models/not_there.sql",
    "untitled:Untitled-1",
    "git:/project/models/orders.sql?HEAD",
    "no uri at all",
  ]) {
    test(uri, async () => {
      const server = await start(SHOP);
      const textDocument = { uri };
      const position = { line: 0, character: 0 };
      expect(await server.request("textDocument/hover", { textDocument, position })).toBeNull();
      expect(await server.request("textDocument/codeLens", { textDocument })).toEqual([]);
      expect(await server.request("textDocument/completion", { textDocument, position })).toEqual(
        [],
      );
      await expectAlive(server);
    });
  }

  test("have no models, schedule or explanation", async () => {
    const server = await start(SHOP);
    for (const method of ["heddle/models", "heddle/simulate", "heddle/sweep", "heddle/explain"]) {
      expect(await server.request(method, { uri: "file:///elsewhere/a.sql" })).toBeNull();
    }
  });
});

describe("messages out of order", () => {
  test("a change of a document that is not open is logged, not applied", async () => {
    const server = await start(SHOP);
    await server.change(ORDERS, "select 1");
    await server.settle();
    expect(server.logs.join("\n")).toContain("is not open; the change is not applied");
    await expectAlive(server);
  });

  test("a version that runs backwards is applied as it came", async () => {
    const server = await start(SHOP);
    await server.open(ORDERS);
    await server.notify("textDocument/didChange", {
      textDocument: { uri: server.uri(ORDERS), version: 9 },
      contentChanges: [{ text: "{{ config(threads=9) }} select 1" }],
    });
    await server.notify("textDocument/didChange", {
      textDocument: { uri: server.uri(ORDERS), version: 3 },
      contentChanges: [{ text: "{{ config(threads=3) }} select 1" }],
    });
    expect(await lensTitles(server, ORDERS)).toEqual([expect.stringMatching(/^threads 3 /)]);
    expect(server.logs.join("\n")).toContain("from version 9 to 3");
  });

  test("a document opened twice has the later text", async () => {
    const server = await start(SHOP);
    await server.open(ORDERS);
    await server.change(ORDERS, "select 1");
    await server.open(ORDERS);
    await expectAlive(server);
  });

  test("requests about a closed document answer from the disk", async () => {
    const server = await start(SHOP);
    await server.open(ORDERS);
    await server.close(ORDERS);
    await server.close(ORDERS);
    await expectAlive(server);
  });
});

describe("cancelled requests", () => {
  test("are answered as cancelled and cost the others nothing", async () => {
    const server = await start(SHOP);
    const { CancellationTokenSource } = await import("vscode-languageserver");
    const source = new CancellationTokenSource();
    const cancelled = server.client.sendRequest(
      "heddle/sweep",
      { uri: server.uri(ORDERS) },
      source.token,
    );
    source.cancel();
    await expect(cancelled).rejects.toMatchObject({ code: -32800 });
    await expectAlive(server);
  });
});

test("a rule or reader that throws is one line in the log with method and revision", async () => {
  const server = await start(SHOP, {
    disk: (disk) => ({
      list: disk.list,
      read(file) {
        if (file.endsWith("stg_orders.sql")) throw new Error("the disk caught fire");
        return disk.read(file);
      },
    }),
  });
  expect(
    await server.request("textDocument/codeLens", { textDocument: { uri: server.uri(ORDERS) } }),
  ).toEqual([]);
  await server.settle();
  const lines = server.logs.filter((line) => line.includes("the disk caught fire"));
  expect(lines.some((line) => /^textDocument\/codeLens at revision \d+: /.test(line))).toBe(true);
});
