import { describe, expect, test } from "vitest";
import { hoverText, lensTitles, publishedCodes, release, SHOP, start } from "./startShop";

describe("initialize", () => {
  test("offers what every client can use", async () => {
    const { initialized } = await start(SHOP);
    expect(initialized.serverInfo).toEqual({ name: "Heddle", version: "0.0.0" });
    expect(initialized.capabilities).toMatchObject({
      positionEncoding: "utf-16",
      textDocumentSync: { openClose: true, change: 2 },
      hoverProvider: true,
      codeLensProvider: { resolveProvider: true },
      inlayHintProvider: { resolveProvider: true },
      workspace: { workspaceFolders: { supported: true } },
      executeCommandProvider: {
        commands: ["heddle.explainModel", "heddle.simulateRun", "heddle.planRefresh"],
      },
    });
    expect(initialized.capabilities.diagnosticProvider).toBeUndefined();
  });

  test("offers to be asked for problems where the client asks", async () => {
    const { initialized } = await start(SHOP, {
      capabilities: { textDocument: { diagnostic: {} } },
    });
    expect(initialized.capabilities.diagnosticProvider).toEqual({
      identifier: "heddle",
      interFileDependencies: true,
      workspaceDiagnostics: true,
    });
  });

  test("leaves the commands to a client that has them", async () => {
    const options = { initializationOptions: { isTrusted: true } };
    const server = await start(SHOP, options);
    expect(server.initialized.capabilities.executeCommandProvider).toBeUndefined();
    expect(await hoverText(server, "models/orders.sql", 0, 5)).toContain(
      "[Explain Model](command:heddle.explainModel?",
    );
  });
});

describe("a client without any capability", () => {
  test("gets a lens, a hover and problems", async () => {
    const server = await start(SHOP);
    await server.open("models/orders.sql");
    await server.settle();
    expect(await lensTitles(server, "models/orders.sql")).toEqual([
      expect.stringMatching(/^threads 6 → \d recommended · critical · 50 s/),
    ]);
    expect(await hoverText(server, "models/orders.sql", 0, 5)).toContain("| orders |");
    expect(publishedCodes(server, "models/orders.sql")).toContain("threads-ignored-by-dbt");
  });

  test("gets lens texts at once, a client that resolves later", async () => {
    const server = await start(SHOP, {
      capabilities: { textDocument: { codeLens: { resolveSupport: { properties: ["command"] } } } },
    });
    const textDocument = { uri: server.uri("models/orders.sql") };
    const bare = await server.request<readonly object[]>("textDocument/codeLens", { textDocument });
    expect(bare).toEqual([
      {
        range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
        data: { uri: textDocument.uri, id: "model.shop.orders" },
      },
    ]);
    expect(await server.request("codeLens/resolve", bare[0])).toMatchObject({
      command: { title: expect.stringContaining("threads 6"), command: "heddle.explainModel" },
    });
  });

  test("may click the lens and is told in words", async () => {
    const server = await start(SHOP);
    const said = await server.request("workspace/executeCommand", {
      command: "heddle.explainModel",
      arguments: [{ uri: server.uri("models/orders.sql"), id: "model.shop.orders" }],
    });
    expect(said).toContain("Recommended");
    expect(server.received.map(({ method }) => method)).toContain("window/showMessage");
  });
});

test("after shutdown requests are refused and nothing breaks", async () => {
  const server = await start(SHOP);
  release();
  await server.request("shutdown");
  await expect(
    server.request("textDocument/hover", {
      textDocument: { uri: server.uri("models/orders.sql") },
      position: { line: 0, character: 0 },
    }),
  ).rejects.toMatchObject({ code: -32600 });
  await server.notify("exit");
  server.client.dispose();
});
