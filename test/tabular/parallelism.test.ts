/** Who says how many jobs of a refresh run at once, and what becomes of the rest. */
import { describe, expect, it } from "vitest";
import { simulate } from "../../server/src/schedule/simulate";
import { isOfPowerBi, parallelismOf } from "../../server/src/tabular/parallelism";
import { parseBim } from "../../server/src/tabular/parseBim";
import { readSidecar } from "../../server/src/tabular/sidecar";
import type { TabularModel } from "../../server/src/tabular/tabularModel";
import { DEFAULT_PROCESSING, tabularWorkload } from "../../server/src/tabular/tabularWorkload";

const POWER_BI = { defaultPowerBIDataSourceVersion: "powerBI_V3" };

function modelOf(extra: object, partitionCount = 9, sources: readonly object[] = []): TabularModel {
  const partitions = Array.from({ length: partitionCount }, (_, index) => ({
    name: `p${index}`,
    source:
      sources.length === 0
        ? { type: "m", expression: "x" }
        : { query: "q", dataSource: index % 2 === 0 ? "A" : "B" },
  }));
  const tables = [{ name: "T", columns: [{ name: "c", dataType: "int64" }], partitions }];
  const model = { ...extra, dataSources: sources, tables };
  const text = JSON.stringify({ name: "M", compatibilityLevel: 1600, model });
  const parsed = parseBim(text, "m.bim").model;
  if (parsed === undefined) throw new Error("no model");
  return parsed;
}

/** `8 assumed`. */
function checkParallelism(extra: object, tabular: object, expected: string): void {
  const sources = [
    { name: "A", maxConnections: 2 },
    { name: "B", maxConnections: 1 },
  ];
  const isSourced = "sourced" in extra;
  const { settings } = readSidecar({ tabular });
  const model = modelOf(extra, 9, isSourced ? sources : []);
  const { threads, origin } = parallelismOf(model, settings);
  expect(`${threads} ${origin}`).toBe(expected);
  expect(tabularWorkload(model, settings).capacity.threads).toBe(threads);
}

describe("jobs at once", () => {
  it("are said by heddle.yml, the model, Power BI's default, or nobody, in that order", () => {
    const all = { ...POWER_BI, maxParallelismPerRefresh: 3 };
    checkParallelism(all, { threads: 12 }, "12 tabular.threads");
    checkParallelism(all, {}, "3 maxParallelismPerRefresh");
    checkParallelism({ ...POWER_BI, maxParallelismPerRefresh: -1 }, {}, "6 default of Power BI");
    checkParallelism(POWER_BI, {}, "6 default of Power BI");
    checkParallelism({}, {}, "8 assumed");
  });

  it("are the connections of all sources where these limit all jobs", () => {
    const allJobs = { connections: "allJobs" };
    checkParallelism({ sourced: true }, allJobs, "3 connections of all jobs");
    checkParallelism({ sourced: true }, { ...allJobs, threads: 2 }, "2 tabular.threads");
    checkParallelism({ sourced: true }, { connections: "readers" }, "8 assumed");
    checkParallelism({ sourced: true }, { connections: "sideways" }, "8 assumed");
    checkParallelism({}, allJobs, "8 assumed");
  });

  it("are one after another under one connection for all jobs, as the article says", () => {
    const { settings } = readSidecar({ tabular: { connections: "allJobs" } });
    const model = modelOf({}, 4, [
      { name: "A", maxConnections: 1 },
      { name: "B", maxConnections: 1 },
    ]);
    const single = { ...model, tables: [{ ...model.tables[0]!, partitions: [] }] };
    const onlyA = model.tables[0]!.partitions.filter(({ dataSource }) => dataSource === "A");
    const workload = tabularWorkload(
      { ...single, tables: [{ ...model.tables[0]!, partitions: onlyA }] },
      settings,
    );
    const { threads } = workload.capacity;
    const run = simulate(workload, { threads, hints: "ignored", policy: "dbt-core" });
    expect(run.peakThreads).toBe(1);
    expect(run.makespanMs).toBeCloseTo(run.workMs, 6);
  });

  it("make nine partitions of a Power BI model load in two waves", () => {
    const workload = tabularWorkload(modelOf(POWER_BI), DEFAULT_PROCESSING);
    const { threads } = workload.capacity;
    const { tasks } = simulate(workload, { threads, hints: "ignored", policy: "dbt-core" });
    const starts = tasks.filter(({ id }) => id.startsWith("read")).map(({ startMs }) => startMs);
    expect(starts.filter((start) => start === 0)).toHaveLength(6);
    expect(new Set(starts.filter((start) => start > 0)).size).toBe(1);
  });
});

describe("settings beside heddle.yml", () => {
  it("fill in what it leaves out, key by key in rows and rates", () => {
    const file = { tabular: { threads: 4, rows: { A: 10 }, rates: { read_per_row: 9 } } };
    const further = {
      threads: 7,
      encoder: "perPartition",
      rows: { A: 1, B: 2 },
      rates: { read_per_row: 1, read_per_value: 2 },
      segment_rows: "none",
    };
    const { settings, rows } = readSidecar(file, further);
    expect(settings).toMatchObject({ threads: 4, encoder: "perPartition" });
    expect(settings.segmentRows).toBe(DEFAULT_PROCESSING.segmentRows);
    expect(settings.rates).toMatchObject({ origin: "given", readPerRow: 9, readPerValue: 2 });
    expect([...rows]).toEqual([
      ["a", 10],
      ["b", 2],
    ]);
    expect(readSidecar({}, {}).settings).toEqual(DEFAULT_PROCESSING);
  });
});

describe("a model of Power BI", () => {
  it.each([
    [POWER_BI, true],
    [{ annotations: [{ name: "__PBI_TimeIntelligenceEnabled", value: "1" }] }, true],
    [{ annotations: [{ name: "PBI_QueryOrder", value: "[]" }] }, true],
    [{ annotations: [{ name: "ClientCompatibilityLevel", value: "600" }] }, false],
    [{}, false],
  ])("is told by what only Power BI writes: %j", (extra, expected) => {
    expect(isOfPowerBi(modelOf(extra))).toBe(expected);
  });
});
