/**
 * Paints bars, idle gaps and the chain behind the selected task on a canvas. Only what is visible
 * is touched, and bars narrower than a pixel are merged, so ten thousand bars stay smooth.
 */

import { fitted } from "./fitted";
import { type Hatching, hatching } from "./hatching";
import { t } from "./language";
import { firstBarAfter, type Row } from "./layout";
import { paintBefore, paintChain, paintNow, paintWait } from "./paintMarks";
import { isGuess, isNotRun, type TaskView } from "./run";
import { rowHeight, type Scene, xOf } from "./scene";

const barInset = 3;
const labelPadding = 6;
/** Below this width, in pixels, a bar is no box any more. */
const smallestBox = 4;

/** Paints everything; `O(visible bars)`. */
export function paintBars(context: CanvasRenderingContext2D, scene: Scene): void {
  const { theme, layout, width, height, scrollTop } = scene;
  context.clearRect(0, 0, width, height);
  context.font = theme.font;
  context.textBaseline = "middle";
  const first = Math.max(0, Math.floor(scrollTop / rowHeight));
  const last = Math.min(layout.rows.length - 1, Math.floor((scrollTop + height) / rowHeight));
  const hatch = hatching(context, theme);
  context.save();
  context.beginPath();
  context.rect(scene.gutter, 0, width - scene.gutter, height);
  context.clip();
  for (let index = first; index <= last; index++) {
    const top = index * rowHeight - scrollTop;
    paintGaps(context, scene, layout.rows[index]!, top, hatch);
    paintRow(context, scene, layout.rows[index]!, top, hatch);
  }
  paintChain(context, scene);
  paintNow(context, scene);
  context.restore();
  for (let index = first; index <= last; index++) {
    paintLabel(context, scene, layout.rows[index]!, index * rowHeight - scrollTop);
  }
}

function paintLabel(context: CanvasRenderingContext2D, scene: Scene, row: Row, top: number): void {
  const { theme, gutter, layout } = scene;
  context.globalAlpha = 1;
  context.fillStyle = theme.muted;
  const room = gutter - 2 * labelPadding;
  const text = fitted(context, row.label, room);
  const isRight = layout.rowsBy === "threads";
  context.textAlign = isRight ? "right" : "left";
  context.fillText(text, isRight ? gutter - labelPadding : labelPadding, top + rowHeight / 2);
  context.textAlign = "left";
}

function paintGaps(
  context: CanvasRenderingContext2D,
  scene: Scene,
  row: Row,
  top: number,
  hatch: Hatching,
): void {
  const { theme, window } = scene;
  for (const gap of row.gaps) {
    if (gap.endMs <= window.fromMs || gap.startMs >= window.toMs) continue;
    const left = Math.max(scene.gutter, xOf(scene, gap.startMs));
    const right = Math.min(scene.width, xOf(scene, gap.endMs));
    const size = right - left - 1;
    if (size < 2) continue;
    // After its last task a thread is idle for a plain reason: shown, but not worth words.
    const isOver = gap.waitsFor === undefined;
    context.globalAlpha = scene.hits === undefined && !isOver ? 1 : 0.4;
    context.fillStyle = hatch.idle;
    context.fillRect(left, top + barInset + 5, size, rowHeight - 2 * barInset - 10);
    if (size < 70 || gap.waitsFor === undefined) continue;
    context.globalAlpha = 1;
    const cause = t("idle: {0}", scene.nameOf(gap.waitsFor));
    const text = fitted(context, cause, size - 2 * labelPadding - 4);
    if (text.length < 4) continue;
    const textWidth = context.measureText(text).width;
    context.fillStyle = theme.background;
    context.fillRect(
      left + labelPadding - 3,
      top + barInset,
      textWidth + 6,
      rowHeight - 2 * barInset,
    );
    context.fillStyle = theme.muted;
    context.fillText(text, left + labelPadding, top + rowHeight / 2 + 0.5);
  }
}

function paintRow(
  context: CanvasRenderingContext2D,
  scene: Scene,
  row: Row,
  top: number,
  hatch: Hatching,
): void {
  const { window } = scene;
  const isByThread = scene.layout.rowsBy === "threads";
  let paintedTo = Number.NEGATIVE_INFINITY;
  let isLastCritical = false;
  for (let index = firstBarAfter(row, window.fromMs); index < row.bars.length; index++) {
    const bar = row.bars[index]!;
    if (bar.startMs >= window.toMs) break;
    const left = xOf(scene, bar.startMs);
    const right = xOf(scene, bar.endMs);
    const isNoted = bar.id === scene.selected || bar.id === scene.hovered;
    // What decides the run's length is never hidden behind what does not.
    const isCovered = right - paintedTo < 1 && (isLastCritical || !bar.isCritical);
    if (isCovered && !isNoted) continue;
    paintedTo = Math.max(right, left + 1);
    isLastCritical = bar.isCritical;
    if (isByThread && right - left < smallestBox && !isNoted) {
      paintSliver(context, scene, bar, left, right, top);
    } else paintBar(context, scene, bar, left, right, top, hatch);
  }
}

/** A bar too narrow for shape, hatching or a name: its colour alone, the cheapest thing to paint. */
function paintSliver(
  context: CanvasRenderingContext2D,
  { theme, hits }: Scene,
  bar: TaskView,
  left: number,
  right: number,
  top: number,
): void {
  context.globalAlpha = hits !== undefined && !hits.has(bar.id) ? 0.25 : 1;
  context.fillStyle = bar.isCritical ? theme.critical : theme.bar;
  // On whole pixels no edge is blurred, which is sharper and cheaper.
  const x = Math.round(left);
  const width = Math.max(1, Math.round(right) - x - 1);
  context.fillRect(x, Math.round(top) + barInset, width, rowHeight - 2 * barInset);
}

function paintBar(
  context: CanvasRenderingContext2D,
  scene: Scene,
  bar: TaskView,
  left: number,
  right: number,
  top: number,
  hatch: Hatching,
): void {
  const { theme } = scene;
  if (scene.layout.rowsBy === "models" && bar.before !== undefined) {
    paintBefore(context, scene, bar.before, top);
  }
  const isNoted = bar.id === scene.selected || bar.id === scene.hovered;
  if (scene.layout.rowsBy === "models" || isNoted) paintWait(context, scene, bar, top);
  const isDimmed = scene.hits !== undefined && !scene.hits.has(bar.id);
  const strength = isDimmed ? 0.25 : 1;
  // Half a pixel of air between neighbours, but never less than a visible stroke.
  const width = Math.max(1, right - left - 1);
  const y = top + barInset;
  const height = rowHeight - 2 * barInset;
  const color = bar.isCritical ? theme.critical : theme.bar;
  const isOutline = theme.isHighContrast && !bar.isCritical;
  outline(context, left, y, width, height, bar.isCritical);
  if (isNotRun(bar)) {
    paintPredicted(context, scene, bar, isNoted, strength);
    return;
  }
  context.fillStyle = isOutline ? theme.background : color;
  context.globalAlpha = strength * (bar.isCritical || theme.isHighContrast ? 1 : 0.42);
  context.fill();
  if (isGuess(bar)) {
    context.globalAlpha = strength;
    context.fillStyle = bar.isCritical ? hatch.onCritical : hatch.guess;
    context.fill();
  }
  context.globalAlpha = strength;
  if (isOutline) {
    context.strokeStyle = color;
    context.lineWidth = 1;
    context.stroke();
  } else if (!bar.isCritical) {
    context.fillStyle = color;
    context.fillRect(left, y, Math.min(2, width), height);
  }
  if (isNoted) {
    outline(context, left, y, width, height, bar.isCritical);
    context.strokeStyle = bar.id === scene.selected ? theme.focus : theme.foreground;
    context.lineWidth = bar.id === scene.selected ? 2.5 : 1.5;
    context.stroke();
  }
  paintName(
    context,
    scene,
    bar,
    Math.max(left, scene.gutter),
    Math.min(left + width, scene.width),
    top,
  );
}

/** The outline alone, dashed, of what has not run; its path is the current one. */
function paintPredicted(
  context: CanvasRenderingContext2D,
  { theme, selected }: Scene,
  bar: TaskView,
  isNoted: boolean,
  strength: number,
): void {
  context.globalAlpha = strength * (bar.progress === "skipped" ? 0.5 : 1);
  context.strokeStyle = isNoted ? theme.foreground : theme.muted;
  if (bar.id === selected) context.strokeStyle = theme.focus;
  context.lineWidth = isNoted ? 2 : 1;
  context.setLineDash([3, 2]);
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
}

/** A plain box, or for critical tasks a box with a point at its end: shape, not only colour. */
function outline(
  context: CanvasRenderingContext2D,
  left: number,
  y: number,
  width: number,
  height: number,
  isPointed: boolean,
): void {
  context.beginPath();
  const point = isPointed ? Math.min(6, width / 2) : 0;
  if (point < 1) {
    context.rect(left, y, width, height);
    return;
  }
  context.moveTo(left, y);
  context.lineTo(left + width - point, y);
  context.lineTo(left + width, y + height / 2);
  context.lineTo(left + width - point, y + height);
  context.lineTo(left, y + height);
  context.closePath();
}

function paintName(
  context: CanvasRenderingContext2D,
  scene: Scene,
  bar: TaskView,
  from: number,
  to: number,
  top: number,
): void {
  const room = to - from - 2 * labelPadding - (bar.isCritical ? 4 : 0);
  if (room < 14) return;
  const mark = `${bar.progress === "failed" ? "✕ " : ""}${bar.isCritical ? "◆ " : ""}`;
  const text = fitted(context, `${mark}${bar.name}`, room);
  if (text.length < 3) return;
  const { theme } = scene;
  context.fillStyle = bar.isCritical ? theme.onCritical : theme.foreground;
  context.fillText(text, from + labelPadding, top + rowHeight / 2 + 0.5);
}
