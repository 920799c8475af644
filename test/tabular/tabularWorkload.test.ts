/** A model as a workload: its pipeline, what gates what, and the limits that its pools set. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adventureFiles } from "../../examples/adventureFiles";
import { simulate } from "../../server/src/schedule/simulate";
import { parseBim } from "../../server/src/tabular/parseBim";
import { readSidecar, withRows } from "../../server/src/tabular/sidecar";
import type { TabularModel } from "../../server/src/tabular/tabularModel";
import { DEFAULT_PROCESSING, tabularWorkload } from "../../server/src/tabular/tabularWorkload";
import { validateWorkload } from "../../server/src/workload/validateWorkload";
import type { Workload } from "../../server/src/workload/workload";

const modelOf = (model: object): TabularModel => {
  const parsed = parseBim(JSON.stringify({ name: "M", compatibilityLevel: 1600, model }), "m.bim");
  if (parsed.model === undefined) throw new Error("no model");
  return parsed.model;
};
const adventure = parseBim(adventureFiles().get("bim/model.bim") ?? "", "m.bim")
  .model as TabularModel;
const run = (workload: Workload) =>
  simulate(workload, { threads: workload.capacity.threads, hints: "ignored", policy: "dbt-core" });
const partitions = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    name: `p${index}`,
    source: { query: "select 1", dataSource: "DW" },
  }));
const facts = (count: number, rows: number, connections: number) =>
  modelOf({
    dataSources: [{ name: "DW", maxConnections: connections }],
    tables: [
      {
        name: "T",
        columns: [{ name: "a", dataType: "int64" }],
        partitions: partitions(count),
        annotations: [{ name: "Vertipaq_RowCount", value: String(rows) }],
      },
    ],
  });

describe("tabularWorkload", () => {
  it("reads, encodes and compresses each segment, overlapping", () => {
    const { tasks } = tabularWorkload(facts(1, 10_000_000, 10));
    expect(tasks.map(({ id, dependsOn }) => `${id} < ${dependsOn.join(", ")}`)).toEqual([
      "read T/p0 #1 < ",
      "encode T/p0 #1 < read T/p0 #1",
      "compress T/p0 #1 < encode T/p0 #1",
      "read T/p0 #2 < read T/p0 #1",
      "encode T/p0 #2 < read T/p0 #2, encode T/p0 #1",
      "compress T/p0 #2 < encode T/p0 #2",
      "attribute hierarchies T < compress T/p0 #1, compress T/p0 #2",
      "commit < attribute hierarchies T",
    ]);
    expect(tasks.every(({ durationOrigin }) => durationOrigin === "assumed")).toBe(true);
  });

  it("keeps the connections of a data source", () => {
    const limited = tabularWorkload(facts(6, 6_000_000, 2));
    expect(limited.capacity.pools["source:DW"]).toBe(2);
    const reads = run(limited).tasks.filter(({ id }) => id.startsWith("read"));
    for (const { startMs } of reads) {
      const open = reads.filter((one) => one.startMs <= startMs && one.endMs > startMs);
      expect(open.length).toBeLessThanOrEqual(2);
    }
    expect(run(tabularWorkload(facts(6, 6_000_000, 6))).makespanMs).toBeLessThan(
      run(limited).makespanMs,
    );
  });

  it("has one encoder per table or one per partition", () => {
    const model = facts(4, 40_000_000, 4);
    const perTable = tabularWorkload(model);
    const perPartition = tabularWorkload(model, { ...DEFAULT_PROCESSING, encoder: "perPartition" });
    expect(perTable.capacity.pools["encoder:T"]).toBe(1);
    expect(perPartition.capacity.pools["encoder:T"]).toBe(4);
    expect(run(perPartition).makespanMs).toBeLessThanOrEqual(run(perTable).makespanMs);
  });

  it("gates calculated columns, calculated tables and relationships by other tables", () => {
    const { tasks } = tabularWorkload(adventure);
    const parents = (id: string) => tasks.find((task) => task.id === id)?.dependsOn ?? [];
    expect(parents("calculated columns Sales")).toContain("compress Product/Product");
    expect(parents("calculated table Top Customers")).toEqual([
      "compress Customer/Customer",
      "calculated columns Sales",
    ]);
    expect(parents("relationships Web Visits")).toContain("compress Product/Product");
    expect(tasks.at(-1)?.id).toBe("commit");
  });

  it("has no work for Direct Lake and DirectQuery tables", () => {
    const table = (mode: string) => ({
      name: mode,
      columns: [{ name: "a" }],
      partitions: [{ name: "p", mode, source: { type: "entity" } }],
    });
    const { tasks } = tabularWorkload(
      modelOf({ tables: [table("directLake"), table("directQuery")] }),
    );
    expect(tasks.map(({ id }) => id)).toEqual(["commit"]);
  });

  it("takes rows and settings from heddle.yml", () => {
    const sidecar = readSidecar({
      tabular: { rows: { t: 50, "T/p0": 20 }, encoder: "perPartition", threads: 3 },
    });
    const [table] = withRows(facts(2, 10, 1), sidecar).tables;
    expect([table?.rows, table?.partitions[0]?.rows]).toEqual([50, 20]);
    expect(sidecar.settings).toMatchObject({ encoder: "perPartition", threads: 3 });
    expect(readSidecar("x").rows.size).toBe(0);
  });

  it("is a valid workload whatever tables read one another", () => {
    const name = fc.constantFrom("A", "B", "C", "D");
    const table = fc.record({
      name,
      columns: fc.array(
        fc.record({
          name: fc.constantFrom("x", "y"),
          type: fc.constantFrom("data", "calculated"),
          expression: fc.tuple(name, name).map(([a, b]) => `${a}[x] + RELATED('${b}'[y])`),
        }),
        { maxLength: 3 },
      ),
      partitions: fc.array(
        fc.record({
          name: fc.constantFrom("p", "q"),
          source: fc.record({
            type: fc.constantFrom("query", "calculated", "m"),
            expression: name,
          }),
        }),
        { maxLength: 3 },
      ),
    });
    const model = fc.record({
      tables: fc.array(table, { maxLength: 5 }),
      relationships: fc.array(fc.record({ fromTable: name, toTable: name }), { maxLength: 4 }),
    });
    fc.assert(
      fc.property(model, (random) => {
        const workload = tabularWorkload(modelOf(random));
        expect(validateWorkload(workload).problems).toEqual([]);
        expect(run(workload).makespanMs).toBeGreaterThan(0);
      }),
      { numRuns: 150, seed: 3 },
    );
  });

  it("analyses 1,000 tables with 20,000 columns at once, on a busy machine too", () => {
    const columns = Array.from({ length: 20 }, (_, index) => ({
      name: `Column ${index}`,
      dataType: index % 3 === 0 ? "string" : "int64",
    }));
    const tables = Array.from({ length: 1000 }, (_, index) => ({
      name: `Table ${index}`,
      columns,
      partitions: partitions(2),
    }));
    const text = JSON.stringify({ model: { tables } }, undefined, 2);
    const start = performance.now();
    const { model } = parseBim(text, "m.bim");
    const { tasks } = tabularWorkload(model as TabularModel);
    expect(performance.now() - start).toBeLessThan(8000);
    expect(model?.tables.flatMap((table) => table.columns)).toHaveLength(20_000);
    expect(tasks).toHaveLength(7001);
  });
});
