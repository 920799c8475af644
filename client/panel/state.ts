/**
 * What the page remembers across reloads and moves: the person's choices and the view. Restored
 * from anything that was once saved, so each field is checked on its own.
 */

import type { RowsBy } from "./layout";
import type { RunOptions } from "./messages";
import { isRecord, restoreOptions } from "./restoreOptions";
import type { TimeWindow } from "./timeScale";

export interface PageState {
  /** Which project; the extension opens it again after a reload. */
  readonly uri: string;
  readonly options: RunOptions;
  /** Run A, when two runs are compared. */
  readonly comparedWith: RunOptions | undefined;
  /** Whether the choices that are seldom needed are on screen. */
  readonly areMoreShown: boolean;
  readonly view: "chart" | "table";
  readonly rowsBy: RowsBy;
  /** Absent = the whole run. */
  readonly window: TimeWindow | undefined;
  readonly selected: string | undefined;
  readonly search: string;
  /** When the running run began that the person has put away. */
  readonly putAway: number | undefined;
}

export const initialState: PageState = {
  uri: "",
  options: {},
  comparedWith: undefined,
  areMoreShown: false,
  view: "chart",
  rowsBy: "threads",
  window: undefined,
  selected: undefined,
  search: "",
  putAway: undefined,
};

/** A valid state from saved data of any shape; what cannot be used falls back to the default. */
export function restoreState(saved: unknown): PageState {
  if (!isRecord(saved)) return initialState;
  const comparedWith = saved["comparedWith"];
  return {
    uri: asString(saved["uri"]) ?? "",
    options: restoreOptions(saved["options"]),
    comparedWith: isRecord(comparedWith) ? restoreOptions(comparedWith) : undefined,
    areMoreShown: saved["areMoreShown"] === true,
    view: saved["view"] === "table" ? "table" : "chart",
    rowsBy: saved["rowsBy"] === "models" ? "models" : "threads",
    window: restoreWindow(saved["window"]),
    selected: asString(saved["selected"]),
    search: asString(saved["search"]) ?? "",
    putAway: typeof saved["putAway"] === "number" ? saved["putAway"] : undefined,
  };
}

function restoreWindow(saved: unknown): TimeWindow | undefined {
  if (!isRecord(saved)) return undefined;
  const { fromMs, toMs } = saved;
  const isValid =
    typeof fromMs === "number" && typeof toMs === "number" && fromMs >= 0 && toMs > fromMs;
  return isValid ? { fromMs, toMs } : undefined;
}

function asString(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
