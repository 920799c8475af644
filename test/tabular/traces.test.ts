/** Recorded refreshes: how each form is read, what is fitted, how far the prediction is then off. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adventureFiles } from "../../examples/adventureFiles";
import { adventureTraces } from "../../examples/adventureTrace";
import { compareRefresh, fitOn } from "../../server/src/advise/compareRefresh";
import { processingAnswer } from "../../server/src/ide/answers/processingAnswer";
import { simulate } from "../../server/src/schedule/simulate";
import { parseBim } from "../../server/src/tabular/parseBim";
import { ASSUMED_RATES } from "../../server/src/tabular/processingRates";
import type { TabularModel } from "../../server/src/tabular/tabularModel";
import { DEFAULT_PROCESSING, refreshPlan } from "../../server/src/tabular/tabularWorkload";
import { csvRecords } from "../../server/src/tabular/trace/csvRecords";
import { fitRates } from "../../server/src/tabular/trace/fitRates";
import { graphsOf, jobsOfDgml } from "../../server/src/tabular/trace/jobGraph";
import {
  type ObservedJob,
  type ObservedRefresh,
  observedRefreshes,
} from "../../server/src/tabular/trace/observedRefresh";
import { traceEvents } from "../../server/src/tabular/trace/traceEvents";
import { xmlElements } from "../../server/src/tabular/trace/xmlElements";

const bim = adventureFiles().get("bim/model.bim") ?? "";
const adventure = parseBim(bim, "m.bim").model as TabularModel;
const traces = adventureTraces(bim);
const graphXml = traces.get("traces/synthetic-job-graph.xml") ?? "";
const progress = traces.get("traces/synthetic-progress-reports.csv") ?? "";

/** `step table/partition start–end blocked/waiting` of every job, in seconds. */
const told = (text: string, model = adventure) =>
  observedRefreshes(text, model).flatMap(({ jobs }) =>
    jobs.map(
      ({ step, table, partition, startMs, endMs, blockedMs = "?", waitingMs = "?" }) =>
        `${step} ${table?.name ?? ""}/${partition?.name ?? ""} ${startMs}–${endMs} ${blockedMs}/${waitingMs}`,
    ),
  );

const NODE = (id: number, label: string, times: string) =>
  `<Node Id="${id}" Label="${label}" ${times}/>`;
const at = (seconds: number) => `2026-01-01T00:00:${String(seconds).padStart(2, "0")}.5`;
const DGML = `<?xml version="1.0"?><DirectedGraph xmlns="http://schemas.microsoft.com/vs/2009/dgml"><Nodes>
${NODE(1, "Process Partition&#xA;Sales[Sales 2024]", `CreatedAt="${at(0)}" RunnableAt="${at(1)}" StartedAt="${at(3)}" FinishedAt="${at(9)}" Slot="0"`)}
${NODE(2, "Process Hierarchy Product[Products]", `StartedAt="${at(10)}" FinishedAt="${at(11)}" Thread="7"`)}
${NODE(3, "Process Hierarchy Web Visits[Duration]", `StartedAt="${at(10)}" FinishedAt="${at(12)}"`)}
${NODE(4, "Sequence Point", `StartedAt="${at(12)}" FinishedAt="${at(12)}"`)}
${NODE(5, "Commit", `StartedAt="${at(12)}" FinishedAt="${at(13)}"`)}
${NODE(6, "Process Partition Sales[Sales 2025]", `CreatedAt="${at(0)}"`)}
</Nodes></DirectedGraph>`;

describe("a job graph", () => {
  it("is read with blocked, waiting and running", () => {
    expect(told(DGML)).toEqual([
      "partition Sales/Sales 2024 0–6000 1000/2000",
      "user hierarchies Product/ 7000–8000 ?/?",
      "attribute hierarchies Web Visits/ 7000–9000 ?/?",
      "commit / 9000–10000 ?/?",
    ]);
    const [refresh] = observedRefreshes(DGML, adventure);
    expect(refresh).toMatchObject({ makespanMs: 10_000, unmatched: ["Sequence Point"] });
  });

  it("is put together from chunks in any order, at any size", () => {
    const encode = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
    fc.assert(
      fc.property(
        fc.integer({ min: 40, max: 900 }),
        fc.boolean(),
        fc.nat(),
        (size, isWrapped, seed) => {
          const chunks = Array.from({ length: Math.ceil(DGML.length / size) }, (_, index) =>
            DGML.slice(index * size, (index + 1) * size),
          );
          const header = `<Graph Length="${DGML.length}" AdditionalEvents="${chunks.length}"/>`;
          const events = [header, ...chunks].map((text, ordinal) => {
            const shown = isWrapped && ordinal > 0 ? `<pii>${text}</pii>` : text;
            return `<Event id="134"><Column id="1">2</Column><Column id="10">${ordinal}</Column><Column id="42">${encode(shown)}</Column><Column id="46">g</Column></Event>`;
          });
          const moved = [
            ...events.slice(seed % events.length),
            ...events.slice(0, seed % events.length),
          ];
          const xml = `<TraceFile xmlns="http://tempuri.org/TracePersistence.xsd"><Events>${moved.join("")}</Events></TraceFile>`;
          expect(graphsOf(traceEvents(xml))).toEqual([DGML]);
          expect(told(xml)).toEqual(told(DGML));
        },
      ),
      { numRuns: 60, seed: 4 },
    );
  });

  it("keeps graphs of several refreshes apart and leaves plans out", () => {
    const event = (subclass: number, guid: string) =>
      `<Event id="134"><Column id="1">${subclass}</Column><Column id="10">0</Column><Column id="42"><![CDATA[${DGML}]]></Column><Column id="46">${guid}</Column></Event>`;
    const xml = `<T>${event(1, "a")}${event(2, "a")}${event(2, "b")}</T>`;
    expect(observedRefreshes(xml, adventure)).toHaveLength(2);
  });
});

describe("progress reports", () => {
  const row = (subclass: string, name: string, path: string) =>
    `6 - Progress Report End,${subclass},2026-01-01 00:00:01,2026-01-01 00:00:04,3000,${name},${path}`;
  const head = "EventClass,EventSubclass,StartTime,EndTime,Duration,ObjectName,ObjectPath";

  it("are read from a table and from xEvents alike", () => {
    const csv = [
      head,
      row("17 - ReadData", "Sales 2024", "x.Adventure.Sales"),
      row("59 - Tabular object processing", "Amount", "x.Adventure.Sales"),
      row("54", "Products", "x.Adventure.Product"),
      row("25 - ExecuteSQL", "Sales 2024", "x.Adventure.Sales"),
      row("57", "Adventure", ""),
    ].join("\r\n");
    const expected = [
      "read Sales/Sales 2024 0–3000 ?/?",
      "attribute hierarchies Sales/ 0–3000 ?/?",
      "user hierarchies Product/ 0–3000 ?/?",
      "commit / 0–3000 ?/?",
    ];
    expect(told(csv)).toEqual(expected);
    const events = csvRecords(csv)
      .slice(1)
      .map(([, subclass, start, , duration, name, path]) => {
        const data = (key: string, value: string | undefined) =>
          `<data name="${key}"><value>${value}</value></data>`;
        const iso = (start ?? "").replace(" ", "T");
        return `<event name="ProgressReportEnd" timestamp="2026-01-01T00:00:04Z">${data("EventSubclass", subclass)}${data("StartTime", iso)}${data("Duration", duration)}${data("ObjectName", name)}${data("ObjectPath", path)}</event>`;
      });
    expect(told(`<events>${events.join("")}</events>`)).toEqual(expected);
  });

  it("tell tables apart whose partitions share a name", () => {
    const model = parseBim(
      JSON.stringify({
        model: {
          tables: ["Sale", "Sale Items"].map((name) => ({ name, partitions: [{ name: "p" }] })),
        },
      }),
      "m",
    ).model as TabularModel;
    const csv = [head, row("17", "p", "db.Sale Items.p"), row("17", "p", "db.Sale.p")].join("\n");
    expect(told(csv, model)).toEqual(["read Sale Items/p 0–3000 ?/?", "read Sale/p 0–3000 ?/?"]);
  });

  it("survive anything", () => {
    for (const text of [graphXml, progress, DGML]) {
      for (let length = 0; length < text.length; length += 211) {
        expect(() => observedRefreshes(text.slice(0, length), adventure)).not.toThrow();
      }
    }
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."<>/&;\"'= \n,a[]!-?#x1") }), (text) => {
        expect(() => [xmlElements(text), csvRecords(text), jobsOfDgml(text)]).not.toThrow();
        expect(() => observedRefreshes(text, adventure)).not.toThrow();
      }),
      { numRuns: 300, seed: 8 },
    );
  });
});

describe("rates fitted on a refresh", () => {
  it("are exact where the observed work is a multiple of the predicted one", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 10, noNaN: true }), (factor) => {
        const pairs = [100, 2000, 35].map((predictedMs) => ({
          step: "read" as const,
          predictedMs,
          observedMs: predictedMs * factor,
        }));
        const { rates, steps } = fitRates(ASSUMED_RATES, pairs);
        expect(steps[0]?.factor).toBeCloseTo(factor, 9);
        expect(rates.readPerRow).toBeCloseTo(ASSUMED_RATES.readPerRow * factor, 9);
        expect(rates.encodePerString).toBe(ASSUMED_RATES.encodePerString);
        expect(rates.origin).toBe("estimated");
      }),
      { numRuns: 50, seed: 2 },
    );
    expect(fitRates(ASSUMED_RATES, []).rates).toEqual(ASSUMED_RATES);
  });

  /** A refresh that ran exactly as a simulation with these rates. */
  const ranWith = (rates: typeof ASSUMED_RATES): ObservedRefresh => {
    const { tasks, workload } = refreshPlan(adventure, { ...DEFAULT_PROCESSING, rates });
    const { threads } = workload.capacity;
    const schedule = simulate(workload, { threads, hints: "ignored", policy: "dbt-core" });
    const owners = new Map(tasks.map((one) => [one.task.id, one]));
    const jobs = schedule.tasks.flatMap(({ id, startMs, endMs }): readonly ObservedJob[] => {
      const owner = owners.get(id);
      const { step = "commit", table, partition } = owner ?? {};
      if (step === "calculated table" || step === "re-encode") return [];
      const subject = { ...(table && { table }), ...(partition && { partition }) };
      return [{ step, label: id, startMs, endMs, ...subject }];
    });
    return { kind: "progress reports", jobs, makespanMs: schedule.makespanMs, unmatched: [] };
  };

  it("bring back the rates that a refresh ran with", () => {
    const rates = { ...ASSUMED_RATES };
    for (const key of ["readPerRow", "readPerValue"] as const) rates[key] *= 2.5;
    rates.calculatedColumnPerRow *= 0.3;
    rates.relationshipPerRow *= 4;
    const refresh = ranWith(rates);
    const fit = fitOn([refresh], adventure, DEFAULT_PROCESSING);
    expect(fit.rates.readPerRow).toBeCloseTo(rates.readPerRow, 6);
    expect(fit.rates.relationshipPerRow).toBeCloseTo(rates.relationshipPerRow, 6);
    const fitted = { ...DEFAULT_PROCESSING, rates: fit.rates };
    const compared = compareRefresh(refresh, adventure, fitted);
    expect(Math.abs(compared.makespanError)).toBeLessThan(0.001);
    const before = compareRefresh(refresh, adventure, DEFAULT_PROCESSING);
    expect(Math.abs(before.makespanError)).toBeGreaterThan(0.2);
  });

  it("predict the example's other refresh, in the job graph's words", () => {
    const recorded = [...traces].map(([file, text]) => ({
      file,
      refreshes: observedRefreshes(text, adventure),
    }));
    const answer = processingAnswer(adventure, DEFAULT_PROCESSING, recorded);
    expect(answer.refreshes.map(({ kind }) => kind)).toEqual(["job graph", "progress reports"]);
    expect(answer.error.kind).toBe("held-out");
    expect(Math.abs(answer.error.assumed ?? 0)).toBeGreaterThan(0.3);
    expect(Math.abs(answer.error.fitted ?? 1)).toBeLessThan(0.06);
    const last = answer.refreshes[0]?.jobs.find(({ partition }) => partition === "Sales 2025");
    expect(last?.observed.waitingMs).toBeGreaterThan(60_000);
    expect(last?.predicted?.waitingMs).toBeGreaterThan(60_000);
    expect(answer.refreshes.flatMap(({ unmatched }) => unmatched)).toEqual([]);
  });
});
