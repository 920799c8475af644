/** The snippets of docs/run.md; real Airflow and Dagster read theirs in test/oracle/steer/readSnippets.py. */
import { readFileSync } from "node:fs";
import {
  convertWorkflowTemplate,
  NoOperationTraceWriter,
  parseWorkflow,
} from "@actions/workflow-parser";
import { describe, expect, it } from "vitest";
import { OPTIONS } from "../../server/src/cli/options";

const TEXT = readFileSync("docs/run.md", "utf8");

function snippet(language: string): string {
  const found = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "m").exec(TEXT);
  return found?.[1] ?? "";
}

/** Errors that GitHub's own parser finds, and how many steps. */
async function checkWorkflow(content: string, expected: readonly [string[], number]) {
  const file = { name: ".github/workflows/dbt.yml", content };
  const { context, value } = parseWorkflow(file, new NoOperationTraceWriter());
  const template = value && (await convertWorkflowTemplate(context, value));
  const errors = [...context.errors.getErrors(), ...(template?.errors ?? [])];
  const [job] = template?.jobs ?? [];
  const messages = errors.map((error) => ("Message" in error ? error.Message : error.message));
  expect([messages, job?.type === "job" ? job.steps.length : 0]).toEqual(expected);
}

describe("docs/run.md", () => {
  it("has a workflow that GitHub takes", async () => {
    await checkWorkflow(snippet("yaml"), [[], 5]);
  });

  it("has one that GitHub would refuse if it were wrong", async () => {
    const wrong = snippet("yaml").replace("runs-on", "runs-off");
    await expect(checkWorkflow(wrong, [[], 5])).rejects.toThrow();
  });

  it("has a task whose words the extension's manifest knows", () => {
    const { contributes } = JSON.parse(readFileSync("package.json", "utf8"));
    const [definition] = contributes.taskDefinitions;
    const { type, ...rest } = JSON.parse(snippet("json"));
    expect(type).toBe(definition.type);
    expect(Object.keys(definition.properties)).toEqual(expect.arrayContaining(Object.keys(rest)));
    expect(definition.properties.command.enum).toContain(rest.command);
  });

  it("names options that there are", () => {
    const named = [...TEXT.matchAll(/^\| `--([a-z-]+)/gm)].map(([, name = ""]) => name);
    expect(named.length).toBeGreaterThan(8);
    for (const name of named) expect(Object.keys(OPTIONS)).toContain(name);
  });
});
