/**
 * A tabular model of 1,000 tables and 20,000 columns analysed from its text: read, turned into a
 * workload, simulated, judged by every rule; beside `JSON.parse` of the same text.
 */
import { simulate } from "../server/src/schedule/simulate";
import { parseBim } from "../server/src/tabular/parseBim";
import type { TabularModel } from "../server/src/tabular/tabularModel";
import { tabularProblems } from "../server/src/tabular/tabularProblems";
import { DEFAULT_PROCESSING, tabularWorkload } from "../server/src/tabular/tabularWorkload";
import { formatRow, median, type Row, timeMs as wallMs } from "./measure";

const ROUNDS = 9;

/** Processor time, which other programs of a busy machine take no part of. */
function timeMs(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** The best of some rounds: what is above it was spent on something else. */
function least(values: readonly number[]): number {
  return Math.min(...values);
}

/** Facts with keys, flags, calculated columns and measures; every tenth table is a dimension. */
function modelText(tableCount: number, columnCount: number): string {
  const tables = Array.from({ length: tableCount }, (_, table) => ({
    name: `Table ${table}`,
    columns: Array.from({ length: columnCount }, (_, column) => ({
      name: column === 0 ? "Key" : column === 1 ? "IsOpen" : `Column ${column}`,
      dataType: column === 0 ? "int64" : column % 3 === 1 ? "string" : "decimal",
      ...(column === 5
        ? { type: "calculated", expression: `'Table ${table}'[Column 3] * 2` }
        : { sourceColumn: `c${column}` }),
      ...(column % 7 === 6 && { isHidden: true }),
    })),
    measures: [{ name: `Sum ${table}`, expression: `SUM ( 'Table ${table}'[Column 2] )` }],
    partitions: [2024, 2025].map((year) => ({
      name: `${year}`,
      source: { query: `select * from t${table} where y = ${year}`, dataSource: "DW" },
    })),
    annotations: [{ name: "Vertipaq_RowCount", value: "1000000" }],
  }));
  const relationships = tables
    .filter((_, table) => table % 10 !== 0)
    .map(({ name }, index) => ({
      name: `r${index}`,
      fromTable: name,
      fromColumn: "Key",
      toTable: `Table ${Math.floor((index / tableCount) * 100) * 10}`,
      toColumn: "Key",
    }));
  const model = { dataSources: [{ name: "DW", maxConnections: 4 }], tables, relationships };
  return JSON.stringify({ name: "Large", compatibilityLevel: 1600, model }, undefined, 2);
}

/** What opening the model costs: read, planned, simulated, judged. */
function analyse(text: string): void {
  const { model } = parseBim(text, "model.bim");
  if (model === undefined) throw new Error("bench: the generated model does not parse");
  const workload = tabularWorkload(model);
  simulate(workload, { threads: workload.capacity.threads, hints: "ignored", policy: "dbt-core" });
  tabularProblems(model, DEFAULT_PROCESSING);
}

/** Rows for each step and for all of them by processor time, the best of some rounds; then by the clock. */
export function measureTabular(): readonly Row[] {
  const text = modelText(1000, 20);
  const first = wallMs(() => analyse(text));
  const times = {
    parse: [],
    read: [],
    workload: [],
    run: [],
    rules: [],
    all: [],
    wall: [],
  } as Record<"parse" | "read" | "workload" | "run" | "rules" | "all" | "wall", number[]>;
  for (let round = 0; round < ROUNDS; round++) {
    times.parse.push(timeMs(() => JSON.parse(text)));
    let model: TabularModel | undefined;
    times.read.push(
      timeMs(() => {
        model = parseBim(text, "model.bim").model;
      }),
    );
    if (model === undefined) throw new Error("bench: the generated model does not parse");
    const read = model;
    times.workload.push(timeMs(() => tabularWorkload(read)));
    const workload = tabularWorkload(read);
    const { threads } = workload.capacity;
    const options = { threads, hints: "ignored", policy: "dbt-core" } as const;
    times.run.push(timeMs(() => simulate(workload, options)));
    times.rules.push(timeMs(() => tabularProblems(read, DEFAULT_PROCESSING)));
    const last = (list: readonly number[]) => list.at(-1) ?? 0;
    times.all.push(last(times.read) + last(times.workload) + last(times.run) + last(times.rules));
    times.wall.push(wallMs(() => analyse(text)));
  }
  const megabytes = (text.length / 1e6).toFixed(1);
  const row = (what: string, values: readonly number[]): Row => ({
    what,
    ms: least(values),
    beside: `JSON.parse of ${megabytes} MB`,
    besideMs: least(times.parse),
  });
  return [
    row("read .bim, 20,000 columns", times.read),
    row("its workload", times.workload),
    row("its refresh simulated", times.run),
    row("every rule on it", times.rules),
    row("all of it together", times.all),
    row("the same by the clock, first in a process", [first]),
    row("the same by the clock, best", times.wall),
    row("the same by the clock, median", [median(times.wall)]),
  ];
}

for (const row of measureTabular()) process.stdout.write(`${formatRow(row)}\n`);
