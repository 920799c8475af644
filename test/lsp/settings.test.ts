import { describe, expect, test } from "vitest";
import { hoverText, lensTitles, publishedCodes, SHOP, start } from "./startShop";

const ORDERS = "models/orders.sql";

describe("settings reach the server", () => {
  test("with initialize, as they are or below settings", async () => {
    for (const initializationOptions of [
      { codeLens: { enable: false } },
      { heddle: { codeLens: { enable: false } } },
      { settings: { heddle: { codeLens: { enable: false } } } },
    ]) {
      const server = await start(SHOP, { initializationOptions });
      expect(await lensTitles(server, ORDERS)).toEqual([]);
      await server.stop();
    }
    await start(SHOP);
  });

  test("pushed by a client that cannot be asked", async () => {
    const server = await start(SHOP);
    await server.notify("workspace/didChangeConfiguration", {
      settings: { heddle: { rules: { "threads-ignored-by-dbt": "error" } } },
    });
    await server.settle();
    const found = server.published(ORDERS).find(({ code }) => code === "threads-ignored-by-dbt");
    expect(found?.severity).toBe(1);
  });

  test("asked for, folder by folder", async () => {
    const twoProjects = `
//- one/dbt_project.yml
name: one
profile: shop
//- one/models/a.sql
select 1
//- two/dbt_project.yml
name: two
profile: shop
//- two/models/b.sql
select 1
`;
    const server = await start(twoProjects, {
      folders: ["one", "two"],
      capabilities: { workspace: { configuration: true } },
      settings: (scope) => ({ codeLens: { enable: !scope.endsWith("/two") } }),
    });
    await server.settle();
    expect(await lensTitles(server, "one/models/a.sql")).toHaveLength(1);
    expect(await lensTitles(server, "two/models/b.sql")).toEqual([]);
  });

  test("asked for again when the client says that they changed", async () => {
    let isOn = true;
    const server = await start(SHOP, {
      capabilities: { workspace: { configuration: true } },
      settings: () => ({ hover: { enable: isOn } }),
    });
    await server.settle();
    expect(await hoverText(server, ORDERS, 0, 5)).not.toBe("nothing");
    isOn = false;
    await server.notify("workspace/didChangeConfiguration", { settings: null });
    await server.settle();
    expect(await hoverText(server, ORDERS, 0, 5)).toBe("nothing");
  });

  test("an unusable value is logged and keeps its default", async () => {
    const server = await start(SHOP, { initializationOptions: { reservePercent: "lots" } });
    await server.settle();
    expect(server.logs).toContain(
      'heddle.reservePercent: "lots" is not a number from 0 to 90; 20 is used',
    );
  });
});

test("the master switch silences everything and gives it back", async () => {
  const server = await start(SHOP);
  await server.settle();
  expect(publishedCodes(server, ORDERS)).not.toEqual([]);
  await server.notify("workspace/didChangeConfiguration", {
    settings: { heddle: { enable: false } },
  });
  await server.settle();
  expect(publishedCodes(server, ORDERS)).toEqual([]);
  expect(await lensTitles(server, ORDERS)).toEqual([]);
  expect(await hoverText(server, ORDERS, 0, 5)).toBe("nothing");
  await server.notify("workspace/didChangeConfiguration", { settings: { heddle: {} } });
  await server.settle();
  expect(publishedCodes(server, ORDERS)).not.toEqual([]);
});

describe("folders", () => {
  test("may come and go", async () => {
    const server = await start(SHOP, { folders: [] });
    expect(await lensTitles(server, ORDERS)).toEqual([]);
    const folder = { uri: server.uri(""), name: "shop" };
    await server.notify("workspace/didChangeWorkspaceFolders", {
      event: { added: [folder], removed: [] },
    });
    await server.settle();
    expect(await lensTitles(server, ORDERS)).toHaveLength(1);
    expect(publishedCodes(server, ORDERS)).not.toEqual([]);
    await server.notify("workspace/didChangeWorkspaceFolders", {
      event: { added: [], removed: [folder] },
    });
    await server.settle();
    expect(await lensTitles(server, ORDERS)).toEqual([]);
    expect(publishedCodes(server, ORDERS)).toEqual([]);
  });

  test("with very many projects are read where somebody looks", async () => {
    const projects = Array.from(
      { length: 30 },
      (_, index) =>
        `//- p${index}/dbt_project.yml\nname: p${index}\nprofile: shop\n//- p${index}/models/m.sql\n{{ config(threads=2) }} select 1\n`,
    );
    const server = await start(projects.join(""), { isBare: true });
    await server.settle();
    expect(publishedCodes(server, "p7/models/m.sql")).toEqual([]);
    await server.open("p7/models/m.sql");
    await server.settle();
    expect(publishedCodes(server, "p7/models/m.sql")).not.toEqual([]);
    expect(publishedCodes(server, "p8/models/m.sql")).toEqual([]);
    expect(await lensTitles(server, "p8/models/m.sql")).toHaveLength(1);
  });

  test("a single open file finds its project above", async () => {
    const server = await start(SHOP, { folders: [] });
    await server.open(ORDERS);
    expect(await lensTitles(server, ORDERS)).toHaveLength(1);
    await server.close(ORDERS);
    expect(await lensTitles(server, ORDERS)).toEqual([]);
  });

  test("on disks that ignore case, another spelling is the same file", async () => {
    const server = await start(SHOP, { ignoresCase: true });
    const uri = server.uri(ORDERS).replace("/project/", "/PROJECT/");
    const lenses = await server.request("textDocument/codeLens", { textDocument: { uri } });
    expect(lenses).toHaveLength(1);
  });
});
