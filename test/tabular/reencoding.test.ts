/** Encoding a column anew: what is done again, who waits for it, and the bound beside a prediction. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reencodingRisk } from "../../server/src/advise/reencodingRisk";
import { refreshLength } from "../../server/src/advise/refreshLength";
import { parseBim } from "../../server/src/tabular/parseBim";
import { canBeReencoded, reencoding, tablesAtRisk } from "../../server/src/tabular/reencoding";
import type { TabularModel } from "../../server/src/tabular/tabularModel";
import { tabularProblems } from "../../server/src/tabular/tabularProblems";
import {
  DEFAULT_PROCESSING,
  refreshPlan,
  tabularWorkload,
} from "../../server/src/tabular/tabularWorkload";
import { validateWorkload } from "../../server/src/workload/validateWorkload";

interface Fact {
  readonly rows: number;
  readonly partitions: number;
  readonly hint?: string;
  readonly type?: string;
}

/** A fact with a key and a measure, and its dimension. */
function star({ rows, partitions, hint, type = "int64" }: Fact): TabularModel {
  const key = { name: "K", dataType: type, ...(hint !== undefined && { encodingHint: hint }) };
  const model = {
    tables: [
      {
        name: "F",
        columns: [key, { name: "Amount", dataType: "decimal" }],
        partitions: Array.from({ length: partitions }, (_, index) => ({
          name: `p${index}`,
          source: { type: "m", expression: "x" },
        })),
        annotations: [{ name: "Vertipaq_RowCount", value: String(rows) }],
      },
      {
        name: "D",
        columns: [{ name: "K", dataType: type }],
        partitions: [{ name: "d", source: { type: "m", expression: "x" } }],
        annotations: [{ name: "Vertipaq_RowCount", value: "1000" }],
      },
    ],
    relationships: [{ name: "r", fromTable: "F", fromColumn: "K", toTable: "D", toColumn: "K" }],
  };
  const text = JSON.stringify({ name: "M", compatibilityLevel: 1600, model });
  const parsed = parseBim(text, "m.bim").model;
  if (parsed === undefined) throw new Error("no model");
  return parsed;
}

const MILLION = 1_000_000;
const settings = { ...DEFAULT_PROCESSING, segmentRows: 10 * MILLION };
const lengthOf = refreshLength(settings);
const supposed = (model: TabularModel, column: string, segment?: number): TabularModel => {
  const table = model.tables[0]!;
  const columns = table.columns.filter(({ name }) => name === column);
  return reencoding({ table, columns }, segment)(model);
};

describe("a column that is encoded anew", () => {
  it("in its second segment: all partitions stop there, and what is done is done again", () => {
    const model = supposed(star({ rows: 60 * MILLION, partitions: 2 }), "K", 2);
    const { tasks } = tabularWorkload(model, settings);
    const told = tasks
      .filter(({ id }) => /(?:^re-encode|^encode) F\/p0/.test(id))
      .map(({ id, durationMs, dependsOn }) => `${id} ${durationMs} < ${dependsOn.join(", ")}`);
    // By value 0.1 for each of two columns at first; afterwards 0.3 for the key, by hash.
    expect(told).toEqual([
      "encode F/p0 #1 2000 < read F/p0 #1",
      "encode F/p0 #2 2000 < read F/p0 #2, encode F/p0 #1",
      "re-encode F/p0 #2 7600 < encode F/p0 #2, encode F/p1 #2",
      "encode F/p0 #3 4000 < read F/p0 #3, encode F/p0 #2, re-encode F/p0 #2",
    ]);
    expect(validateWorkload(tabularWorkload(model, settings)).problems).toEqual([]);
  });

  it("in its last segment holds back what is calculated, and is assumed", () => {
    const model = supposed(star({ rows: 60 * MILLION, partitions: 2 }), "K");
    const { tasks } = tabularWorkload(model, settings);
    const anew = tasks.filter(({ id }) => id.startsWith("re-encode"));
    expect(anew.map(({ id, durationOrigin }) => `${id} ${durationOrigin}`)).toEqual([
      "re-encode F/p0 #3 assumed",
      "re-encode F/p1 #3 assumed",
    ]);
    const hierarchies = tasks.find(({ id }) => id === "attribute hierarchies F");
    expect(hierarchies?.dependsOn).toEqual(expect.arrayContaining(anew.map(({ id }) => id)));
  });

  it("stays assumed where the rates are given", () => {
    const rates = { ...settings.rates, origin: "given" as const };
    const model = supposed(star({ rows: 60 * MILLION, partitions: 2 }), "K");
    const origins = refreshPlan(model, { ...settings, rates }).tasks.map(
      ({ step, task }) => `${step} ${task.durationOrigin}`,
    );
    expect(new Set(origins.filter((one) => one.includes("encode")))).toEqual(
      new Set(["encode given", "re-encode assumed"]),
    );
  });

  it("costs nothing in a model of which nothing is supposed", () => {
    const { tasks } = tabularWorkload(star({ rows: 60 * MILLION, partitions: 2 }), settings);
    expect(tasks.filter(({ id }) => id.startsWith("re-encode"))).toEqual([]);
  });

  it("is met within the segments that there are, whatever is asked for", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 900 * MILLION }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 200 }),
        (rows, partitions, segment) => {
          const model = star({ rows, partitions });
          const plan = refreshPlan(supposed(model, "K", segment), settings);
          expect(validateWorkload(plan.workload).problems).toEqual([]);
          const anew = plan.tasks.filter(({ step }) => step === "re-encode");
          expect(anew).toHaveLength(partitions);
          const done = anew.reduce((sum, { task }) => sum + task.durationMs, 0);
          // Never more than every row once by hash and once compressed.
          expect(done).toBeLessThanOrEqual(rows * (0.3 + 0.08) * 1e-3 * (1 + 1e-9));
        },
      ),
    );
  });
});

describe("the bound beside a prediction", () => {
  const riskOf = (model: TabularModel) =>
    reencodingRisk(model, settings, { before: lengthOf(model), lengthOf });

  it("is that of the keys without hint, in the last segment", () => {
    const model = star({ rows: 60 * MILLION, partitions: 2 });
    const risk = riskOf(model);
    expect(risk?.tables.map(({ table, columns }) => `${table} ${columns.join()}`)).toEqual(["F K"]);
    const worst = lengthOf(supposed(model, "K"));
    expect(worst).toBeGreaterThan(lengthOf(model));
    expect(risk?.makespanMs).toBe(worst);
    expect(risk?.addsMs).toBe(worst - lengthOf(model));
    expect(risk?.origin).toBe("assumed");
  });

  it.each([
    ["a hint for hash", star({ rows: 60 * MILLION, partitions: 2, hint: "Hash" })],
    ["a hint for value", star({ rows: 60 * MILLION, partitions: 2, hint: "value" })],
    ["text, which is always hashed", star({ rows: 60 * MILLION, partitions: 2, type: "string" })],
    ["one segment, which no later one contradicts", star({ rows: MILLION, partitions: 1 })],
  ])("is absent with %s", (_, model) => {
    expect(riskOf(model)).toBeUndefined();
  });

  it("counts one partition of several segments", () => {
    expect(riskOf(star({ rows: 60 * MILLION, partitions: 1 }))?.addsMs).toBeGreaterThan(0);
  });

  it("leaves out what cannot begin by value", () => {
    const model = star({ rows: 60 * MILLION, partitions: 2 });
    const [fact] = tablesAtRisk(model, settings);
    expect(fact?.columns.map(({ name }) => name)).toEqual(["K"]);
    const [key, amount] = model.tables[0]!.columns;
    expect([key!, amount!].map(canBeReencoded)).toEqual([true, true]);
    expect(canBeReencoded({ ...key!, kind: "calculated" })).toBe(false);
    expect(canBeReencoded({ ...key!, encodingHint: "HASH" })).toBe(false);
    expect(canBeReencoded({ ...key!, dataType: "string" })).toBe(false);
  });

  it("stands with the finding that asks for the hint", () => {
    const model = star({ rows: 60 * MILLION, partitions: 2 });
    const found = tabularProblems(model, settings, { lengthOf });
    const hint = found.find(({ code }) => code === "encoding-hint-for-key");
    expect(hint?.savesMs).toBeUndefined();
    expect(hint?.evidence?.kind).toBe("heuristic");
    expect(hint?.evidence?.because).toMatch(
      /^Nothing is saved where it does not happen\. .* predicted to take .* takes .*\.$/,
    );
  });
});
