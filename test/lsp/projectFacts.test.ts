import { describe, expect, test } from "vitest";
import type {
  FindingsResult,
  HistoryResult,
  ModelsResult,
  ProjectsResult,
} from "../../server/src/protocol";
import { lensTitles, SHOP, start } from "./startShop";

const CLOCK = `
//- profiles.yml threads:4
//- macros/adaptive.sql
{% macro adaptive() %}{{ return(4 if modules.datetime.datetime.now().hour < 6 else 3) }}{% endmacro %}
//- models/orders.sql 50s
{{ config(threads=adaptive()) }}
select 1
`;

describe("projects", () => {
  test("are listed with their names, a hundred of them in one process", async () => {
    const source = Array.from(
      { length: 100 },
      (_, index) => `//- p${index}/dbt_project.yml
name: shop_${index}
profile: shop
//- p${index}/models/a.sql
select 1
`,
    ).join("");
    const server = await start(source, { isBare: true });
    await server.settle();
    const { projects } = await server.request<ProjectsResult>("heddle/projects", {});
    expect(projects).toHaveLength(100);
    expect(projects.map(({ name }) => name)).toContain("shop_77");
    // Only what somebody looks at is read.
    expect(server.logs.join("\n")).toContain("read 0 projects");
    expect(await lensTitles(server, "p77/models/a.sql")).toHaveLength(1);
    const models = await server.request<ModelsResult>("heddle/models", { uri: server.uri("p5") });
    expect(models.project.name).toBe("shop_5");
  });

  test("within a package and around an open folder are found too", async () => {
    const source = `
//- dbt_project.yml
name: outer
profile: shop
//- models/a.sql
select 1
//- integration_tests/dbt_project.yml
name: inner
profile: shop
//- integration_tests/models/b.sql
select 1
`;
    const server = await start(source, { isBare: true });
    await server.settle();
    const { projects } = await server.request<ProjectsResult>("heddle/projects", {});
    expect(projects.map(({ name }) => name)).toEqual(["outer", "inner"]);
  });
});

test("findings say where they are and come with the largest gain first", async () => {
  const server = await start(SHOP);
  await server.settle();
  const { findings } = await server.request<FindingsResult>("heddle/findings", {
    uri: server.uri(""),
  });
  expect(findings.length).toBeGreaterThan(1);
  const gains = findings.map(({ savesMs }) => savesMs ?? 0);
  expect(gains).toEqual([...gains].sort((a, b) => b - a));
  const ignored = findings.find(({ code }) => code === "threads-ignored-by-dbt");
  expect(ignored).toMatchObject({
    uri: server.uri("models/orders.sql"),
    range: { start: { line: 0, character: 10 } },
  });
});

test("past runs are listed with their threads and length", async () => {
  const server = await start(SHOP);
  await server.settle();
  const { runs } = await server.request<HistoryResult>("heddle/history", { uri: server.uri("") });
  expect(runs).toHaveLength(1);
  expect(runs[0]).toMatchObject({ nodes: 2, failedNodes: 0 });
  expect(runs[0]?.durationMs).toBeGreaterThan(0);
});

describe("the run context", () => {
  const titleAt = async (context: object): Promise<string> => {
    const server = await start(CLOCK);
    await server.settle();
    await server.request("heddle/setRunContext", context);
    const [title = ""] = await lensTitles(server, "models/orders.sql");
    await server.stop();
    return title;
  };

  test("moves the clock of every answer, and back", async () => {
    expect(await titleAt({})).toContain("threads 3");
    expect(await titleAt({ at: "2026-02-02T02:00:00" })).toContain("threads 4");
    const server = await start(CLOCK);
    await server.settle();
    await server.request("heddle/setRunContext", { at: "2026-02-02T02:00:00" });
    await server.request("heddle/setRunContext", {});
    expect((await lensTitles(server, "models/orders.sql"))[0]).toContain("threads 3");
  });

  test("ignores what cannot be used", async () => {
    const server = await start(CLOCK);
    await server.settle();
    const used = await server.request("heddle/setRunContext", { at: "soon", vars: [1], target: 3 });
    expect(used).toEqual({});
  });
});
