import { describe, expect, test } from "vitest";
import { projectNodes, type Questions } from "../../client/src/projectTree";
import { TOOLS } from "../../client/src/toolAnswers";
import { inEnglish } from "../../client/src/translate";
import type { TreeNode } from "../../client/src/treeNode";
import { parsedFindings, serverAnswers } from "./serverAnswers";

const SHOP = `
//- profiles.yml threads:2
//- models/stg_a.sql 30s
select 1
//- models/stg_b.sql 2s
select 1
//- models/both.sql 10s
{{ config(threads=1) }}
select * from {{ ref('stg_a') }} a join {{ ref('stg_b') }} b using (id)
`;

const words = { t: inEnglish, moment: (ms: number) => new Date(ms).toISOString().slice(0, 16) };

/** The whole view as indented lines; which rules find something is their own tests' business. */
async function drawn(ask: Questions, nodes: readonly TreeNode[], indent = ""): Promise<string[]> {
  const lines: string[] = [];
  for (const { id, label, description = "", children } of nodes) {
    const isFindings = id.endsWith("#findings");
    lines.push(`${indent}${label}${description === "" || isFindings ? "" : ` | ${description}`}`);
    if (!isFindings) lines.push(...(await drawn(ask, (await children?.()) ?? [], `${indent}  `)));
  }
  return lines;
}

describe("the view", () => {
  test("leads from a project to its run, findings, classes and past runs", async () => {
    const { ask, uri, stop } = await serverAnswers(SHOP);
    const lines = await drawn(ask, projectNodes([{ uri, name: "shop" }], ask, words));
    await stop();
    expect(lines.join("\n")).toMatchInlineSnapshot(`
      "shop
        Next run | 40 s · 2 threads · 53 % busy
          stg_a | 30 s
          both | 10 s
        Minutes you could save
          stg_a | −15 s if halved
          both | −5.0 s if halved
        Findings
        Models by class | 3
          utility | 3 models · 42 s
            stg_a | 30 s · none → 1
            both | 10 s · 1 ✓
            stg_b | 2.0 s · none → 1
        Past runs | 1
          2026-02-01T03:00 | 1 h 00 m · 1 thread · 100 % busy"
    `);
  });

  test("lists findings by rule, the largest gain first, each with its place", async () => {
    const { ask, uri, stop } = await serverAnswers(SHOP);
    const [project] = projectNodes([{ uri, name: "shop" }], ask, words);
    const parts = (await project?.children?.()) ?? [];
    const rules = (await parts.find(({ id }) => id.endsWith("#findings"))?.children?.()) ?? [];
    expect(rules[0]?.label).toBe("bottleneck-model");
    expect(rules[0]?.description).toBe("1 · saves 15 s");
    const ignored = rules.find(({ label }) => label === "threads-ignored-by-dbt");
    const [finding] = (await ignored?.children?.()) ?? [];
    await stop();
    expect(finding).toMatchObject({
      label: "both.sql:1",
      kind: "fixable",
      place: { uri: `${uri}/models/both.sql`, range: { start: { line: 0, character: 10 } } },
    });
  });

  test("gives every line an id of its own", async () => {
    const { ask, uri, stop } = await serverAnswers(SHOP);
    const ids: string[] = [];
    const visit = async (nodes: readonly TreeNode[]): Promise<void> => {
      for (const { id, children } of nodes) {
        ids.push(id);
        await visit((await children?.()) ?? []);
      }
    };
    await visit(projectNodes([{ uri, name: "shop" }], ask, words));
    await stop();
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("says so where nothing is known", async () => {
    const nothing = async () => undefined;
    const ask = { models: nothing, run: nothing, findings: nothing, history: nothing };
    const lines = await drawn(ask, projectNodes([{ uri: "file:///a%20b", name: "x" }], ask, words));
    expect(lines).toEqual(["x", "  Findings", "  Past runs | none recorded yet"]);
  });
});

describe("tools for language models", () => {
  test("answer with the figures that a person sees, cut to size", async () => {
    const { request, uri, stop } = await serverAnswers(SHOP);
    const answer = async (name: string, input = {}) =>
      JSON.parse(JSON.stringify((await TOOLS[name]?.(uri, input, request)) ?? null));
    const run = await answer("heddle_simulate");
    expect(run).toMatchObject({ makespanMs: 40_000, threads: 2, taskCount: 3 });
    expect(run.criticalPath.map(({ id }: { id: string }) => id)).toHaveLength(2);
    expect(await answer("heddle_simulate", { threads: 1 })).toMatchObject({ makespanMs: 42_000 });
    expect((await answer("heddle_sweep")).recommended.threads).toBe(2);
    const models = await answer("heddle_models", { limit: 1 });
    expect(models.count).toBe(3);
    expect(models.models.map(({ uniqueId }: { uniqueId: string }) => uniqueId)).toEqual([
      expect.stringContaining("stg_a"),
    ]);
    expect(parsedFindings(await answer("heddle_check"))).toContain("threads-ignored-by-dbt");
    expect(await answer("heddle_explain", { model: "both" })).toContain("Recommended");
    expect(await answer("heddle_explain", { model: "nobody" })).toBeNull();
    await stop();
  });
});
