import { expect, test } from "vitest";
import { createMemoryFiles } from "../../server/src/base/memoryFiles";
import { lensTitles, SHOP, start } from "./startShop";

test("a server without a disk lives on what its client sends", async () => {
  const files = createMemoryFiles();
  const server = await start(SHOP, {
    disk: () => files.fileSystem,
    takeFile: files.set,
    initializationOptions: { rulePages: "https://example.test/rules" },
  });
  await server.settle();
  expect(await lensTitles(server, "models/orders.sql")).toEqual([]);
  const send = async (changes: ReadonlyMap<string, string | null>) => {
    await server.notify("heddle/files", {
      files: [...changes].map(([file, text]) => ({ uri: server.uri(file), text })),
    });
    await server.settle();
  };
  await send(server.fixture.files);
  expect((await lensTitles(server, "models/orders.sql"))[0]).toContain("threads 6");
  const [problem] = server.published("models/orders.sql");
  expect(problem?.codeDescription?.href).toBe(
    `https://example.test/rules/${String(problem?.code)}.md`,
  );
  await send(new Map([["models/orders.sql", "{{ config(threads=2) }}\nselect 1\n"]]));
  expect((await lensTitles(server, "models/orders.sql"))[0]).toContain("threads 2");
  await send(new Map([["models/orders.sql", null]]));
  expect(await lensTitles(server, "models/orders.sql")).toEqual([]);
});

test("a server with a disk does not take files from its client", async () => {
  const server = await start(SHOP);
  await server.settle();
  const text = "{{ config(threads=2) }}\nselect 1\n";
  await server.notify("heddle/files", {
    files: [{ uri: server.uri("models/orders.sql"), text }],
  });
  await server.settle();
  expect((await lensTitles(server, "models/orders.sql"))[0]).toContain("threads 6");
});
