/**
 * Synthetic recordings of a refresh of `examples/adventure`: a job graph as Profiler saves it, in chunks,
 * and the progress reports of another one as a table. No real recording is public; these have the form
 * that Microsoft documents, and times from a simulation with other rates than Heddle assumes.
 */
import { simulate } from "../server/src/schedule/simulate";
import { parseBim } from "../server/src/tabular/parseBim";
import { ASSUMED_RATES, type ProcessingRates } from "../server/src/tabular/processingRates";
import type { RefreshTask } from "../server/src/tabular/refreshTask";
import { DEFAULT_PROCESSING, refreshPlan } from "../server/src/tabular/tabularWorkload";

/** The server of the recordings reads slower and calculates faster than assumed. */
const RATES: ProcessingRates = {
  ...ASSUMED_RATES,
  readPerRow: ASSUMED_RATES.readPerRow * 1.6,
  readPerValue: ASSUMED_RATES.readPerValue * 1.6,
  calculatedColumnPerRow: ASSUMED_RATES.calculatedColumnPerRow * 0.5,
  attributeHierarchyPerString: ASSUMED_RATES.attributeHierarchyPerString * 0.7,
  attributeHierarchyPerNumber: ASSUMED_RATES.attributeHierarchyPerNumber * 0.7,
};
const ORIGIN = Date.parse("2026-03-02T01:00:00Z");
const CHUNK = 4000;
const GRAPH = "6f0c8a52-0000-4000-8000-000000000001";

interface Job {
  readonly label: string;
  readonly step: RefreshTask["step"] | "partition" | "commit";
  readonly table: string;
  readonly name: string;
  readonly runnableMs: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly slot: number;
}

export function adventureTraces(bim: string): ReadonlyMap<string, string> {
  return new Map([
    ["traces/synthetic-job-graph.xml", traceXml(dgmlOf(partitionJobs(recorded(bim, 1))))],
    ["traces/synthetic-progress-reports.csv", progressCsv(recorded(bim, 2))],
  ]);
}

/** Jobs of a simulated refresh, each a few percent longer or shorter than its rates say. */
function recorded(bim: string, seed: number): readonly Job[] {
  const { model } = parseBim(bim, "model.bim");
  if (model === undefined) return [];
  const { tasks, workload } = refreshPlan(model, { ...DEFAULT_PROCESSING, rates: RATES });
  let state = seed;
  const noise = () => {
    state = (state * 48271) % 2147483647;
    return 0.95 + (0.1 * state) / 2147483647;
  };
  const varied = workload.tasks.map((task) => ({ ...task, durationMs: task.durationMs * noise() }));
  const { threads } = workload.capacity;
  const schedule = simulate(
    { ...workload, tasks: varied },
    { threads, hints: "ignored", policy: "dbt-core" },
  );
  const owners = new Map(tasks.map((one) => [one.task.id, one]));
  return schedule.tasks.map(({ id, readyMs, startMs, endMs, thread }): Job => {
    const owner = owners.get(id);
    const place = { runnableMs: readyMs, startMs, endMs, slot: thread };
    if (owner === undefined)
      return { label: "Commit", step: "commit", table: "", name: "", ...place };
    const { step, table, partition } = owner;
    const name = partition?.name ?? table.columns[0]?.name ?? table.name;
    return {
      label: `${LABELS[step]} ${table.name}[${name}]`,
      step,
      table: table.name,
      name,
      ...place,
    };
  });
}

const LABELS: Readonly<Record<RefreshTask["step"], string>> = {
  read: "Process Partition",
  encode: "Process Partition",
  "re-encode": "Process Partition",
  compress: "Process Partition",
  "calculated table": "Process Calculated Table",
  "calculated columns": "Process Calculated Columns",
  "attribute hierarchies": "Process Attribute Hierarchy",
  "user hierarchies": "Process User Hierarchy",
  relationships: "Process Relationship",
};

/** The job graph does not tell reading, encoding and compressing apart. */
function partitionJobs(jobs: readonly Job[]): readonly Job[] {
  const whole = new Map<string, Job>();
  for (const job of jobs) {
    const known = whole.get(job.label);
    whole.set(job.label, {
      ...(known ?? job),
      runnableMs: Math.min(job.runnableMs, known?.runnableMs ?? job.runnableMs),
      startMs: Math.min(job.startMs, known?.startMs ?? job.startMs),
      endMs: Math.max(job.endMs, known?.endMs ?? job.endMs),
    });
  }
  return [...whole.values()];
}

function dgmlOf(jobs: readonly Job[]): string {
  const nodes = jobs.map(
    ({ label, runnableMs, startMs, endMs, slot }, index) =>
      `    <Node Id="${index}" Label="${escaped(label.replace(/ (?=[^ ]*\[)/, "&#10;"))}" CreatedAt="${iso(0)}" RunnableAt="${iso(runnableMs)}" StartedAt="${iso(startMs)}" FinishedAt="${iso(endMs)}" Slot="${slot}" />`,
  );
  return [
    '<DirectedGraph xmlns="http://schemas.microsoft.com/vs/2009/dgml">',
    "  <Nodes>",
    ...nodes.map((node) => node.replaceAll("&amp;#10;", "&#10;")),
    "  </Nodes>",
    "  <Links />",
    "</DirectedGraph>",
  ].join("\n");
}

/** As Profiler saves it; chunks out of order, as they may arrive. */
function traceXml(dgml: string): string {
  const chunks: string[] = [];
  for (let at = 0; at < dgml.length; at += CHUNK) chunks.push(dgml.slice(at, at + CHUNK));
  const header = `<Graph Length="${dgml.length}" AdditionalEvents="${chunks.length}" />`;
  const events = [header, ...chunks].map((text, ordinal) =>
    [
      '    <Event id="134" name="Job Graph">',
      '      <Column id="1" name="EventSubclass">2</Column>',
      `      <Column id="10" name="IntegerData">${ordinal}</Column>`,
      `      <Column id="42" name="TextData">${escaped(ordinal === 0 ? text : `<pii>${text}</pii>`)}</Column>`,
      `      <Column id="46" name="ActivityID">${GRAPH}</Column>`,
      "    </Event>",
    ].join("\n"),
  );
  const last = events.pop();
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    "<!-- Synthetic: written by examples/adventureTrace.ts, recorded on no server. -->",
    '<TraceFile xmlns="http://tempuri.org/TracePersistence.xsd">',
    "  <Events>",
    ...(last === undefined ? [] : [last]),
    ...events,
    "  </Events>",
    "</TraceFile>",
    "",
  ].join("\n");
}

const SUBCLASSES: Readonly<Partial<Record<Job["step"], string>>> = {
  read: "17 - ReadData",
  encode: "43 - Analyze\\Encode Data",
  compress: "44 - Compress Segment",
  "attribute hierarchies": "59 - Tabular object processing",
  "user hierarchies": "54 - Hierarchy processing",
  relationships: "47 - Build Relationship Segment",
  commit: "57 - Transaction commit",
};

function progressCsv(jobs: readonly Job[]): string {
  const rows = jobs.flatMap(({ step, table, name, startMs, endMs }) => {
    const subclass = SUBCLASSES[step];
    if (subclass === undefined) return [];
    const cells = [
      "6 - Progress Report End",
      subclass,
      iso(startMs),
      iso(endMs),
      String(Math.round(endMs - startMs)),
      name,
      `Synthetic.Adventure.Model.${table}`,
    ];
    return [cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")];
  });
  const head = "EventClass,EventSubclass,StartTime,EndTime,Duration,ObjectName,ObjectPath";
  return [head, ...rows, ""].join("\n");
}

function iso(ms: number): string {
  return new Date(ORIGIN + Math.round(ms)).toISOString();
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
