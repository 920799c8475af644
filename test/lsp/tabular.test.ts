/** Tabular models and TMSL scripts in an editor: what is published, lenses, hovers, fixes, numbers. */
import { describe, expect, test } from "vitest";
import { adventureFiles } from "../../examples/adventureFiles";
import type {
  ExplainResult,
  FindingsResult,
  ModelsResult,
  ProjectsResult,
  SimulateResult,
  SweepResult,
} from "../../server/src/protocol";
import { hoverText, lensTitles, publishedCodes, start } from "./startShop";

const ADVENTURE = [...adventureFiles()]
  .map(([path, text]) => `//- adventure/${path.replaceAll(" ", "_")}\n${text}`)
  .join("");
const BIM = "adventure/bim/model.bim";
const DEFINITION = "adventure/Adventure.SemanticModel/definition";
const SALES = `${DEFINITION}/tables/Sales.tmdl`;
const SCRIPT = "adventure/scripts/refresh-by-year.json";

async function adventure(source = ADVENTURE) {
  const server = await start(source, { isBare: true });
  await server.settle();
  return server;
}

/** Place of the first `text` of a file. */
function placeOf(file: string, text: string) {
  const content = adventureFiles().get(file.replace(/^adventure\//, "")) ?? "";
  const before = content.slice(0, content.indexOf(text)).split("\n");
  return { line: before.length - 1, character: (before.at(-1) ?? "").length + 1 };
}

describe("a folder of tabular models", () => {
  test("has the findings of the command line published, without a dbt project", async () => {
    const server = await adventure();
    expect(publishedCodes(server, BIM)).toContain("connections-below-partitions");
    expect(publishedCodes(server, SALES)).toContain("unused-column");
    expect(publishedCodes(server, SCRIPT)).toEqual(["refreshes-outside-one-transaction"]);
    const [related] = server.published(SALES).flatMap((one) => one.relatedInformation ?? []);
    expect(related?.location.uri).toBe(server.uri(SALES));
  });

  test("is listed beside dbt projects", async () => {
    const server = await adventure(`${ADVENTURE}//- shop/dbt_project.yml\nname: shop\n`);
    const { projects } = await server.request<ProjectsResult>("heddle/projects", {});
    expect(projects.map(({ name, kind }) => `${name} ${kind ?? "dbt"}`)).toEqual([
      "shop dbt",
      "Adventure tabular",
      "Adventure tabular",
    ]);
  });

  test("shows syntax errors while one types, and takes them back", async () => {
    const server = await adventure();
    const text = adventureFiles().get("bim/model.bim") ?? "";
    await server.open(BIM, "json");
    await server.change(BIM, text.replace('"tables": [', '"tables": [,'));
    await server.settle();
    expect(publishedCodes(server, BIM)).toContain("bim-syntax");
    await server.change(BIM, text);
    await server.settle();
    expect(publishedCodes(server, BIM)).not.toContain("bim-syntax");
  });

  test("notices row counts and files that change on disk", async () => {
    const server = await adventure();
    server.write("adventure/heddle.yml", "rules:\n  unused-column: off\n");
    await server.notify("workspace/didChangeWatchedFiles", {
      changes: [{ uri: server.uri("adventure/heddle.yml"), type: 1 }],
    });
    await server.settle();
    expect(publishedCodes(server, SALES)).not.toContain("unused-column");
    server.write(BIM, undefined);
    await server.notify("workspace/didChangeWatchedFiles", {
      changes: [{ uri: server.uri(BIM), type: 3 }],
    });
    await server.settle();
    expect(server.published(BIM)).toEqual([]);
    const { projects } = await server.request<ProjectsResult>("heddle/projects", {});
    expect(projects).toHaveLength(1);
  });

  test.each([{ enable: false }, { diagnostics: { enable: false } }])(
    "is silent under %j",
    async (settings) => {
      const server = await start(ADVENTURE, {
        isBare: true,
        initializationOptions: { settings },
      });
      await server.settle();
      expect(server.published(BIM)).toEqual([]);
    },
  );
});

describe("in the text of a model", () => {
  test("tables and partitions carry lenses", async () => {
    const server = await adventure();
    await server.open(SALES, "tmdl");
    const titles = await lensTitles(server, SALES);
    expect(titles).toHaveLength(7);
    expect(titles[0]).toMatch(
      /^6 partitions, 2 at once · decides \d+ % of 8 m 10 s · waits \d+ m \d\d s$/,
    );
    expect(await lensTitles(server, BIM)).toHaveLength(5 + 6);
  });

  test("a column's hover says why it is hash-encoded and what its hierarchy costs", async () => {
    const server = await adventure();
    for (const [file, name] of [
      [SALES, "column ProductKey"],
      [BIM, '"ProductKey"'],
    ] as const) {
      const { line, character } = placeOf(file, name);
      const text = await hoverText(server, file, line, character);
      expect(text).toContain("expected of a key in a relationship");
      expect(text).toMatch(/built in every refresh: 7\.2 s/);
    }
    const text = placeOf(SALES, "column 'Order Number'");
    expect(await hoverText(server, SALES, text.line, text.character)).toContain("text always is");
  });

  test("hovers on source and model say which job is the bottleneck", async () => {
    const server = await adventure();
    const source = placeOf(BIM, '"DW"');
    expect(await hoverText(server, BIM, source.line, source.character)).toMatch(
      /2 at once \(maxConnections\); 8 partitions/,
    );
    const model = placeOf(`${DEFINITION}/model.tmdl`, "model Model");
    expect(await hoverText(server, `${DEFINITION}/model.tmdl`, model.line, 0)).toMatch(
      /reading of Web Visits: \d+ m \d\d s \(\d+ %\)/,
    );
    expect(await hoverText(server, SALES, 0, 0)).toContain("most of it reading");
    expect(await hoverText(server, SALES, 1, 0)).toBe("nothing");
  });

  test("fixes change the model's files", async () => {
    const server = await adventure();
    const range = { start: placeOf(SALES, "Sales"), end: placeOf(SALES, "Sales") };
    const actions = await server.request<readonly Action[]>("textDocument/codeAction", {
      textDocument: { uri: server.uri(SALES) },
      range,
      context: { diagnostics: [] },
    });
    const [first] = actions;
    expect(first?.isPreferred).toBe(true);
    expect(first?.title).toMatch(/^Set isAvailableInMdx to false for 4 columns/);
    expect(Object.keys(first?.edit.changes ?? {})).toEqual([server.uri(SALES)]);
    const all = await server.request<readonly Action[]>("textDocument/codeAction", {
      textDocument: { uri: server.uri(SALES) },
      range,
      context: { diagnostics: [], only: ["source.fixAll"] },
    });
    expect(all.map(({ title }) => title)).toEqual(["Apply 1 safe Heddle fix"]);
  });
});

interface Action {
  readonly title: string;
  readonly isPreferred?: boolean;
  readonly edit: { readonly changes: Readonly<Record<string, unknown>> };
}

describe("commands of an editor without Heddle's own", () => {
  const execute = (server: Awaited<ReturnType<typeof adventure>>, command: string, id?: string) =>
    server.request<string | null>("workspace/executeCommand", {
      command: `heddle.${command}`,
      arguments: [{ uri: server.uri(SALES), ...(id !== undefined && { id }) }],
    });

  test("explain the model, or what the id names", async () => {
    const server = await adventure();
    expect(await execute(server, "explainModel")).toMatch(/^Adventure {2}5 tables/);
    expect(await execute(server, "explainModel", "Sales[Amount]")).toMatch(/^Sales\[Amount\] /);
    expect(await execute(server, "explainModel", "Nowhere")).toBeNull();
    expect(server.received.filter(({ method }) => method === "window/showMessage")).toHaveLength(2);
  });

  test("simulate the refresh, with its upper bound", async () => {
    expect(await execute(await adventure(), "simulateRun")).toMatch(
      /^Adventure: 8 m 10 s with 8 jobs at once \(assumed\), \d+ % busy; .*, up to 8 m 26 s where keys are encoded anew$/,
    );
  });

  test("plan the refresh as the command line does", async () => {
    const server = await adventure();
    const plan = JSON.parse((await execute(server, "planRefresh")) ?? "") as object;
    expect(plan).toMatchObject({ schema: "heddle.refresh/1", name: "Adventure" });
    expect(plan).toHaveProperty("tmsl.sequence.operations");
    const shown = server.received.find(({ method }) => method === "window/showMessage");
    expect(JSON.stringify(shown?.params)).toMatch(/refresh with maxParallelism \d+/);
  });

  test("say nothing of other commands and files", async () => {
    const server = await adventure();
    expect(await execute(server, "nothing")).toBeNull();
    expect(
      await server.request("workspace/executeCommand", { command: "heddle.simulateRun" }),
    ).toBeNull();
  });
});

describe("the numbers of a model", () => {
  test("are those of the command line", async () => {
    const server = await adventure();
    for (const file of [BIM, DEFINITION, SALES]) {
      const uri = server.uri(file);
      const run = await server.request<SimulateResult>("heddle/simulate", { uri });
      expect(Math.round(run.makespanMs / 1000)).toBe(490);
      expect(run.threads).toBe(8);
      expect(run.threadsOrigin).toBe("assumed");
      expect(run.reencoding?.tables[0]).toMatchObject({ table: "Web Visits" });
      expect(run.reencoding?.makespanMs).toBeGreaterThan(run.makespanMs);
      const models = await server.request<ModelsResult>("heddle/models", { uri });
      expect(models.models).toHaveLength(run.tasks.length);
      expect(models.tabular).toMatchObject({ schema: "heddle.tabular/1" });
      const read = models.models.find(({ uniqueId }) => uniqueId === "read Sales/Sales 2024 #1");
      expect(read?.range?.start.line).toBeGreaterThan(0);
      const sweep = await server.request<SweepResult>("heddle/sweep", { uri, toThreads: 4 });
      expect(sweep.points).toHaveLength(4);
      const { findings } = await server.request<FindingsResult>("heddle/findings", { uri });
      expect(findings[0]?.savesMs).toBeGreaterThan(60_000);
    }
  });

  test("follow the setting where heddle.yml does not say", async () => {
    const settings = { tabular: { threads: 3, rates: { read_per_row: 8 } } };
    const ask = async (source: string) => {
      const server = await start(source, { isBare: true, initializationOptions: { settings } });
      await server.settle();
      return server.request<SimulateResult>("heddle/simulate", { uri: server.uri(BIM) });
    };
    const run = await ask(ADVENTURE);
    expect([run.threads, run.threadsOrigin]).toEqual([3, "tabular.threads"]);
    expect(run.makespanMs).toBeGreaterThan(491_000);
    const told = await ask(`${ADVENTURE}//- adventure/heddle.yml\ntabular: {threads: 5}\n`);
    expect(told.threads).toBe(5);
    expect(told.makespanMs).toBeGreaterThan(491_000);
  });

  test("explain a task, a table and a column by the words of the lens", async () => {
    const server = await adventure();
    const titleOf = async (id: string) =>
      (await server.request<ExplainResult>("heddle/explain", { uri: server.uri(BIM), id })).title;
    expect(await titleOf("read Sales/Sales 2024 #1")).toBe("Sales");
    expect(await titleOf("Sales/Sales 2024")).toBe("Sales/Sales 2024");
    expect(await titleOf("Sales[Amount]")).toBe("Sales[Amount]");
  });

  test("run a script against the model beside it", async () => {
    const server = await adventure();
    const run = await server.request<SimulateResult>("heddle/simulate", {
      uri: server.uri(SCRIPT),
    });
    expect(run.makespanMs).toBeGreaterThan(20 * 60_000);
  });

  test("stand in for a folder that holds no dbt project", async () => {
    const server = await adventure();
    const run = await server.request<SimulateResult>("heddle/simulate", { uri: server.uri("") });
    expect(Math.round(run.makespanMs / 1000)).toBe(490);
  });
});
