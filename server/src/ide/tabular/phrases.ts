/** Phrases about refreshes that lens, hover and explain share, so that one fact is said one way. */
import { formatDuration } from "../../base/duration";
import type { RefreshTask } from "../../tabular/refreshTask";
import { knownRows, type TabularTable } from "../../tabular/tabularModel";
import type { ModelSnapshot } from "../../workspace/openModel";
import { runClock } from "../words";
import type { RefreshPart } from "./refreshFacts";

/** `reading`, `encoding` … of `read`, `encode`. */
export const STEP_WORDS: Readonly<Record<RefreshTask["step"], string>> = {
  read: "reading",
  encode: "encoding",
  "re-encode": "encoding anew",
  compress: "compressing",
  "calculated table": "calculated table",
  "calculated columns": "calculated columns",
  "attribute hierarchies": "attribute hierarchies",
  "user hierarchies": "user hierarchies",
  relationships: "relationships",
};

/** `60,000,000 rows`, `rows unknown`. */
export function rowsWords(rows: number | undefined): string {
  return rows === undefined ? "rows unknown" : `${Math.round(rows).toLocaleString("en-US")} rows`;
}

/** `38 %` of the whole. */
export function share(part: number, whole: number): string {
  return whole <= 0 ? "0 %" : `${Math.round((part / whole) * 100)} %`;
}

/** `starts 1:20, ends 4:05 of 8:10`. */
export function whenWords({ startMs, endMs }: RefreshPart, makespanMs: number): string {
  const clock = (ms: number) => runClock(ms, makespanMs);
  return `starts ${clock(startMs)}, ends ${clock(endMs)} of ${clock(makespanMs)}`;
}

/** `reading 2 m 10 s, encoding 48 s`. */
export function stepsWords({ steps }: RefreshPart): string {
  return steps.map(({ step, ms }) => `${STEP_WORDS[step]} ${formatDuration(ms)}`).join(", ");
}

/** What the times rest on: the rates' origin, and whether the rows are known. */
export function basisWords({ processing }: ModelSnapshot, table: TabularTable): string {
  const { origin } = processing.rates;
  const rates =
    origin === "estimated"
      ? "estimated: rates fitted on a trace"
      : origin === "given"
        ? "given: rates of heddle.yml"
        : "assumed: trust proportions, not minutes";
  return knownRows(table) === undefined
    ? `${rates}; rows unknown, counted as ${processing.assumedRows.toLocaleString("en-US")} per partition`
    : rates;
}
