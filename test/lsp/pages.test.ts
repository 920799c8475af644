/** Long lists that leave in pages: nothing is lost, nothing comes twice, short ones stay whole. */
import { describe, expect, test } from "vitest";
import type { FindingsResult, ModelsResult, SimulateResult } from "../../server/src/protocol";
import type { Harness } from "../support/serverHarness";
import { start } from "./startShop";

const shopOf = (size: number): string =>
  [
    "//- profiles.yml threads:2",
    ...Array.from({ length: size }, (_, at) => `//- models/m${at}.sql 5s\nselect ${at}`),
    "//- models/last.sql 9s\n{{ config(threads=2) }}\nselect * from {{ ref('m0') }}",
  ].join("\n");

interface Pages<Item> {
  readonly pages: readonly (readonly Item[])[];
}

/** The answer to a request with a token, and the pages that came before it. */
async function askInPages<Answer extends object, Field extends keyof Answer & string>(
  server: Harness,
  method: string,
  field: Field,
): Promise<Pages<unknown> & { readonly answer: Answer }> {
  const token = `pages of ${method}`;
  const params = { uri: server.uri("models/last.sql"), partialResultToken: token };
  const answer = await server.request<Answer>(method, params);
  const sent = server.received.flatMap(({ method: name, params: progress }) =>
    name === "$/progress" ? [progress as { token: string; value: Record<Field, unknown[]> }] : [],
  );
  return {
    answer,
    pages: sent.filter((progress) => progress.token === token).map(({ value }) => value[field]),
  };
}

describe("a long list", () => {
  test("comes in pages ahead of an answer that is otherwise the same", async () => {
    const server = await start(shopOf(250));
    const uri = server.uri("models/last.sql");
    const whole = await server.request<ModelsResult>("heddle/models", { uri });
    const { answer, pages } = await askInPages<ModelsResult, "models">(
      server,
      "heddle/models",
      "models",
    );
    expect(pages.map(({ length }) => length)).toEqual([100, 100, 51]);
    expect({ ...answer, models: pages.flat() }).toEqual(whole);
    expect(answer.models).toEqual([]);
  });

  test("of tasks and of findings too", async () => {
    const server = await start(shopOf(120));
    const uri = server.uri("models/last.sql");
    const run = await server.request<SimulateResult>("heddle/simulate", { uri });
    const paged = await askInPages<SimulateResult, "tasks">(server, "heddle/simulate", "tasks");
    expect({ ...paged.answer, tasks: paged.pages.flat() }).toEqual(run);
    const found = await server.request<FindingsResult>("heddle/findings", { uri });
    const some = await askInPages<FindingsResult, "findings">(
      server,
      "heddle/findings",
      "findings",
    );
    expect([...some.pages.flat(), ...some.answer.findings]).toEqual(found.findings);
  });

  test("stays in the answer where it is short, and where nobody gave a token", async () => {
    const server = await start(shopOf(20));
    const { answer, pages } = await askInPages<ModelsResult, "models">(
      server,
      "heddle/models",
      "models",
    );
    expect(pages).toEqual([]);
    expect(answer.models).toHaveLength(21);
  });

  test("of all reports comes as the protocol's partial results", async () => {
    const server = await start(shopOf(150).replaceAll("select", "{{ ref('nobody') }} select"));
    const report = { previousResultIds: [] };
    const whole = await server.request<{ items: unknown[] }>("workspace/diagnostic", report);
    expect(whole.items.length).toBeGreaterThan(100);
    const paged = await server.request<{ items: unknown[] }>("workspace/diagnostic", {
      ...report,
      partialResultToken: 7,
    });
    const pages = server.received.flatMap(({ method, params }) =>
      method === "$/progress" ? [params as { token: number; value: { items: unknown[] } }] : [],
    );
    expect(paged.items).toEqual([]);
    expect(pages.flatMap(({ value }) => value.items)).toEqual(whole.items);
  });
});

describe("tasks of a run", () => {
  test("are listed as far as the request wants them, under the same figures", async () => {
    const server = await start(shopOf(30));
    const uri = server.uri("models/last.sql");
    const run = await server.request<SimulateResult>("heddle/simulate", { uri });
    const [path, none] = await Promise.all(
      (["criticalPath", "none"] as const).map((tasks) =>
        server.request<SimulateResult>("heddle/simulate", { uri, tasks }),
      ),
    );
    const critical = new Set(run.criticalPath);
    expect(path).toEqual({ ...run, tasks: run.tasks.filter(({ id }) => critical.has(id)) });
    expect(path?.tasks).toHaveLength(2);
    expect(none).toEqual({ ...run, tasks: [] });
  });
});

describe("what a list does not show", () => {
  test("is left out of brief models, and nothing else is", async () => {
    const server = await start(shopOf(3));
    const uri = server.uri("models/last.sql");
    const whole = await server.request<ModelsResult>("heddle/models", { uri });
    const brief = await server.request<ModelsResult>("heddle/models", { uri, isBrief: true });
    expect(
      brief.models.map(({ config, dependsOn, fqn, tags }) => [config, dependsOn, fqn, tags]),
    ).toEqual(whole.models.map(() => [{}, [], [], []]));
    const shown = ({ models }: ModelsResult) =>
      models.map(({ uniqueId, name, file, hint, complexity, duration, recommendation }) => [
        [uniqueId, name, file, hint, complexity, duration],
        recommendation && { ...recommendation, memory: undefined },
      ]);
    expect(shown(brief)).toEqual(shown(whole));
    expect({ ...brief, models: [] }).toEqual({ ...whole, models: [] });
  });

  test("of findings is the count by rule, and the findings of one rule", async () => {
    const server = await start(
      shopOf(3).replaceAll("select 1", "select * from {{ ref('nobody') }}"),
    );
    const uri = server.uri("models/last.sql");
    const all = await server.request<FindingsResult>("heddle/findings", { uri });
    const brief = await server.request<FindingsResult>("heddle/findings", { uri, isBrief: true });
    expect(brief).toEqual({ findings: [], rules: all.rules });
    expect(all.rules.reduce((sum, { count }) => sum + count, 0)).toBe(all.findings.length);
    expect(all.rules.length).toBeGreaterThan(1);
    for (const { code, count, isFixable } of all.rules) {
      const { findings } = await server.request<FindingsResult>("heddle/findings", { uri, code });
      expect(findings).toEqual(all.findings.filter((finding) => finding.code === code));
      expect(findings).toHaveLength(count);
      expect(findings.some(({ fix }) => fix !== undefined)).toBe(isFixable);
    }
  });
});
