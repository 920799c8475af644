/**
 * Trace events of Analysis Services as records: from Profiler's trace XML, an xEvent file saved as XML,
 * or a table saved as CSV. Sources: Microsoft Learn, "Progress Reports Data Columns" and "Analysis
 * Services Trace Events"; microsoft/Analysis-Services, ASJobGraphEvents.
 */
import { csvRecords } from "./csvRecords";
import { elementsNamed, type XmlElement, xmlElements } from "./xmlElements";

export interface TraceEvent {
  /** Id of the event's class: 5, 6, 7 progress report begin, end, current; 134 job graph. */
  readonly eventClass: number;
  readonly subclass: number;
  readonly text: string;
  /** ms since 1970; absent where the event does not say. */
  readonly startMs?: number;
  readonly endMs?: number;
  readonly durationMs?: number;
  readonly integer?: number;
  readonly objectName: string;
  /** Path or reference: whatever names the object's table. */
  readonly objectPath: string;
  /** Place of a chunk among those of its graph. */
  readonly ordinal?: number;
  readonly correlation: string;
}

/** Columns by their ids in trace XML. */
const COLUMNS: Readonly<Record<string, string>> = {
  "1": "eventsubclass",
  "2": "currenttime",
  "3": "starttime",
  "4": "endtime",
  "5": "duration",
  "10": "integerdata",
  "13": "objectname",
  "14": "objectpath",
  "15": "objectreference",
  "42": "textdata",
  "46": "activityid",
  "53": "correlation",
};

const CLASSES: Readonly<Record<string, number>> = {
  progressreportbegin: 5,
  progressreportend: 6,
  progressreportcurrent: 7,
  progressreporterror: 8,
  jobgraph: 134,
};

type Fields = ReadonlyMap<string, string>;

/** The events in `text`, in its order; empty where it is no trace. O(text). */
export function traceEvents(text: string): readonly TraceEvent[] {
  return /^\uFEFF?\s*</.test(text) ? eventsOfXml(text) : eventsOfTable(text);
}

function eventsOfXml(text: string): readonly TraceEvent[] {
  const events: TraceEvent[] = [];
  for (const element of elementsNamed(xmlElements(text), "event")) {
    const { attributes } = element;
    const name = attributes.get("id") ?? attributes.get("name") ?? "";
    const fields = new Map(element.children.flatMap(fieldOf));
    const timestamp = attributes.get("timestamp");
    if (timestamp !== undefined) fields.set("currenttime", timestamp);
    const event = eventOf(name, fields);
    if (event !== undefined) events.push(event);
  }
  return events;
}

/** `<Column id="42" name="TextData">…` of Profiler, `<data name="TextData"><value>…` of xEvents. */
function fieldOf({ attributes, text, children }: XmlElement): readonly [string, string][] {
  const id = COLUMNS[attributes.get("id") ?? ""];
  const name = id ?? attributes.get("name")?.replace(/\s/g, "").toLowerCase();
  if (name === undefined) return [];
  const value = children.find((child) => child.name === "value");
  return [[name, value?.text ?? text]];
}

function eventsOfTable(text: string): readonly TraceEvent[] {
  const [head, ...rows] = csvRecords(text);
  if (head === undefined) return [];
  const names = head.map((name) => name.replace(/[\s_]/g, "").toLowerCase());
  return rows.flatMap((row) => {
    const fields = new Map(names.map((name, index) => [name, row[index] ?? ""]));
    return eventOf(fields.get("eventclass") ?? fields.get("name") ?? "", fields) ?? [];
  });
}

function eventOf(name: string, fields: Fields): TraceEvent | undefined {
  const eventClass = classOf(name);
  if (eventClass === undefined) return undefined;
  const startMs = momentOf(fields.get("starttime"));
  const endMs = momentOf(fields.get("endtime")) ?? momentOf(fields.get("currenttime"));
  const durationMs = numberOf(fields.get("duration"));
  const integer = numberOf(fields.get("integerdata"));
  return {
    eventClass,
    subclass: numberOf(fields.get("eventsubclass")) ?? 0,
    text: fields.get("textdata") ?? "",
    ...(startMs !== undefined && { startMs }),
    ...(endMs !== undefined && { endMs }),
    ...(durationMs !== undefined && { durationMs }),
    ...(integer !== undefined && { integer, ordinal: integer }),
    objectName: fields.get("objectname") ?? "",
    objectPath: [fields.get("objectpath"), fields.get("objectreference")].join(" ").trim(),
    correlation: fields.get("correlation") ?? fields.get("activityid") ?? "",
  };
}

/** `134`, `6 - Progress Report End`, `Progress Report End`, `ProgressReportEnd`. */
function classOf(name: string): number | undefined {
  const number = numberOf(name);
  const known = CLASSES[name.replace(/[^a-z]/gi, "").toLowerCase()];
  return known ?? (number !== undefined && isKnown(number) ? number : undefined);
}

function isKnown(id: number): boolean {
  return Object.values(CLASSES).includes(id);
}

/** The number that a field begins with: `44 - Compress Segment` is 44. */
function numberOf(text: string | undefined): number | undefined {
  const digits = /^\s*(-?\d{1,15})/.exec(text ?? "")?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** ms since 1970; a time without a zone counts as UTC, so that the same file gives the same times. */
export function momentOf(text: string | undefined): number | undefined {
  const match =
    /^\s*(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?\s*$/.exec(
      text ?? "",
    );
  if (match === null) return undefined;
  const [, date = "", time = "", fraction = "", zone = "Z"] = match;
  const whole = Date.parse(`${date}T${time}${zone}`);
  return Number.isNaN(whole) ? undefined : whole + Number(`0${fraction || ".0"}`) * 1000;
}
