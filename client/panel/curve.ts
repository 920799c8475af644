/**
 * Makespan and use against the thread count, with the recommended and the current count marked.
 * A slider in the shape of a curve: drag along it, or use the arrow keys.
 */

import { formatDuration } from "../../server/src/base/duration";
import type { SweepPoint, SweepResult } from "../../server/src/protocol";
import { type Curve, curveOf, nearestPoint, worthShowing } from "./curveGeometry";
import { element, svgElement } from "./element";
import { t } from "./language";
import { counted } from "./words";

const size = { width: 320, height: 128 };

export interface CurveView {
  readonly root: HTMLElement;
  show(sweep: SweepResult, threads: number): void;
}

interface Shown {
  readonly sweep: SweepResult;
  readonly threads: number;
  readonly curve: Curve;
}

/** `choose` gets the thread count that was pointed at; `isMoving` while the button is held. */
export function createCurve(choose: (threads: number, isMoving: boolean) => void): CurveView {
  const drawing = svgElement("svg", {
    viewBox: `0 0 ${size.width} ${size.height}`,
    role: "slider",
    tabindex: 0,
    id: "curve",
    "aria-label": t("Threads, on the curve of makespan"),
    "aria-orientation": "horizontal",
  });
  const note = element("p", { class: "note" });
  const root = element("div", { class: "curve", hidden: true }, drawing, note);
  const cursor = svgElement("circle", { class: "curve-cursor", r: 3, visibility: "hidden" });
  let shown: Shown | undefined;
  let isHeld = false;

  const pointAt = (event: MouseEvent): SweepPoint | undefined => {
    const box = drawing.getBoundingClientRect();
    const x = ((event.clientX - box.left) / Math.max(1, box.width)) * size.width;
    return shown && nearestPoint(shown.curve, x);
  };
  const rest = (): void => {
    cursor.setAttribute("visibility", "hidden");
    if (shown !== undefined) note.textContent = noteOf(shown.sweep, shown.threads);
  };
  const point = (at: SweepPoint): void => {
    if (shown === undefined) return;
    cursor.setAttribute("visibility", "visible");
    cursor.setAttribute("cx", `${shown.curve.xOf(at.threads)}`);
    cursor.setAttribute("cy", `${shown.curve.yOf(at.makespanMs)}`);
    note.textContent = pointWords(at);
  };

  drawing.addEventListener("pointerdown", (event) => {
    const at = pointAt(event);
    if (event.button !== 0 || at === undefined) return;
    isHeld = true;
    drawing.setPointerCapture(event.pointerId);
    choose(at.threads, true);
  });
  drawing.addEventListener("pointermove", (event) => {
    const at = pointAt(event);
    if (at === undefined) return;
    point(at);
    if (isHeld && at.threads !== shown?.threads) choose(at.threads, true);
  });
  const letGo = (event: PointerEvent): void => {
    if (!isHeld) return;
    isHeld = false;
    const at = pointAt(event);
    if (at !== undefined) choose(at.threads, false);
  };
  drawing.addEventListener("pointerup", letGo);
  drawing.addEventListener("pointercancel", letGo);
  drawing.addEventListener("pointerleave", rest);
  drawing.addEventListener("keydown", (event) => {
    const threads = shown && threadsAfterKey(event.key, shown.threads, shown.curve.points);
    if (threads === undefined) return;
    event.preventDefault();
    choose(threads, false);
  });

  return {
    root,
    show(sweep, threads) {
      // While the curve is held its scale stays, or it would move away under the pointer.
      const last = isHeld ? shown?.curve.points.at(-1)?.threads : undefined;
      const curve = curveOf(sweep, last ?? worthShowing(sweep, threads), size);
      root.hidden = curve === undefined;
      if (curve === undefined) return;
      shown = { sweep, threads, curve };
      drawing.replaceChildren(...partsOf(shown), cursor);
      drawing.setAttribute("aria-valuemin", `${curve.points[0]?.threads ?? 1}`);
      drawing.setAttribute("aria-valuemax", `${curve.points.at(-1)?.threads ?? threads}`);
      drawing.setAttribute("aria-valuenow", `${threads}`);
      drawing.setAttribute("aria-valuetext", valueWords(sweep, threads));
      rest();
    },
  };
}

/** The count that a key of a slider leads to; absent for other keys. */
export function threadsAfterKey(
  key: string,
  threads: number,
  points: readonly SweepPoint[],
): number | undefined {
  const first = points[0]?.threads ?? 1;
  const last = points.at(-1)?.threads ?? threads;
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: threads + 1,
    ArrowUp: threads + 1,
    ArrowLeft: threads - 1,
    ArrowDown: threads - 1,
    PageUp: threads + 8,
    PageDown: threads - 8,
    Home: first,
    End: last,
  };
  const wanted = steps[key];
  return wanted === undefined ? undefined : Math.min(Math.max(wanted, first), last);
}

function pointWords({ threads, makespanMs, utilization }: SweepPoint): string {
  const busy = Math.round(utilization * 100);
  return `${counted(threads, "thread")}: ${formatDuration(makespanMs)}, ${t("{0} % busy", busy)}`;
}

function valueWords(sweep: SweepResult, threads: number): string {
  const point = sweep.points.find((candidate) => candidate.threads === threads);
  const now = point === undefined ? counted(threads, "thread") : pointWords(point);
  return `${now}. ${noteOf(sweep, threads)}`;
}

function noteOf({ recommended }: SweepResult, threads: number): string {
  const because = recommended.because;
  return recommended.threads === threads
    ? t("{0}, the count worth paying for: {1}", counted(threads, "thread"), because)
    : t("{0} recommended: {1}", counted(recommended.threads, "thread"), because);
}

function partsOf({ curve, sweep, threads }: Shown): SVGElement[] {
  const recommended = sweep.recommended.threads;
  return [
    svgElement(
      "clipPath",
      { id: "curve-frame" },
      svgElement("rect", {
        x: curve.left,
        y: curve.top,
        width: size.width - curve.left,
        height: curve.bottom - curve.top,
      }),
    ),
    svgElement("path", { class: "curve-use", d: curve.usePath }),
    svgElement(
      "g",
      { "clip-path": "url(#curve-frame)" },
      svgElement("path", { class: "curve-area", d: curve.areaPath }),
      svgElement("path", { class: "curve-line", d: curve.linePath }),
    ),
    svgElement("text", { x: curve.useLabel.x, y: curve.useLabel.y }, t("busy")),
    svgElement("line", {
      class: "curve-axis",
      x1: curve.left,
      x2: size.width,
      y1: curve.bottom,
      y2: curve.bottom,
    }),
    ...curve.xTicks.map(({ x, text }) =>
      svgElement("text", { x, y: size.height - 3, "text-anchor": "middle" }, text),
    ),
    ...curve.yTicks.map(({ y, text }) =>
      svgElement("text", { x: curve.left - 5, y: y + 3.5, "text-anchor": "end" }, text),
    ),
    ...mark(curve, {
      kind: "curve-recommended",
      threads: recommended,
      text: t("recommended"),
      other: threads,
    }),
    ...mark(curve, { kind: "curve-current", threads, text: t("now"), other: recommended }),
  ];
}

interface Mark {
  readonly kind: "curve-recommended" | "curve-current";
  readonly threads: number;
  readonly text: string;
  /** The other mark's count: labels lean away from each other. */
  readonly other: number;
}

/** The recommended count is a ring, the current one a filled diamond: told apart without colour. */
function mark(curve: Curve, { kind, threads, text, other }: Mark): SVGElement[] {
  const point = curve.points.find((candidate) => candidate.threads === threads);
  if (point === undefined) return [];
  const [x, y] = [curve.xOf(threads), Math.max(curve.yOf(point.makespanMs), curve.top + 6)];
  const isRing = kind === "curve-recommended";
  const shape = isRing
    ? svgElement("circle", { class: kind, cx: x, cy: y, r: 6 })
    : svgElement("path", { class: kind, d: `M${x} ${y - 5}l5 5l-5 5l-5 -5z` });
  if (threads === other && !isRing) return [shape];
  const isLeft = (threads < other && x > curve.left + 70) || x > size.width - 80;
  const label = svgElement(
    "text",
    {
      class: "curve-label",
      x: isLeft ? x - 5 : x + 5,
      y: Math.max(y - 10, 10),
      "text-anchor": isLeft ? "end" : "start",
    },
    threads === other ? t("recommended and now {0}", threads) : `${text} ${threads}`,
  );
  return [shape, label];
}
