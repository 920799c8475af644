import { describe, expect, test } from "vitest";
import { hoverText, lensTitles, publishedCodes, SHOP, start } from "./startShop";

const ORDERS = "models/orders.sql";

describe("edits", () => {
  test("change the lens before anything is saved", async () => {
    const server = await start(SHOP);
    await server.open(ORDERS);
    await server.change(ORDERS, "{{ config(threads=2) }}\nselect 1");
    expect(await lensTitles(server, ORDERS)).toEqual([expect.stringMatching(/^threads 2 /)]);
  });

  test("are applied in steps, several to a message", async () => {
    const server = await start(SHOP);
    await server.open(ORDERS);
    const at = (line: number, from: number, to: number, text: string) => ({
      range: { start: { line, character: from }, end: { line, character: to } },
      text,
    });
    await server.notify("textDocument/didChange", {
      textDocument: { uri: server.uri(ORDERS), version: 2 },
      contentChanges: [at(0, 18, 19, "1"), at(0, 19, 19, "2"), at(0, 0, 0, "-- 🧵\n")],
    });
    expect(await lensTitles(server, ORDERS)).toEqual([expect.stringMatching(/^threads 12 /)]);
    expect(await hoverText(server, ORDERS, 1, 5)).toContain("orders.sql:2");
  });

  test("of one file change what is said of another", async () => {
    const server = await start(SHOP);
    await server.open("models/stg_orders.sql");
    await server.settle();
    expect(publishedCodes(server, ORDERS)).not.toContain("disabled-ref");
    await server.change("models/stg_orders.sql", "{{ config(enabled=false) }} select 1");
    await server.settle();
    expect(publishedCodes(server, ORDERS)).toContain("disabled-ref");
  });

  test("are forgotten when the document is closed unsaved", async () => {
    const server = await start(SHOP);
    await server.open(ORDERS);
    await server.change(ORDERS, "{{ config(threads=2) }}\nselect 1");
    await server.close(ORDERS);
    expect(await lensTitles(server, ORDERS)).toEqual([expect.stringMatching(/^threads 6 /)]);
  });

  test("a new, unsaved file is a model as soon as it is open", async () => {
    const server = await start(SHOP);
    await server.notify("textDocument/didOpen", {
      textDocument: {
        uri: server.uri("models/new model.sql"),
        languageId: "jinja-sql",
        version: 1,
        text: "select * from {{ ref('orders') }}",
      },
    });
    expect(await lensTitles(server, "models/new model.sql")).toHaveLength(1);
  });

  test("problems are published once for a burst of edits, and not again when nothing changed", async () => {
    const server = await start(SHOP);
    await server.open(ORDERS);
    await server.settle();
    const before = server.publishCount(ORDERS);
    for (const threads of [1, 2, 3]) {
      await server.change(
        ORDERS,
        `{{ config(threads=${threads}) }}\nselect * from {{ ref('gone') }}`,
      );
    }
    await server.settle();
    expect(server.publishCount(ORDERS)).toBe(before + 1);
    expect(publishedCodes(server, ORDERS)).toContain("unknown-ref");
    await server.settle();
    expect(server.publishCount(ORDERS)).toBe(before + 1);
  });

  test("fixed problems are taken back", async () => {
    const server = await start(SHOP);
    await server.open(ORDERS);
    await server.change(ORDERS, "select * from {{ ref('gone') }}");
    await server.settle();
    expect(publishedCodes(server, ORDERS)).toContain("unknown-ref");
    await server.change(ORDERS, "select 1");
    await server.settle();
    expect(publishedCodes(server, ORDERS)).not.toContain("unknown-ref");
  });
});

describe("the disk", () => {
  const changed = (type: number, ...uris: string[]) => ({
    changes: uris.map((uri) => ({ uri, type })),
  });

  test("a change of a closed file is noticed when the client tells", async () => {
    const server = await start(SHOP);
    await server.settle();
    server.write("models/stg_orders.sql", undefined);
    await server.notify(
      "workspace/didChangeWatchedFiles",
      changed(3, server.uri("models/stg_orders.sql")),
    );
    await server.settle();
    expect(publishedCodes(server, ORDERS)).toContain("unknown-ref");
  });

  test("dbt rewriting target/ is no news, its results are", async () => {
    const server = await start(SHOP, { initializationOptions: { isTrusted: true } });
    await server.settle();
    const news = () => server.received.filter(({ method }) => method === "heddle/projectChanged");
    const before = news().length;
    await server.notify(
      "workspace/didChangeWatchedFiles",
      changed(
        2,
        ...Array.from({ length: 500 }, (_, index) => server.uri(`target/run/shop/m${index}.sql`)),
        server.uri("target/manifest.json"),
      ),
    );
    await server.settle();
    expect(news().length).toBe(before);
    const results = server.fixture.files.get("target/run_results.json") ?? "";
    server.write(
      "target/run_results.json",
      results.replace('"execution_time":50', '"execution_time":500'),
    );
    await server.notify(
      "workspace/didChangeWatchedFiles",
      changed(2, server.uri("target/run_results.json")),
    );
    await server.settle();
    expect(news().length).toBe(before + 1);
    expect(await lensTitles(server, ORDERS)).toEqual([expect.stringContaining("8 m 20 s")]);
  });

  test("watchers are registered where the client can", async () => {
    const server = await start(SHOP, {
      capabilities: { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } },
    });
    await server.settle();
    const registration = server.received.find(
      ({ method }) => method === "client/registerCapability",
    );
    expect(JSON.stringify(registration)).toContain("**/run_results*.json");
  });
});
