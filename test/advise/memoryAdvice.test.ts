/** The article's memory by class and volume, and what each database has in work_mem's place. */
import { describe, expect, test } from "vitest";
import { articleClasses } from "../../server/src/advise/articleClasses";
import { hookMemory } from "../../server/src/advise/hookMemory";
import {
  dataVolume,
  type MemoryQuestion,
  memoryAdvice,
} from "../../server/src/advise/memoryAdvice";
import type { ModelDuration } from "../../server/src/dbt/artifacts/modelDuration";
import { sqlComplexity } from "../../server/src/sql/complexity";

const HEAVY: MemoryQuestion = {
  adapter: "postgres",
  class: "heavy-analytical",
  materialized: "table",
};
const grouping = sqlComplexity("select a, count(*) from t group by a");

describe("Postgres", () => {
  test.each([
    [{}, "work_mem 2GB, temp_buffers 128MB"],
    [{ rows: 10 }, "work_mem 2GB, temp_buffers 128MB"],
    [{ rows: 1_000_000 }, "work_mem 2GB, temp_buffers 128MB"],
    [{ rows: 1_000_001 }, "work_mem 4GB, temp_buffers 256MB"],
    [{ complexity: grouping }, "work_mem 1GB, hash_mem_multiplier 3.0"],
    [{ complexity: grouping, rows: 2_000_000 }, "work_mem 2GB, hash_mem_multiplier 4.0"],
    [{ class: "medium-processing" }, "work_mem 512MB"],
    [{ class: "medium-processing", rows: 2_000_000 }, "work_mem 1GB"],
    [{ class: "lightweight-staging" }, undefined],
    [{ class: "utility" }, undefined],
  ] as const)("%j: %s", (change, expected) => {
    expect(memoryAdvice({ ...HEAVY, ...change })?.what).toBe(expected);
  });

  test("heavy models get 2 to 4 GB, medium ones 512 MB to 1 GB, by what their hooks allow", () => {
    const GB = 1024 ** 3;
    for (const rows of [undefined, 10, 500_000, 5_000_000]) {
      for (const complexity of [undefined, grouping]) {
        const change = { ...(rows !== undefined && { rows }), ...(complexity && { complexity }) };
        const heavy = memoryAdvice({ ...HEAVY, ...change });
        const bytes = hookMemory(heavy?.preHooks ?? [])?.bytes ?? 0;
        // What a hash step may take: at least what the guideline gives to a sort.
        expect(bytes).toBeGreaterThanOrEqual(2 * GB);
        const medium = memoryAdvice({ ...HEAVY, ...change, class: "medium-processing" });
        const words = hookMemory(medium?.preHooks ?? [])?.words;
        expect(["work_mem 512MB × 2", "work_mem 1GB × 2"]).toContain(words);
      }
    }
  });

  test("statistics are for tables", () => {
    expect(memoryAdvice(HEAVY)).toMatchObject({
      preHooks: ["set work_mem = '2GB'", "set temp_buffers = '128MB'"],
      postHooks: ["analyze {{ this }}"],
    });
    expect(memoryAdvice({ ...HEAVY, materialized: "incremental" })?.postHooks).toHaveLength(1);
    expect(memoryAdvice({ ...HEAVY, materialized: "view" })?.postHooks).toEqual([]);
  });

  test.each([
    [undefined, "medium"],
    [0, "small"],
    [100_000, "small"],
    [100_001, "medium"],
    [1_000_000, "medium"],
    [1_000_001, "large"],
  ] as const)("%s rows are a %s volume", (rows, volume) => {
    expect(dataVolume(rows)).toBe(volume);
  });
});

describe("elsewhere", () => {
  test("no other database gets Postgres' settings", () => {
    for (const adapter of ["snowflake", "bigquery", "databricks", "redshift", "duckdb", "spark"]) {
      const advice = memoryAdvice({ ...HEAVY, adapter });
      expect(advice?.what, adapter).toBeTruthy();
      const statements = [...(advice?.preHooks ?? []), ...(advice?.postHooks ?? [])].join();
      expect(statements).not.toMatch(/work_mem|temp_buffers|hash_mem/);
      expect(memoryAdvice({ ...HEAVY, adapter, class: "medium-processing" })).toBeUndefined();
    }
  });

  test.each([
    ["snowflake", ["snowflake_warehouse"], []],
    ["databricks", ["databricks_compute"], []],
    ["redshift", [], ["set wlm_query_slot_count to 3"]],
    ["duckdb", [], []],
  ] as const)("%s: keys %j, hooks %j", (adapter, keys, hooks) => {
    const advice = memoryAdvice({ ...HEAVY, adapter });
    expect(Object.keys(advice?.config ?? {})).toEqual(keys);
    expect(advice?.preHooks).toEqual(hooks);
  });

  test("of what Heddle does not know it says nothing", () => {
    for (const adapter of [null, "sqlite", "exasol"]) {
      expect(memoryAdvice({ ...HEAVY, adapter })).toBeUndefined();
    }
  });
});

describe("the classes of the article's queries", () => {
  const measured = (seconds: number, runs: number, rows?: number): ModelDuration => ({
    uniqueId: "model.shop.a",
    ms: seconds * 1000,
    origin: "measured",
    runs,
    source: "",
    ...(rows !== undefined && { rows }),
  });

  test.each([
    [measured(601, 5, 1_000_001), "heavy", "heavy", "medium", "consider_optimization"],
    [measured(901, 5, 100), "light", "heavy", "high", "consider_optimization"],
    [measured(301, 4, 100_001), "medium", undefined, "medium", "consider_optimization"],
    [measured(61, 5, 1_000_000), "light", "medium", "low", "optimal"],
    [measured(10, 5, 9_999), "minimal", "light", "low", "performance_issue"],
  ] as const)("%j", (duration, resource, performance, tier, monitoring) => {
    const classes = articleClasses(duration, undefined);
    expect(classes?.resourceCategory).toBe(resource);
    expect(classes?.performanceCategory).toBe(performance);
    expect(classes?.priorityTier).toBe(tier);
    expect(classes?.monitoring).toBe(monitoring);
  });

  test("only what was measured has any", () => {
    expect(articleClasses(undefined, undefined)).toBeUndefined();
    expect(articleClasses({ ...measured(601, 0), origin: "estimated" }, undefined)).toBeUndefined();
  });
});
