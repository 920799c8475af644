/** A baseline takes what is known out of a check, wherever its lines have moved. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import Ajv from "ajv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyBaseline, baselineOf, baselineText } from "../../server/src/ide/answers/baseline";
import type { CheckAnswer, CheckedProblem } from "../../server/src/ide/answers/checkAnswer";
import { parseFixture } from "../support/fixture";
import { type CommandSurroundings, checkRefused, runCommand } from "./commandLine";

const BROKEN = "select * from {{ ref('nowhere') }}\n";
const FILES = { "models/a.sql": BROKEN, "models/b.sql": "select 1 as id\n" };
const DEFAULT_PATH = "/project/.heddle-baseline.json";

function project(files: Readonly<Record<string, string>>): CommandSurroundings {
  const sections = Object.entries(files).map(([path, text]) => `//- ${path}\n${text}`);
  return {
    fileSystem: parseFixture(`//- profiles.yml threads:1\n${sections.join("\n")}`).fileSystem,
  };
}

async function baselineFor(files: Readonly<Record<string, string>>): Promise<string> {
  const { written } = await runCommand(["check", "--write-baseline"], project(files));
  return written.get(DEFAULT_PATH) ?? "";
}

async function check(files: Readonly<Record<string, string>>, ...words: string[]) {
  const { out, err, status } = await runCommand(["check", "--json", ...words], project(files));
  expect(err).toBe("");
  return { status, answer: JSON.parse(out) as CheckAnswer };
}

describe("check --write-baseline", () => {
  it("writes every finding and then reports none", async () => {
    const outcome = await runCommand(["check", "--write-baseline"], project(FILES));
    expect(outcome.status).toBe(0);
    expect(outcome.err).toBe("baseline of 1 findings written to .heddle-baseline.json\n");
    expect([...outcome.written]).toEqual([
      [
        DEFAULT_PATH,
        `{
  "schema": "heddle.baseline/1",
  "findings": [
    {"file":"models/a.sql","code":"unknown-ref","text":"'nowhere'","count":1}
  ]
}
`,
      ],
    ]);
    expect(outcome.out).toContain("1 finding of .heddle-baseline.json left out");
    const schema = JSON.parse(
      readFileSync(resolve(import.meta.dirname, "../../schemas/baseline.schema.json"), "utf8"),
    );
    const isValid = new Ajv().compile(schema);
    expect(isValid(JSON.parse(outcome.written.get(DEFAULT_PATH) ?? ""))).toBe(true);
  });

  it("takes a file, and a folder for what it is", async () => {
    const named = await runCommand(["check", "--write-baseline", "old.json", "."], project(FILES));
    expect([...named.written.keys()]).toEqual(["/project/old.json"]);
    const folder = await runCommand(["check", "--write-baseline", "models"], project(FILES));
    expect([...folder.written.keys()]).toEqual([DEFAULT_PATH]);
  });

  it("refuses what it cannot mean or write", async () => {
    await checkRefused(
      "check --write-baseline --select a",
      "--write-baseline takes in the whole project; leave out --select",
      project(FILES),
    );
    await checkRefused(
      "check --write-baseline=/forbidden/x.json",
      "--write-baseline /forbidden/x.json: permission denied",
      project(FILES),
    );
  });
});

describe("check with a baseline", () => {
  it("leaves out what is known, though its line has moved", async () => {
    const baseline = await baselineFor(FILES);
    const moved = { ...FILES, "models/a.sql": `-- one\n-- two\n${BROKEN}` };
    const { answer, status } = await check({ ...moved, ".heddle-baseline.json": baseline });
    expect(status).toBe(0);
    expect(answer.problems).toEqual([]);
    expect(answer.baseline).toEqual({ file: ".heddle-baseline.json", accepted: 1, unused: [] });
  });

  it("reports what is new: another name, another file", async () => {
    const files = {
      "models/a.sql": `${BROKEN}union all select * from {{ ref('gone') }}\n`,
      "models/b.sql": "select * from {{ ref('elsewhere') }}\n",
      ".heddle-baseline.json": await baselineFor(FILES),
    };
    const { answer, status } = await check(files);
    expect(status).toBe(1);
    expect(answer.problems.map(({ file }) => file)).toEqual(["models/a.sql", "models/b.sql"]);
    expect(answer.counts.error).toBe(2);
    expect((await check(files, "--no-baseline")).answer.problems).toHaveLength(3);
  });

  it("lists entries that nothing matches, of the files that were checked", async () => {
    const fixed = {
      "models/a.sql": "select 1 as id\n",
      "models/b.sql": "select 1 as id\n",
      "known.json": await baselineFor(FILES),
    };
    const { answer } = await check(fixed, "--baseline", "known.json");
    expect(answer.baseline?.unused).toEqual([
      { file: "models/a.sql", code: "unknown-ref", text: "'nowhere'", count: 1 },
    ]);
    const text = await runCommand(["check", "--baseline=known.json"], project(fixed));
    expect(text.out).toContain("  models/a.sql  unknown-ref  'nowhere'\n");
    const part = await check(fixed, "--baseline", "known.json", "--select", "b");
    expect(part.answer.baseline?.unused).toEqual([]);
  });

  it("says what is wrong with a file", async () => {
    const anew = "heddle check --write-baseline writes one";
    for (const [text, what] of [
      ["{", "is not valid JSON"],
      ["{}", "is no heddle.baseline/1"],
      [
        '{"schema":"heddle.baseline/1","findings":[{"file":1}]}',
        "finding 0 is no { file, code, text, count }",
      ],
    ]) {
      await checkRefused(
        "check --baseline b.json",
        `b.json ${what}; ${anew}`,
        project({ ...FILES, "b.json": text ?? "" }),
      );
    }
    await checkRefused(
      "check --baseline gone.json",
      "--baseline gone.json: no such file",
      project(FILES),
    );
  });
});

describe("the law of baselines", () => {
  const finding = fc.record({
    file: fc.constantFrom("a.sql", "b.sql"),
    code: fc.constantFrom("x", "y"),
    line: fc.integer({ min: 0, max: 3 }),
  });
  const answerOf = (
    found: readonly { file: string; code: string; line: number }[],
  ): CheckAnswer => ({
    schema: "heddle.check/1",
    root: ".",
    counts: { error: found.length, warning: 0, information: 0, hint: 0 },
    problems: found.map(
      ({ file, code, line }): CheckedProblem => ({
        file,
        code,
        range: { start: { line, character: 0 }, end: { line, character: 3 } },
        severity: "error",
        message: "m",
        help: "h",
        fixes: [],
      }),
    ),
  });
  const textOf = () => "one\ntwo\none\nsix\n";

  it("accepts exactly what both have; the rest is new or unused", () => {
    fc.assert(
      fc.property(fc.array(finding), fc.array(finding), (before, after) => {
        const baseline = baselineOf(answerOf(before).problems, textOf);
        const answer = applyBaseline(answerOf(after), baseline, textOf, "f");
        const { accepted, unused } = answer.baseline ?? { accepted: -1, unused: [] };
        const rest = unused.reduce((sum, { count }) => sum + count, 0);
        expect(accepted + answer.problems.length).toBe(after.length);
        expect(accepted + rest).toBe(before.length);
        expect(answer.counts.error).toBe(answer.problems.length);
        const same = applyBaseline(answerOf(before), baseline, textOf, "f");
        expect(same.problems).toEqual([]);
        expect(baselineText(baselineOf([...answerOf(before).problems].reverse(), textOf))).toBe(
          baselineText(baseline),
        );
      }),
    );
  });
});
