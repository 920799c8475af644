/** Keys of the chart: w s a d as in Perfetto, arrows between tasks. */

import { t } from "./language";
import type { Direction } from "./layout";

export type TimelineAction =
  | Direction
  | "zoomIn"
  | "zoomOut"
  | "panLeft"
  | "panRight"
  | "fit"
  | "open"
  | "clear"
  | "nextCritical"
  | "halve"
  | "search"
  | "keys";

const actions: Readonly<Record<string, TimelineAction>> = {
  w: "zoomIn",
  "+": "zoomIn",
  s: "zoomOut",
  "-": "zoomOut",
  a: "panLeft",
  d: "panRight",
  f: "fit",
  "0": "fit",
  c: "nextCritical",
  h: "halve",
  "/": "search",
  "?": "keys",
  Enter: "open",
  Escape: "clear",
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

/** What the help lists, in this order. */
export const keyHelp: readonly (readonly [string, string])[] = [
  ["w s", t("zoom in and out")],
  ["a d", t("earlier and later")],
  ["f", t("whole run")],
  ["← → ↑ ↓", t("task to task")],
  ["c", t("next critical task")],
  ["h", t("what if it took half as long")],
  ["Enter, click", t("open the source")],
  ["/", t("find a task")],
  ["Esc", t("select nothing")],
  ["Ctrl wheel, drag", t("zoom and move with the mouse")],
];

type Key = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">;

/** Absent for keys that belong to the page or the editor. */
export function actionOfKey({ key, ctrlKey, metaKey, altKey }: Key): TimelineAction | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  return actions[key] ?? actions[key.toLowerCase()];
}
