import { describe, expect, test } from "vitest";
import { clockOf, contextWords, varsOf } from "../../client/src/contextWords";
import { mergeRuns } from "../../client/src/runLog";
import { inEnglish } from "../../client/src/translate";

const noon = new Date(2026, 0, 31, 12, 30);

describe("another clock", () => {
  test("is the next one of that time", () => {
    expect(clockOf("02:00", noon)).toBe("2026-02-01T02:00:00");
    expect(clockOf(" 7:05 ", noon)).toBe("2026-02-01T07:05:00");
    expect(clockOf("12:31", noon)).toBe("2026-01-31T12:31:00");
  });
  test("may name its day", () => {
    expect(clockOf("2026-03-01 02:15", noon)).toBe("2026-03-01T02:15:00");
    expect(clockOf("2026-03-01T02:15:09", noon)).toBe("2026-03-01T02:15:09");
  });
  test("is nothing else", () => {
    for (const text of ["", "25:00", "10:60", "tonight", "2026-13-01T02:00", "2"]) {
      expect(clockOf(text, noon), text).toBeUndefined();
    }
  });
});

test("variables are a JSON object or nothing", () => {
  expect(varsOf('{"days": 3}')).toEqual({ days: 3 });
  expect(varsOf("  ")).toEqual({});
  for (const text of ["[1]", "3", "null", "days: 3"]) expect(varsOf(text), text).toBeUndefined();
});

test("a choice is named in few words", () => {
  expect(contextWords({}, inEnglish)).toBe("");
  const all = { at: "2026-02-01T02:00:00", target: "prod", vars: { a: 1, b: 2 } };
  expect(contextWords(all, inEnglish)).toBe("at 02:00, target prod, 2 variables");
});

describe("runs seen while dbt overwrote its results", () => {
  const run = (atMs: number | null, durationMs = 1) => ({
    atMs,
    command: "run",
    durationMs,
    threads: 4,
    utilization: 1,
    nodes: 2,
    failedNodes: 0,
  });
  test("stay, newest first, each once", () => {
    const merged = mergeRuns([run(30, 7)], [run(30, 5), run(20), run(null), run(10)]);
    expect(merged.map(({ atMs, durationMs }) => [atMs, durationMs])).toEqual([
      [30, 7],
      [20, 1],
      [10, 1],
    ]);
  });
  test("are at most fifty", () => {
    const many = Array.from({ length: 80 }, (_, index) => run(index));
    const merged = mergeRuns([], many);
    expect(merged).toHaveLength(50);
    expect(merged[0]?.atMs).toBe(79);
  });
});
