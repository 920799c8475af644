/**
 * The job graph of a refresh: chunks of trace events put together to DGML, and DGML as jobs with the
 * times at which each was created, could run, started and ended. Source: microsoft/Analysis-Services,
 * ASJobGraphEvents (format of the events; attributes of the nodes).
 */
import { momentOf, type TraceEvent } from "./traceEvents";
import { elementsNamed, xmlElements } from "./xmlElements";

export interface GraphJob {
  readonly id: string;
  /** On one line: `Process Partition Sales[Sales 2024]`. */
  readonly label: string;
  /** ms since 1970; absent in a plan, or where the engine wrote none. */
  readonly createdMs?: number;
  readonly runnableMs?: number;
  readonly startMs: number;
  readonly endMs: number;
  /** Slot or thread that ran it. */
  readonly slot?: string;
}

const JOB_GRAPH = 134;
const GRAPH_END = 2;

/** The annotated graphs in trace events, in the order of their first chunks. */
export function graphsOf(events: readonly TraceEvent[]): readonly string[] {
  const graphs = new Map<string, TraceEvent[]>();
  for (const event of events) {
    if (event.eventClass !== JOB_GRAPH || event.subclass !== GRAPH_END) continue;
    const chunks = graphs.get(event.correlation);
    if (chunks === undefined) graphs.set(event.correlation, [event]);
    else chunks.push(event);
  }
  return [...graphs.values()].map((chunks) =>
    [...chunks]
      .sort((a, b) => (a.ordinal ?? 0) - (b.ordinal ?? 0))
      .map(({ text }) => unwrapped(text))
      .filter((text, index) => index > 0 || !isHeader(text))
      .join(""),
  );
}

/** Jobs of a DGML text that ran, in the order of their ends; empty for a plan or anything else. */
export function jobsOfDgml(text: string): readonly GraphJob[] {
  const jobs: GraphJob[] = [];
  for (const { attributes } of elementsNamed(xmlElements(text), "node")) {
    const startMs = momentOf(attributes.get("StartedAt"));
    const endMs = momentOf(attributes.get("FinishedAt"));
    if (startMs === undefined || endMs === undefined || endMs < startMs) continue;
    const createdMs = momentOf(attributes.get("CreatedAt"));
    const runnableMs = momentOf(attributes.get("RunnableAt"));
    const slot = attributes.get("Slot") ?? attributes.get("Thread");
    jobs.push({
      id: attributes.get("Id") ?? String(jobs.length),
      label: (attributes.get("Label") ?? "").replace(/\s+/g, " ").trim(),
      ...(createdMs !== undefined && { createdMs }),
      ...(runnableMs !== undefined && { runnableMs }),
      startMs,
      endMs,
      ...(slot !== undefined && { slot }),
    });
  }
  return jobs.sort((a, b) => a.endMs - b.endMs || (a.id < b.id ? -1 : 1));
}

/** Whether a graph is the outermost thing of `text`; a trace may hold one within. */
export function isDgml(text: string): boolean {
  const head = text.slice(0, 4000).replace(/<\?[\s\S]*?\?>|<!--[\s\S]*?-->|\uFEFF/g, "");
  return /^\s*<(?:\w+:)?DirectedGraph\b/.test(head);
}

/** The first chunk only counts the others. */
function isHeader(text: string): boolean {
  return /Length="\d*"[\s\S]*AdditionalEvents="\d*"/.test(text) && !/<(?:\w+:)?Node\b/.test(text);
}

function unwrapped(text: string): string {
  return text.startsWith("<pii>") && text.endsWith("</pii>") ? text.slice(5, -6) : text;
}
