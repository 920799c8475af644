/** Paints the thin lines around bars: where a task stood before, how long it waited, what led to it. */

import type { Stretch, TaskView } from "./run";
import { rowHeight, type Scene, xOf } from "./scene";

/** A thin line under the bar where it stands in the run that this one is compared with. */
export function paintBefore(
  context: CanvasRenderingContext2D,
  scene: Scene,
  before: Stretch,
  top: number,
): void {
  const left = xOf(scene, before.startMs);
  const width = Math.max(2, xOf(scene, before.endMs) - left);
  context.globalAlpha = 1;
  context.fillStyle = scene.theme.muted;
  context.fillRect(left, top + rowHeight - 3, width, 3);
}

/**
 * A dotted line from the moment a task was ready to its start: time in which only a thread was
 * missing. It ends in an upright stroke where the task got ready.
 */
export function paintWait(
  context: CanvasRenderingContext2D,
  scene: Scene,
  task: TaskView,
  top: number,
): void {
  const left = xOf(scene, task.readyMs);
  const right = xOf(scene, task.startMs);
  if (right - left < 3) return;
  const isOwnRow = scene.layout.rowsBy === "models";
  // On a thread's row other bars stand there: the line runs below them.
  const y = isOwnRow ? top + rowHeight / 2 : top + rowHeight - 1.5;
  context.globalAlpha = 1;
  context.strokeStyle = isOwnRow ? scene.theme.muted : scene.theme.foreground;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(left + 0.5, y - 4);
  context.lineTo(left + 0.5, isOwnRow ? y + 4 : y);
  context.stroke();
  context.setLineDash([1.5, 2.5]);
  context.beginPath();
  context.moveTo(left, y);
  context.lineTo(right, y);
  context.stroke();
  context.setLineDash([]);
}

/** An upright line where a run that goes on has come to. */
export function paintNow(context: CanvasRenderingContext2D, scene: Scene): void {
  if (scene.nowMs === undefined) return;
  const x = Math.round(xOf(scene, scene.nowMs)) - 0.5;
  context.globalAlpha = 1;
  context.strokeStyle = scene.theme.foreground;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x, 0);
  context.lineTo(x, scene.height);
  context.stroke();
}

/** A thin line from each task to the one that had to wait for it. */
export function paintChain(context: CanvasRenderingContext2D, scene: Scene): void {
  if (scene.chain.length === 0 || scene.selected === undefined) return;
  const { theme, layout, scrollTop } = scene;
  const middle = (id: string): number =>
    ((layout.rowOf.get(id) ?? 0) + 0.5) * rowHeight - scrollTop;
  context.globalAlpha = 1;
  context.strokeStyle = theme.focus;
  context.lineWidth = 1.5;
  context.beginPath();
  let later = scene.selected;
  for (const task of scene.chain) {
    const x = xOf(scene, task.endMs);
    context.moveTo(x - 5, middle(task.id));
    context.lineTo(x, middle(task.id));
    context.lineTo(x, middle(later));
    later = task.id;
  }
  context.stroke();
}
