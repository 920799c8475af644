/** What of the run is in view and selected, and how each key changes that. Pure. */

import { type Layout, neighbour } from "./layout";
import type { Run, TaskView } from "./run";
import type { TimelineAction } from "./timelineKeys";
import { keepInside, panned, showing, type TimeWindow, wholeRun, zoomed } from "./timeScale";

/** The run as laid out, with the time axis that it is shown on. */
export interface Stage {
  readonly run: Run;
  readonly layout: Layout;
  /** Right end of the axis: the run's end or today's, whichever is later. */
  readonly scaleEndMs: number;
}

export interface Viewport {
  /** Absent = the whole run. */
  readonly window: TimeWindow | undefined;
  readonly selected: string | undefined;
}

const zoomStep = 1.5;
const panShare = 0.2;

/** The stretch of time in view. */
export function windowOf(view: Viewport, { scaleEndMs }: Pick<Stage, "scaleEndMs">): TimeWindow {
  return keepInside(view.window ?? wholeRun(scaleEndMs), scaleEndMs);
}

/** `view` with another window; a window over everything is remembered as "whole". */
export function withWindow(
  view: Viewport,
  window: TimeWindow,
  { scaleEndMs }: Pick<Stage, "scaleEndMs">,
): Viewport {
  const isWhole = window.fromMs <= 0 && window.toMs >= scaleEndMs;
  return { ...view, window: isWhole ? undefined : window };
}

/** `view` with another task selected and, when it was out of sight, moved there. */
export function withSelection(view: Viewport, task: TaskView | undefined, stage: Stage): Viewport {
  if (task === undefined) return { ...view, selected: undefined };
  const window = showing(windowOf(view, stage), task.startMs, task.endMs, stage.scaleEndMs);
  return { ...withWindow(view, window, stage), selected: task.id };
}

/** The view after a key; actions that do not change the view return it unchanged. */
export function afterAction(view: Viewport, action: TimelineAction, stage: Stage): Viewport {
  const now = windowOf(view, stage);
  const task = view.selected === undefined ? undefined : stage.run.byId.get(view.selected);
  const end = stage.scaleEndMs;
  switch (action) {
    case "zoomIn":
      return withWindow(view, zoomed(now, 1 / zoomStep, anchorOf(task, now), end), stage);
    case "zoomOut":
      return withWindow(view, zoomed(now, zoomStep, anchorOf(task, now), end), stage);
    case "panLeft":
      return withWindow(view, panned(now, -panShare, end), stage);
    case "panRight":
      return withWindow(view, panned(now, panShare, end), stage);
    case "fit":
      return { ...view, window: undefined };
    case "clear":
      return { ...view, selected: undefined };
    case "nextCritical":
      return withSelection(view, nextCritical(stage.run, task), stage);
    case "left":
    case "right":
    case "up":
    case "down": {
      const next = task === undefined ? stage.run.tasks[0] : neighbour(stage.layout, task, action);
      return withSelection(view, next, stage);
    }
    default:
      return view;
  }
}

/** Zoom keeps the selected task in place when it is in view, else the middle. */
function anchorOf(task: TaskView | undefined, window: TimeWindow): number {
  const middle = task === undefined ? Number.NaN : (task.startMs + task.endMs) / 2;
  const isInView = middle >= window.fromMs && middle <= window.toMs;
  return isInView ? middle : (window.fromMs + window.toMs) / 2;
}

function nextCritical(run: Run, from: TaskView | undefined): TaskView | undefined {
  const index = from === undefined ? -1 : run.decidingChain.indexOf(from);
  return run.decidingChain[(index + 1) % Math.max(1, run.decidingChain.length)];
}
