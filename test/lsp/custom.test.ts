import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import type { ModelsResult, SimulateResult, SweepResult } from "../../server/src/protocol";
import type { Harness } from "../support/serverHarness";
import { SHOP, start } from "./startShop";

const ORDERS = "models/orders.sql";

function schemaOf(name: string): object {
  return JSON.parse(readFileSync(resolve(import.meta.dirname, `../../schemas/${name}`), "utf8"));
}

function expectValid(name: string, answer: unknown): void {
  const validate = new Ajv({ strict: false }).compile(schemaOf(name));
  validate(answer);
  expect(validate.errors ?? []).toEqual([]);
}

const ask = <Result>(server: Harness, method: string, params: object = {}): Promise<Result> =>
  server.request(method, { uri: server.uri(ORDERS), ...params });

describe("answers are the published JSON", () => {
  test("heddle/models", async () => {
    const server = await start(SHOP);
    const answer = await ask<ModelsResult>(server, "heddle/models");
    expectValid("models.schema.json", answer);
    expect(answer.rootUri).toBe(server.uri(""));
    expect(answer.models.map(({ name, hint }) => [name, hint?.threads])).toEqual([
      ["orders", 6],
      ["stg_orders", undefined],
    ]);
  });

  test("heddle/simulate", async () => {
    const server = await start(SHOP);
    const answer = await ask<SimulateResult>(server, "heddle/simulate");
    expectValid("schedule.schema.json", answer);
    expect(answer.makespanMs).toBe(80_000);
    expect(answer.threads).toBe(4);
    const other = await ask<SimulateResult>(server, "heddle/simulate", {
      threads: 2,
      hints: "seats",
      policy: "longest-path",
      whatIf: { "model.shop.orders": 10_000 },
    });
    expect([other.threads, other.hints, other.policy, other.makespanMs]).toEqual([
      2,
      "seats",
      "longest-path",
      40_000,
    ]);
  });

  test("heddle/sweep", async () => {
    const server = await start(SHOP);
    const answer = await ask<SweepResult>(server, "heddle/sweep", { fromThreads: 1, toThreads: 3 });
    expectValid("sweep.schema.json", answer);
    expect(answer.points.map(({ threads }) => threads)).toEqual([1, 2, 3]);
  });

  test("heddle/explain, by name, by id and by document", async () => {
    const server = await start(SHOP);
    for (const id of ["orders", "model.shop.orders", undefined]) {
      expect(await ask(server, "heddle/explain", id === undefined ? {} : { id })).toMatchObject({
        schema: "heddle.explain/1",
        uniqueId: "model.shop.orders",
        markdown: expect.stringContaining("Recommended"),
      });
    }
    expect(await ask(server, "heddle/explain", { id: "nobody" })).toBeNull();
  });
});

test("a selection narrows the run, a wrong one is refused", async () => {
  const server = await start(SHOP);
  const ids = ({ tasks }: SimulateResult) => tasks.map(({ id }) => id);
  const some = await ask<SimulateResult>(server, "heddle/simulate", { select: "stg_orders" });
  expect(ids(some)).toEqual(["model.shop.stg_orders"]);
  const rest = await ask<SimulateResult>(server, "heddle/simulate", { exclude: "stg_orders" });
  expect(ids(rest)).toEqual(["model.shop.orders"]);
  await expect(ask(server, "heddle/simulate", { select: "nonsense:x" })).rejects.toMatchObject({
    code: -32602,
  });
});

test("another engine is another project, asked for without touching the first", async () => {
  const server = await start(SHOP);
  const fusion = await ask<SimulateResult>(server, "heddle/simulate", { engine: "fusion" });
  expect([fusion.engine, fusion.policy]).toEqual(["fusion", "fusion"]);
  const again = await ask<SimulateResult>(server, "heddle/simulate", { engine: "fusion" });
  expect(again).toEqual(fusion);
  expect((await ask<SimulateResult>(server, "heddle/simulate")).engine).toBe("dbt-core");
});

test("an open folder stands for the project in it", async () => {
  const server = await start(
    `
//- analytics/dbt_project.yml
name: inner
profile: shop
//- analytics/models/a.sql
select 1
`,
    { folders: ["analytics"], isBare: true },
  );
  const answer = await server.request<ModelsResult>("heddle/models", { uri: server.uri("") });
  expect(answer.project.name).toBe("inner");
});

test("numbers on screen are announced as out of date to Heddle's own client only", async () => {
  const server = await start(SHOP, { initializationOptions: { commands: true } });
  await server.settle();
  const news = () => server.received.filter(({ method }) => method === "heddle/projectChanged");
  const before = news().length;
  await server.open(ORDERS);
  await server.change(ORDERS, "select 2");
  await server.settle();
  expect(news().length).toBe(before + 1);
  expect(news().at(-1)?.params).toEqual({ uri: server.uri(""), revision: expect.any(Number) });
});
