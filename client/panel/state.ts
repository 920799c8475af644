/**
 * What the page remembers across reloads and moves: the person's choices and the view. Restored
 * from anything that was once saved, so each field is checked on its own.
 */

import type { RowsBy } from "./layout";
import type { RunOptions } from "./messages";
import type { TimeWindow } from "./timeScale";

export interface PageState {
  /** Which project; the extension opens it again after a reload. */
  readonly uri: string;
  readonly options: RunOptions;
  readonly view: "chart" | "table";
  readonly rowsBy: RowsBy;
  /** Absent = the whole run. */
  readonly window: TimeWindow | undefined;
  readonly selected: string | undefined;
  readonly search: string;
}

export const initialState: PageState = {
  uri: "",
  options: {},
  view: "chart",
  rowsBy: "threads",
  window: undefined,
  selected: undefined,
  search: "",
};

const hintMeanings = ["ignored", "seats", "exclusive", "slots"] as const;
const policies = ["dbt-core", "fusion", "longest-path"] as const;

/** A valid state from saved data of any shape; what cannot be used falls back to the default. */
export function restoreState(saved: unknown): PageState {
  if (!isRecord(saved)) return initialState;
  return {
    uri: asString(saved["uri"]) ?? "",
    options: restoreOptions(saved["options"]),
    view: saved["view"] === "table" ? "table" : "chart",
    rowsBy: saved["rowsBy"] === "models" ? "models" : "threads",
    window: restoreWindow(saved["window"]),
    selected: asString(saved["selected"]),
    search: asString(saved["search"]) ?? "",
  };
}

function restoreOptions(saved: unknown): RunOptions {
  if (!isRecord(saved)) return {};
  const threads = asThreads(saved["threads"]);
  const hints = hintMeanings.find((meaning) => meaning === saved["hints"]);
  const policy = policies.find((name) => name === saved["policy"]);
  return {
    ...(threads !== undefined && { threads }),
    ...(hints !== undefined && { hints }),
    ...(policy !== undefined && { policy }),
    ...(saved["command"] === "build" && { command: "build" as const }),
    ...restoreWhatIf(saved["whatIf"]),
  };
}

function restoreWhatIf(saved: unknown): Pick<RunOptions, "whatIf"> {
  if (!isRecord(saved)) return {};
  const entries = Object.entries(saved).filter(
    (entry): entry is [string, number] =>
      typeof entry[1] === "number" && Number.isFinite(entry[1]) && entry[1] >= 0,
  );
  return entries.length === 0 ? {} : { whatIf: Object.fromEntries(entries) };
}

function restoreWindow(saved: unknown): TimeWindow | undefined {
  if (!isRecord(saved)) return undefined;
  const { fromMs, toMs } = saved;
  const isValid =
    typeof fromMs === "number" && typeof toMs === "number" && fromMs >= 0 && toMs > fromMs;
  return isValid ? { fromMs, toMs } : undefined;
}

function asThreads(value: unknown): number | undefined {
  const isCount = typeof value === "number" && Number.isInteger(value) && value >= 1;
  return isCount ? value : undefined;
}

function asString(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
