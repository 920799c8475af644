/** One robust duration per node out of many runs. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { collectDurations, type HistoryOptions } from "../../server/src/dbt/artifacts/history";
import type { ModelDuration } from "../../server/src/dbt/artifacts/modelDuration";
import { outcomeOf, type RunRecord } from "../../server/src/dbt/artifacts/runRecord";
import { parseRunResults } from "../../server/src/dbt/artifacts/runResults";
import type { DbtNode } from "../../server/src/dbt/project";
import { dbtNode } from "../dbt-select/handBuilt";

const DAY = 86_400_000;
const FIRST = Date.UTC(2026, 10, 3);

/**
 * A run per line: `3 Nov` days after the first, then `key=value` words about the run, then
 * `model:seconds` with an optional `!status` or `@statement`.
 */
function runsOf(text: string): readonly RunRecord[] {
  return text
    .trim()
    .split("\n")
    .map((line, index) => {
      const words = line.trim().split(/\s+/);
      const value = (key: string): string | undefined =>
        words.find((word) => word.startsWith(`${key}=`))?.slice(key.length + 1);
      const target = value("target");
      const nodes = words
        .filter((word) => word.includes(":"))
        .map((word) => {
          const [, name, seconds, status = "success", statement] =
            /^(\w+):([\d.]+)(?:!(\w+))?(?:@(\w+))?$/.exec(word)!;
          return {
            uniqueId: name!,
            status,
            outcome: outcomeOf(status),
            executionMs: Number(seconds) * 1000,
            ...(statement === undefined ? {} : { statement }),
          };
        });
      return {
        file: value("file") ?? "target/run_results.json",
        schemaVersion: 6,
        invocationId: value("id") ?? `run ${index}`,
        generatedMs: FIRST + Number(value("day") ?? index) * DAY,
        command: value("command") ?? "run",
        ...(target === undefined ? {} : { target }),
        isFullRefresh: words.includes("full"),
        isPartialData: words.includes("empty"),
        nodes,
      };
    });
}

const incremental: ReadonlyMap<string, DbtNode> = new Map([
  ["a", dbtNode("a", { config: { materialized: "incremental" } })],
]);

function checkDuration(text: string, expected: string, options: HistoryOptions = {}): void {
  const a = collectDurations(runsOf(text), { nodes: incremental }, options).get("a");
  expect(a === undefined ? "nothing" : draw(a)).toBe(expected);
}

function draw({ ms, runs, source, failedRuns, trendPerRun }: ModelDuration): string {
  const failed = failedRuns === undefined ? "" : `, ${failedRuns} failed`;
  const trend = trendPerRun === undefined ? "" : `, ${Math.round(trendPerRun * 100)} % per run`;
  return `${Math.round(ms) / 1000} s of ${runs}${failed}${trend}: ${source}`;
}

test("one run", () => {
  checkDuration("a:12", "12 s of 1: 1 run on 3 Nov in target/run_results.json");
});

test("an outlier has no say", () => {
  checkDuration(
    "a:10 \n a:11 \n a:900 \n a:10 \n a:10",
    "10 s of 5: 5 runs since 3 Nov in target/run_results.json",
  );
});

test("recent runs weigh more: after a rewrite the new figure wins before it has the majority", () => {
  const before = Array.from({ length: 12 }, () => "a:100").join("\n");
  const after = Array.from({ length: 8 }, () => "a:10").join("\n");
  expect(collectDurations(runsOf(`${before}\n${after}`)).get("a")!.ms).toBe(10_000);
});

test("failed and skipped runs are left out and failures counted", () => {
  checkDuration(
    "a:10 \n a:1!error \n a:0!skipped \n a:12",
    "11.069 s of 2, 1 failed: 2 runs since 3 Nov in target/run_results.json",
  );
});

test("nothing is known of a node that never completed", () => {
  checkDuration("a:1!error \n b:3", "nothing");
});

test("compiling, --empty and other artifacts under the same name say nothing", () => {
  checkDuration(
    "a:10 \n command=compile a:0.1 \n command=generate a:0.1 \n empty a:0.2",
    "10 s of 1: 1 run on 3 Nov in target/run_results.json",
  );
});

test("a run that is recorded in two files counts once", () => {
  checkDuration(
    "id=x day=0 a:10 file=history/1.json \n id=x day=0 a:10 \n id=y day=2 a:10",
    "10 s of 2: 2 runs since 3 Nov in 2 files",
  );
});

describe("targets are kept apart", () => {
  const runs = "target=prod a:100 \n target=prod a:100 \n target=dev a:5";
  test("the one asked for", () => {
    checkDuration(runs, "100 s of 2: 2 runs since 3 Nov in target/run_results.json", {
      target: "prod",
    });
  });
  test("the latest run's, where none is asked for", () => {
    checkDuration(runs, "5 s of 1: 1 run on 5 Nov in target/run_results.json");
  });
  test("another one's is better than nothing, and is named", () => {
    checkDuration(
      "target=prod a:100",
      "100 s of 1: 1 run on 3 Nov in target/run_results.json (target prod)",
      { target: "dev" },
    );
  });
});

describe("full builds of an incremental model are kept apart", () => {
  test("by --full-refresh", () => {
    const runs = "full a:100 \n a:5 \n a:5 \n full a:100";
    checkDuration(runs, "5 s of 2: 2 runs since 4 Nov in target/run_results.json");
    checkDuration(runs, "100 s of 2: 2 runs since 3 Nov in target/run_results.json", {
      fullRefresh: true,
    });
  });
  test("by the statement of a first build", () => {
    checkDuration(
      "a:100@SELECT \n a:5@INSERT",
      "5 s of 1: 1 run on 4 Nov in target/run_results.json",
    );
  });
  test("but are used, and named, where there is nothing else", () => {
    checkDuration(
      "full a:100",
      "100 s of 1: 1 run on 3 Nov in target/run_results.json (full refresh)",
    );
  });
  test("a table is always built whole", () => {
    const durations = collectDurations(runsOf("full a:10 \n a:10 \n a:10"), {
      nodes: new Map([["a", dbtNode("a", { config: { materialized: "table" } })]]),
    });
    expect(durations.get("a")!.runs).toBe(3);
  });
});

test("a steady drift is a trend, noise is none", () => {
  const drifting = Array.from({ length: 8 }, (_, i) => `a:${10 + i}`).join("\n");
  const noisy = [10, 12, 9, 11, 10, 12, 9, 11].map((s) => `a:${s}`).join("\n");
  expect(collectDurations(runsOf(drifting)).get("a")!.trendPerRun).toBeCloseTo(1 / 14.5, 2);
  expect(collectDurations(runsOf(noisy)).get("a")!.trendPerRun).toBeUndefined();
});

test("the year is said where it is another one", () => {
  checkDuration(
    "a:1 \n day=100 a:1",
    "1 s of 2: 2 runs since 3 Nov 2026 in target/run_results.json",
  );
});

test("laws: within the observations, low ≤ ms ≤ high, the order of files does not matter", () => {
  const seconds = fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(seconds, fc.array(fc.nat(), { minLength: 30, maxLength: 30 }), (values, keys) => {
      const runs = runsOf(values.map((value) => `a:${value}`).join("\n"));
      const a = collectDurations(runs).get("a")!;
      const shuffled = runs
        .map((run, index) => ({ run, key: keys[index]! }))
        .sort((x, y) => x.key - y.key)
        .map(({ run }) => run);
      expect(collectDurations(shuffled).get("a")).toEqual(a);
      expect(a.ms).toBeGreaterThanOrEqual(Math.min(...values) * 1000);
      expect(a.ms).toBeLessThanOrEqual(Math.max(...values) * 1000);
      if (values.length > 1) {
        expect(a.lowMs).toBeLessThanOrEqual(a.ms);
        expect(a.highMs).toBeGreaterThanOrEqual(a.ms);
      }
    }),
    { numRuns: 200, seed: 7 },
  );
});

test("the example's seven nights", () => {
  const root = join(__dirname, "..", "..", "examples", "ecommerce");
  const files = [
    ...readdirSync(join(root, "history")).map((name) => `history/${name}`),
    "target/run_results.json",
  ];
  const runs = files.map(
    (file) => parseRunResults(readFileSync(join(root, file), "utf8"), file).run!,
  );
  const durations = collectDurations(runs, undefined, { target: "dev" });
  expect(durations.size).toBe(150);
  const clv = durations.get("model.ecommerce.customer_lifetime_value")!;
  expect(clv.runs).toBe(7);
  expect(clv.source).toBe("7 runs since 3 Nov in 7 files (target prod)");
  const total = [...durations.values()].reduce((sum, duration) => sum + duration.ms, 0);
  expect(total / 60_000).toBeGreaterThan(250);
  expect(total / 60_000).toBeLessThan(260);
});
