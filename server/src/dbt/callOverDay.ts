/**
 * What a macro call gives at each hour of a day: `3` while people work, `4` at night. For macros
 * that read `run_started_at` or `modules.datetime`; all others give one value.
 */
import type { DbtProject, Json } from "./project";
import { type FileRendering, type RenderCallOptions, renderCall } from "./renderFile";

/** Hours in a row, as the macro's clock (UTC) counts them, that give the same. */
export interface HoursOfValue {
  /** 0 to 23. */
  readonly fromHour: number;
  /** The hour after the last, 1 to 24; below `fromHour` where the hours go on past midnight. */
  readonly untilHour: number;
  readonly value: Json;
  readonly logs: readonly string[];
}

const HOURS = 24;
const HOUR_MS = 3_600_000;
const DAY_MS = HOURS * HOUR_MS;

/**
 * Values over the UTC day that holds `atMs`, in order from the hour of `atMs` on, so that the first
 * is what holds now. Empty where the call fails or is not known at some hour. 24 evaluations.
 */
export function callOverDay(
  project: DbtProject,
  expression: string,
  atMs: number,
  options: RenderCallOptions = {},
): readonly HoursOfValue[] {
  const midnight = Math.floor(atMs / DAY_MS) * DAY_MS;
  const nowHour = Math.floor((atMs - midnight) / HOUR_MS);
  const given: FileRendering[] = [];
  for (let hour = 0; hour < HOURS; hour++) {
    const at = hour === nowHour ? atMs : midnight + hour * HOUR_MS;
    const rendered = renderCall(project, expression, { ...options, atMs: at });
    if (rendered === undefined || rendered.error !== undefined || rendered.unknown.length > 0) {
      return [];
    }
    given.push(rendered);
  }
  return runsOfHours(given, nowHour);
}

function runsOfHours(given: readonly FileRendering[], nowHour: number): readonly HoursOfValue[] {
  const isSame = (a: number, b: number): boolean =>
    JSON.stringify(given[a % HOURS]?.value) === JSON.stringify(given[b % HOURS]?.value);
  // The run that holds now begins at the first hour, going back, that gives the same.
  let start = nowHour + HOURS;
  while (start > nowHour && isSame(start - 1, nowHour)) start--;
  if (start === nowHour) start = 0;
  const runs: HoursOfValue[] = [];
  for (let from = start; from < start + HOURS; ) {
    let until = from + 1;
    while (until < start + HOURS && isSame(until, from)) until++;
    const { value, logs } = given[from % HOURS]!;
    const untilHour = until % HOURS === 0 ? HOURS : until % HOURS;
    runs.push({ fromHour: from % HOURS, untilHour, value, logs });
    from = until;
  }
  return runs;
}
