/** `heddle report`: figures of past runs over time, each worked out by hand, on a page without scripts. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import Ajv from "ajv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { regressionOf } from "../../server/src/ide/answers/regression";
import type { ReportAnswer } from "../../server/src/ide/answers/reportAnswer";
import { parseFixture } from "../support/fixture";
import { checkRefused, runCommand } from "./commandLine";

const SECOND = 1000;

/** A run on 2 threads: a (as given) and c beside it for 20 s, then b for 10 s. */
function runResults(day: number, seconds: number, status = "success"): string {
  const start = Date.UTC(2026, 0, day);
  const node = (name: string, from: number, to: number, thread: number, state = "success") => ({
    unique_id: `model.shop.${name}`,
    status: state,
    execution_time: to - from,
    thread_id: `Thread-${thread}`,
    timing: [
      {
        name: "execute",
        started_at: new Date(start + from * SECOND).toISOString(),
        completed_at: new Date(start + to * SECOND).toISOString(),
      },
    ],
  });
  return JSON.stringify({
    metadata: {
      dbt_schema_version: "https://schemas.getdbt.com/dbt/run-results/v6.json",
      generated_at: new Date(start).toISOString(),
    },
    args: { which: "run", threads: 2, target: "dev" },
    elapsed_time: seconds + 10,
    results: [
      node("a", 0, seconds, 1),
      node("c", 0, 20, 2),
      node("b", seconds, seconds + 10, 1, status),
    ],
  });
}

function project(runs: readonly string[], settings?: string) {
  const history = runs.map((text, index) => `//- history/run_results-${100 + index}.json\n${text}`);
  const source = `
//- profiles.yml threads:2
//- models/a.sql
select 1 as id
//- models/b.sql
select * from {{ ref('a') }}
//- models/c.sql
select 1 as id
${history.join("\n")}${settings === undefined ? "" : `\n//- heddle.yml\n${settings}`}`;
  return { fileSystem: parseFixture(source).fileSystem };
}

async function report(runs: readonly string[], ...words: string[]): Promise<ReportAnswer> {
  const { out, err } = await runCommand(["report", "--json", ...words], project(runs));
  expect(err).toBe("");
  const answer: ReportAnswer = JSON.parse(out);
  const path = resolve(import.meta.dirname, "../../schemas/report.schema.json");
  const isValid = new Ajv({ strict: true, allowUnionTypes: true }).compile(
    JSON.parse(readFileSync(path, "utf8")),
  );
  expect(isValid(answer), JSON.stringify(isValid.errors)).toBe(true);
  return answer;
}

describe("figures of past runs", () => {
  it("gives duration, chain, utilization, deadline and cost of each", async () => {
    const words = ["--deadline", "1m", "--price-per-thread-hour", "36"];
    const { history } = await report([runResults(1, 30), runResults(2, 60)], ...words);
    expect(history.runs).toMatchObject([
      {
        durationMs: 40_000,
        criticalPathMs: 40_000,
        threads: 2,
        utilization: 60 / 80,
        failedNodes: 0,
        isInTime: true,
        cost: 0.8,
      },
      { durationMs: 70_000, criticalPathMs: 70_000, utilization: 90 / 140, isInTime: false },
    ]);
    expect(history).toMatchObject({ medianMs: 55_000, failedShare: 0, inTimeShare: 0.5 });
    expect(history.totalCost).toBeCloseTo(2.2);
  });

  it("pays a warehouse by the hour, however many threads use it", async () => {
    const words = ["--price-per-warehouse-hour", "36"];
    const { history, ...answer } = await report([runResults(1, 30)], ...words);
    expect(history.runs[0]?.cost).toBeCloseTo(0.4);
    expect(answer).toMatchObject({ pricePerThreadHour: null, pricePerWarehouseHour: 36 });
    const surroundings = project([runResults(1, 30)]);
    const { out } = await runCommand(["report", ...words], surroundings);
    expect(out).toContain("0.40 for the last run, 0.40 for 1 run (hours × 36)");
    await checkRefused(
      ["report", ...words, "--price-per-thread-hour", "1"],
      "--price-per-thread-hour and --price-per-warehouse-hour contradict each other; give one of them",
      surroundings,
    );
  });

  it("takes deadline and price from heddle.yml, and from the options before that", async () => {
    const settings = "report:\n  deadline: 1m\n  price-per-thread-hour: 36\n";
    const files = project([runResults(1, 30), runResults(2, 60)], settings);
    const answerTo = async (...words: string[]): Promise<ReportAnswer> =>
      JSON.parse((await runCommand(["report", "--json", ...words], files)).out);
    const { history, deadlineMs } = await answerTo();
    expect([deadlineMs, history.inTimeShare, history.runs[0]?.cost]).toEqual([60_000, 0.5, 0.8]);
    const other = await answerTo("--deadline", "1h", "--price-per-warehouse-hour", "36");
    expect([other.deadlineMs, other.history.inTimeShare]).toEqual([3_600_000, 1]);
    expect(other.history.runs[0]?.cost).toBeCloseTo(0.4);
  });

  it("reports what it cannot use of heddle.yml, and uses the rest", async () => {
    const settings =
      "report:\n  deadline: soon\n  price-per-thread-hour: -1\n  price-per-warehouse-hour: 2\n  currency: EUR\n";
    const files = project([runResults(1, 30)], settings);
    const { out } = await runCommand(["check", "--json"], files);
    const problems: readonly { code: string; message: string }[] = JSON.parse(out).problems;
    expect(
      problems.filter(({ code }) => code === "invalid-rule-settings").map(({ message }) => message),
    ).toEqual([
      "A deadline is a duration such as 45m or 1h30m.",
      "A price is a number, 0 or more.",
      "`report` knows deadline, price-per-thread-hour, price-per-warehouse-hour; currency has no effect.",
    ]);
    const answer = JSON.parse((await runCommand(["report", "--json"], files)).out);
    expect(answer).toMatchObject({ deadlineMs: null, pricePerWarehouseHour: 2 });
  });

  it("counts a failed run as failed and never as in time", async () => {
    const runs = [runResults(1, 30), runResults(2, 30, "error")];
    const { history } = await report(runs, "--deadline", "1h");
    expect(history).toMatchObject({ failedShare: 0.5, inTimeShare: 0.5, medianMs: 40_000 });
    expect(history.runs[1]).toMatchObject({ failedNodes: 1, isInTime: false });
  });

  it("finds a slower run and a trend by the methods that it names", async () => {
    const even = [1, 2, 3, 4, 5, 6].map((day) => runResults(day, 30 + (day % 2)));
    expect((await report(even)).history.regression).toMatchObject({ verdict: "ordinary" });
    const worse = await report([...even, runResults(7, 90)]);
    expect(worse.history.regression).toMatchObject({ method: "robust z-score", verdict: "slower" });
    const growing = [1, 2, 3, 4, 5, 6].map((day) => runResults(day, 30 + 5 * day));
    expect((await report(growing)).history.trendMsPerRun).toBeCloseTo(5 * SECOND);
    expect((await report(even)).history.trendMsPerRun).toBeNull();
  });

  it("does without history", async () => {
    const { history, schedule } = await report([]);
    expect(history).toMatchObject({ runs: [], medianMs: null, regression: null });
    expect(schedule.tasks).toHaveLength(3);
    const { out } = await runCommand(["report"], project([]));
    expect(out).toContain("No run history was found");
  });

  it("judges no series by its scale or its start", () => {
    const values = fc.array(fc.integer({ min: 1, max: 1_000_000 }), {
      minLength: 6,
      maxLength: 20,
    });
    fc.assert(
      fc.property(values, fc.integer({ min: 2, max: 9 }), (series, factor) => {
        const one = regressionOf(series);
        const other = regressionOf(series.map((value) => value * factor));
        expect(other?.verdict).toBe(one?.verdict);
        expect(other?.score).toBeCloseTo(one?.score ?? Number.NaN, 6);
        const reversed = [...series.slice(0, -1)].reverse();
        expect(regressionOf([...reversed, series.at(-1) ?? 0])).toEqual(one);
      }),
    );
  });
});

describe("the page", () => {
  const runs = [runResults(1, 30), runResults(2, 60), runResults(3, 30, "error")];

  it("is one HTML file without scripts or outside resources", async () => {
    const words = ["report", "--format", "html", "--deadline", "1m", "--out", "r.html"];
    const { written } = await runCommand(words, project(runs));
    const html = written.get("/project/r.html") ?? "";
    expect(html).not.toMatch(/<script|<link|src=|@import|https?:/);
    expect(html.match(/<svg /g)).toHaveLength(3);
    expect(html).toContain("2026-01-03: 40 s, critical path 40 s, 1 failed");
  });

  it("says the same in Markdown, and the same each time", async () => {
    const words = ["report", "--format", "markdown", "--price-per-thread-hour", "36"];
    const first = await runCommand(words, project(runs));
    expect(first.out).toContain("# Parallel runs of shop");
    expect(first.out).toContain("| 2026-01-02 | 1 m 10 s | 1 m 10 s | 2 | 64 % | 3 | 0 | 1.40 |");
    expect((await runCommand(words, project(runs))).out).toBe(first.out);
  });

  it("refuses what is no duration or price", async () => {
    const hint = "is no duration; write for instance 45m or 1h30m";
    await checkRefused("report --deadline soon", `--deadline: "soon" ${hint}`, project([]));
    await checkRefused(
      "report --price-per-thread-hour -1",
      '--price-per-thread-hour: "-1" is not a number 0 or more',
      project([]),
    );
  });
});
