/** What the painters of the chart get: the rows, the stretch of time in view, colours, marks. */

import type { Layout } from "./layout";
import type { TaskView } from "./run";
import type { Theme } from "./theme";
import type { TimeWindow } from "./timeScale";

export const rowHeight = 22;

export interface Scene {
  readonly layout: Layout;
  readonly window: TimeWindow;
  /** Pixels before the first moment: where the rows' labels stand. */
  readonly gutter: number;
  readonly width: number;
  readonly height: number;
  readonly scrollTop: number;
  readonly theme: Theme;
  readonly selected: string | undefined;
  readonly hovered: string | undefined;
  /** How far a run that goes on has come. */
  readonly nowMs: number | undefined;
  /** Absent = nothing is searched for. */
  readonly hits: ReadonlySet<string> | undefined;
  /** Tasks that led to the selected one, nearest first. */
  readonly chain: readonly TaskView[];
  readonly nameOf: (id: string) => string;
}

/** Milliseconds to pixels. */
export function xOf(scene: Pick<Scene, "window" | "gutter" | "width">, timeMs: number): number {
  const { window, gutter, width } = scene;
  return gutter + ((timeMs - window.fromMs) / (window.toMs - window.fromMs)) * (width - gutter);
}
