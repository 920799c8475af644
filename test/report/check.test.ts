import { describe, expect, it } from "vitest";
import type { Problem } from "../../server/src/base/problem";
import { lineIndex } from "../../server/src/base/text";
import { checkAnswer } from "../../server/src/ide/answers/checkAnswer";
import { checkText } from "../../server/src/report/checkText";
import { paintColor } from "../../server/src/report/paint";
import { sarifLog } from "../../server/src/report/sarif";

const TEXTS: Readonly<Record<string, string>> = {
  "models/clv.sql": "select 1\n-- 注\n  {{ config(threads=6) }}\n",
  "dbt_project.yml": "name: shop\nmodels:\n  +threads: 6\n",
};
const spanOf = (file: string, text: string) => {
  const start = TEXTS[file]!.indexOf(text);
  return { start, end: start + text.length };
};
const PROBLEMS: readonly Problem[] = [
  {
    file: "dbt_project.yml",
    span: spanOf("dbt_project.yml", "+threads"),
    code: "threads-ignored-by-dbt",
    severity: "information",
    message: "dbt ignores it.",
  },
  {
    file: "models/clv.sql",
    span: spanOf("models/clv.sql", "threads=6"),
    code: "threads-rejected-by-dbt-2",
    severity: "warning",
    message:
      "`threads` in config() stops dbt 2 from parsing the project (dbt1060), while dbt 1 keeps it and ignores it.",
    fixes: [
      {
        title: "Move to meta.heddle",
        preferred: true,
        edits: [
          {
            file: "models/clv.sql",
            span: spanOf("models/clv.sql", "threads=6"),
            newText: "meta={'heddle': {'threads': 6}}",
          },
        ],
      },
    ],
    related: [
      {
        file: "dbt_project.yml",
        span: spanOf("dbt_project.yml", "+threads"),
        message: "overrides",
      },
    ],
  },
];
const linesOf = (file: string) => lineIndex(TEXTS[file] ?? "");
const ANSWER = checkAnswer(PROBLEMS, linesOf, "shop");

describe("check answer", () => {
  it("counts and places as LSP does", () => {
    expect(ANSWER.counts).toEqual({ error: 0, warning: 1, information: 1, hint: 0 });
    expect(ANSWER.problems[1]).toMatchObject({
      range: { start: { line: 2, character: 12 }, end: { line: 2, character: 21 } },
      help: "docs/rules/threads-rejected-by-dbt-2.md",
      fixes: [{ preferred: true, edits: [{ range: { start: { line: 2, character: 12 } } }] }],
    });
  });
});

describe("check text", () => {
  it("lists findings by file with place, fix and page", () => {
    expect(`\n${checkText(ANSWER, { width: 100, elapsedMs: 214 })}`).toBe(`
shop/dbt_project.yml
  3:3  information  threads-ignored-by-dbt  dbt ignores it.
                    docs/rules/threads-ignored-by-dbt.md
shop/models/clv.sql
  3:13  warning      threads-rejected-by-dbt-2
                     \`threads\` in config() stops dbt 2 from parsing the project (dbt1060), while dbt
                     1 keeps it and ignores it.
                     fix: Move to meta.heddle  docs/rules/threads-rejected-by-dbt-2.md
2 files · 0 errors · 1 warning · 1 information · 0.21 s
`);
  });

  it("says once what all simulated findings rest on, and names a rule's page once", () => {
    const evidence = {
      kind: "simulated",
      confidence: "high",
      because: "9 runs",
      couldBeWrong: ["locks"],
    } as const;
    const bottleneck = (message: string): Problem => ({
      ...PROBLEMS[0]!,
      code: "bottleneck-model",
      message,
      savesMs: 60_000,
      evidence,
    });
    const text = checkText(
      checkAnswer([bottleneck("Saves 1 m 00 s."), bottleneck("Slow.")], linesOf, "."),
      { width: 100 },
    );
    expect(`\n${text}`).toBe(`
dbt_project.yml
  3:3  information  bottleneck-model  Saves 1 m 00 s.
                    docs/rules/bottleneck-model.md
  3:3  information  bottleneck-model  Slow.
                    saves 1 m 00 s

Minutes are simulated, confidence high: 9 runs; locks.
1 file · 0 errors · 0 warnings · 2 information
`);
    const other = { ...bottleneck("Other."), evidence: { ...evidence, because: "1 run" } };
    const mixed = checkText(checkAnswer([bottleneck("Slow."), other], linesOf, "."), {
      width: 100,
    });
    expect(mixed).toContain("saves 1 m 00 s; confidence high: 9 runs; locks\n");
    expect(mixed).not.toContain("Minutes are simulated");
  });

  it("sums up a long list by rule, and says what saves most of today's run", () => {
    const many = Array.from(
      { length: 11 },
      (_, index): Problem => ({
        ...PROBLEMS[0]!,
        code: index < 8 ? "threads-ignored-by-dbt" : "bottleneck-model",
        ...(index >= 8 && { savesMs: index * 1000 }),
      }),
    );
    const seats = { ...PROBLEMS[0]!, code: "heavy-shares-seats", savesMs: 900_000 };
    const text = checkText(checkAnswer([...many, seats], linesOf, "."), { width: 200 });
    expect(text).toContain(
      "By rule: 8 threads-ignored-by-dbt, 3 bottleneck-model, 1 heavy-shares-seats.\n",
    );
    expect(text).toContain(
      "Saves most of today's run: bottleneck-model at dbt_project.yml:3:3, 10 s.",
    );
  });

  it("says when there is nothing to say", () => {
    expect(checkText(checkAnswer([], linesOf, "."), { width: 80 })).toBe(
      "no findings · 0 errors · 0 warnings · 0 information\n",
    );
  });

  it("colours by severity", () => {
    expect(checkText(ANSWER, { width: 100, paint: paintColor })).toContain(
      "\u001b[33mwarning    \u001b[0m",
    );
  });
});

describe("SARIF", () => {
  it("counts lines and columns from one and keeps fixes", () => {
    expect(sarifLog([ANSWER], "1.0.0")).toMatchObject({
      version: "2.1.0",
      runs: [
        {
          columnKind: "utf16CodeUnits",
          tool: {
            driver: {
              name: "Heddle",
              rules: [{ id: "threads-ignored-by-dbt" }, { id: "threads-rejected-by-dbt-2" }],
            },
          },
          results: [
            { ruleId: "threads-ignored-by-dbt", ruleIndex: 0, level: "note" },
            {
              ruleIndex: 1,
              level: "warning",
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: "shop/models/clv.sql", uriBaseId: "%SRCROOT%" },
                    region: { startLine: 3, startColumn: 13, endLine: 3, endColumn: 22 },
                  },
                },
              ],
              fixes: [{ description: { text: "Move to meta.heddle" } }],
            },
          ],
        },
      ],
    });
  });

  it("encodes paths as URIs", () => {
    const odd = checkAnswer([{ ...PROBLEMS[0]!, file: "models/größe 1%.sql" }], linesOf, ".");
    const text = JSON.stringify(sarifLog([odd], "1.0.0"));
    expect(text).toContain("models/gr%C3%B6%C3%9Fe%201%25.sql");
  });
});
