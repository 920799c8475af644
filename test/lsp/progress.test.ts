import { expect, test } from "vitest";
import type { Harness } from "../support/serverHarness";
import { SHOP, start } from "./startShop";

const CAN_SHOW = { capabilities: { window: { workDoneProgress: true } } };
const notes = (count: number) =>
  Array.from({ length: count }, (_, index) => `//- models/notes/n${index}.md\n# note\n`).join("");

function progressOf(server: Harness): readonly unknown[] {
  return server.received.flatMap(({ method, params }) => (method === "$/progress" ? [params] : []));
}

test("a large project says that it is being read, once", async () => {
  const server = await start(SHOP + notes(1600), CAN_SHOW);
  await server.settle();
  expect(server.received.map(({ method }) => method)).toContain("window/workDoneProgress/create");
  expect(progressOf(server)).toEqual([
    {
      token: "heddle/index",
      value: { kind: "begin", title: "Heddle", message: "reading the project" },
    },
    { token: "heddle/index", value: { kind: "end", message: "2 nodes" } },
  ]);
});

test("a small project, or a client that shows no progress, says nothing", async () => {
  const small = await start(SHOP, CAN_SHOW);
  await small.settle();
  expect(progressOf(small)).toEqual([]);
  await small.stop();
  const plain = await start(SHOP + notes(1600));
  await plain.settle();
  expect(progressOf(plain)).toEqual([]);
  expect(plain.logs.join("\n")).toMatch(/read 1 projects with 2 nodes in \d+ ms/);
});
