/**
 * A refresh as a trace recorded it, told in the words of the model: which table, partition and step
 * each job was about, and how long it was blocked, waiting and running.
 */
import type { TabularModel, TabularPartition, TabularTable } from "../tabularModel";
import { type GraphJob, graphsOf, isDgml, jobsOfDgml } from "./jobGraph";
import { type TraceEvent, traceEvents } from "./traceEvents";

/** `partition` is all that the engine does for a partition, where it does not tell the steps apart. */
export type ObservedStep =
  | "partition"
  | "read"
  | "encode"
  | "compress"
  | "calculated columns"
  | "attribute hierarchies"
  | "user hierarchies"
  | "relationships"
  | "commit";

export interface ObservedJob {
  readonly step: ObservedStep;
  /** As the model spells them; absent for the commit. */
  readonly table?: TabularTable;
  readonly partition?: TabularPartition;
  /** What the trace calls it. */
  readonly label: string;
  /** ms from the first start of the refresh. */
  readonly startMs: number;
  readonly endMs: number;
  /** Until it could run, and from then until it had a slot; only job graphs tell. */
  readonly blockedMs?: number;
  readonly waitingMs?: number;
}

export interface ObservedRefresh {
  readonly kind: "job graph" | "progress reports";
  readonly jobs: readonly ObservedJob[];
  readonly makespanMs: number;
  /** Labels of jobs that are about nothing in the model. */
  readonly unmatched: readonly string[];
}

const PROGRESS_END = 6;
/** Subclasses of progress reports whose work the simulation has too. */
const STEPS: Readonly<Record<number, ObservedStep>> = {
  17: "read",
  43: "encode",
  44: "compress",
  46: "relationships",
  47: "relationships",
  54: "user hierarchies",
  57: "commit",
  59: "attribute hierarchies",
};

/** Refreshes in `text` (DGML, trace XML, xEvent XML or CSV), against `model`. O(text). */
export function observedRefreshes(text: string, model: TabularModel): readonly ObservedRefresh[] {
  const names = namesOf(model);
  if (isDgml(text)) return refreshOf("job graph", graphJobs([text], names));
  const events = traceEvents(text);
  const graphs = graphsOf(events);
  if (graphs.length > 0) {
    return graphs.flatMap((graph) => refreshOf("job graph", graphJobs([graph], names)));
  }
  return refreshOf(
    "progress reports",
    events.flatMap((event) => progressJob(event, names) ?? []),
  );
}

interface Raw extends Omit<ObservedJob, "step"> {
  readonly step: ObservedStep | undefined;
}

function refreshOf(kind: ObservedRefresh["kind"], raw: readonly Raw[]): readonly ObservedRefresh[] {
  const isWork = (job: Raw): job is ObservedJob =>
    job.step !== undefined && (job.step === "commit" || job.table !== undefined);
  const jobs = raw.filter(isWork);
  if (jobs.length === 0) return [];
  const origin = Math.min(...jobs.map(({ startMs }) => startMs));
  const end = Math.max(...jobs.map(({ endMs }) => endMs));
  const moved = jobs.map((job) => ({
    ...job,
    startMs: job.startMs - origin,
    endMs: job.endMs - origin,
  }));
  const unmatched = raw.flatMap((job) => (isWork(job) ? [] : [job.label]));
  return [{ kind, jobs: moved, makespanMs: end - origin, unmatched: [...new Set(unmatched)] }];
}

function graphJobs(graphs: readonly string[], names: Names): readonly Raw[] {
  return graphs
    .flatMap(jobsOfDgml)
    .map((job) => ({ ...waits(job), ...subjectOf(job.label, names) }));
}

function waits({ label, createdMs, runnableMs, startMs, endMs }: GraphJob) {
  const isBlockKnown = createdMs !== undefined && runnableMs !== undefined;
  return {
    label,
    startMs,
    endMs,
    ...(isBlockKnown && { blockedMs: Math.max(0, runnableMs - createdMs) }),
    ...(runnableMs !== undefined && { waitingMs: Math.max(0, startMs - runnableMs) }),
  };
}

interface Names {
  readonly tables: ReadonlyMap<string, TabularTable>;
  /** Tables that have a partition of that name. */
  readonly byPartition: ReadonlyMap<string, readonly TabularTable[]>;
}

function namesOf({ tables }: TabularModel): Names {
  const byPartition = new Map<string, TabularTable[]>();
  for (const table of tables) {
    for (const { name } of table.partitions) {
      const key = name.toLowerCase();
      byPartition.set(key, [...(byPartition.get(key) ?? []), table]);
    }
  }
  return { tables: new Map(tables.map((table) => [table.name.toLowerCase(), table])), byPartition };
}

/** `Process Partition Sales[Sales 2024]`, `Process Hierarchy Sales[Amount]`, `Commit` … */
function subjectOf(label: string, names: Names): Pick<Raw, "step" | "table" | "partition"> {
  const named = /([^\s[]?[^[]*)\[([^\]]*)\]\s*$/.exec(label);
  const verb = label.slice(0, named?.index ?? label.length);
  const before = (named?.[1] ?? label).trim();
  const table = tableAtEnd(before, names);
  const member = (named?.[2] ?? "").toLowerCase();
  const words = `${verb} ${before}`.toLowerCase();
  if (table === undefined) {
    return { step: /\bcommit\b/.test(words) ? "commit" : undefined };
  }
  const partition = table.partitions.find(({ name }) => name.toLowerCase() === member);
  if (/\bpartition\b/.test(words) && partition !== undefined) {
    return { step: "partition", table, partition };
  }
  if (/relationship/.test(words)) return { step: "relationships", table };
  if (/hierarch/.test(words)) {
    const isUser = table.hierarchies.some(({ name }) => name.toLowerCase() === member);
    return { step: isUser ? "user hierarchies" : "attribute hierarchies", table };
  }
  if (/calc/.test(words)) return { step: "calculated columns", table };
  return { step: undefined, table };
}

/** The longest name of a table that `text` ends with: labels begin with words of their own. */
function tableAtEnd(text: string, { tables }: Names): TabularTable | undefined {
  const lower = text.toLowerCase().replace(/^'|'$/g, "");
  const words = lower.split(" ");
  for (let from = 0; from < words.length; from++) {
    const found = tables.get(words.slice(from).join(" ").replace(/^'/, ""));
    if (found !== undefined) return found;
  }
  return undefined;
}

function progressJob(event: TraceEvent, names: Names): Raw | undefined {
  const { eventClass, subclass, startMs, endMs, durationMs, objectName } = event;
  if (eventClass !== PROGRESS_END) return undefined;
  const begin = startMs ?? (endMs === undefined ? undefined : endMs - (durationMs ?? 0));
  const end = endMs ?? (begin === undefined ? undefined : begin + (durationMs ?? 0));
  const step = STEPS[subclass];
  if (begin === undefined || end === undefined || end < begin || step === undefined) {
    return undefined;
  }
  const subject = step === "commit" ? {} : objectOf(event, names);
  return {
    step: refined(step, subject, objectName),
    label: objectName,
    startMs: begin,
    endMs: end,
    ...subject,
  };
}

/** Subclass 59 is any object of the model's: a column's hierarchy where it has a column's name. */
function refined(
  step: ObservedStep,
  { table }: { readonly table?: TabularTable },
  objectName: string,
): ObservedStep {
  if (step !== "attribute hierarchies" && step !== "user hierarchies") return step;
  const isUser = table?.hierarchies.some(
    ({ name }) => name.toLowerCase() === objectName.toLowerCase(),
  );
  return isUser === true ? "user hierarchies" : "attribute hierarchies";
}

/** A partition by its name, told apart by what names its table; else a table's own name. */
function objectOf(
  { objectName, objectPath, text }: TraceEvent,
  { tables, byPartition }: Names,
): Pick<Raw, "table" | "partition"> {
  const where = `${objectPath} ${text}`.toLowerCase();
  const isNamed = ({ name }: TabularTable) => where.includes(name.toLowerCase());
  const name = objectName.toLowerCase();
  const holders = byPartition.get(name) ?? [];
  const table = holders.length === 1 ? holders[0] : longest(holders.filter(isNamed));
  const partition = table?.partitions.find((one) => one.name.toLowerCase() === name);
  if (table !== undefined && partition !== undefined) return { table, partition };
  const own = tables.get(name) ?? longest([...tables.values()].filter(isNamed));
  return own === undefined ? {} : { table: own };
}

function longest(tables: readonly TabularTable[]): TabularTable | undefined {
  return [...tables].sort((a, b) => b.name.length - a.name.length)[0];
}
