/** Makespan and use against the thread count, with the recommended and the current count marked. */

import { formatDuration } from "../../server/src/base/duration";
import type { SweepPoint, SweepResult } from "../../server/src/protocol";
import { type Curve, curveOf, nearestPoint } from "./curveGeometry";
import { element, svgElement } from "./element";
import { counted } from "./words";

const size = { width: 320, height: 128 };

export interface CurveView {
  readonly root: HTMLElement;
  show(sweep: SweepResult, threads: number): void;
}

/** `choose` gets the thread count that was clicked. */
export function createCurve(choose: (threads: number) => void): CurveView {
  const root = element("div", { class: "curve" });
  return {
    root,
    show(sweep, threads) {
      const curve = curveOf(sweep, threads, size);
      if (curve === undefined) return root.replaceChildren();
      const note = element("p", { class: "note" }, noteOf(sweep, threads));
      root.replaceChildren(draw(curve, sweep, threads, note, choose), note);
    },
  };
}

function noteOf({ recommended }: SweepResult, threads: number): string {
  const because = recommended.because;
  return recommended.threads === threads
    ? `${counted(threads, "thread")}, the count worth paying for: ${because}`
    : `${counted(recommended.threads, "thread")} recommended: ${because}`;
}

function draw(
  curve: Curve,
  sweep: SweepResult,
  threads: number,
  note: HTMLElement,
  choose: (threads: number) => void,
): SVGSVGElement {
  const baseline = curve.bottom;
  const drawing = svgElement(
    "svg",
    {
      viewBox: `0 0 ${size.width} ${size.height}`,
      role: "img",
      "aria-label": describe(curve.points, sweep, threads),
    },
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
    svgElement("text", { x: curve.useLabel.x, y: curve.useLabel.y }, "busy"),
    svgElement("line", {
      class: "curve-axis",
      x1: curve.left,
      x2: size.width,
      y1: baseline,
      y2: baseline,
    }),
    ...curve.xTicks.map(({ x, text }) =>
      svgElement("text", { x, y: size.height - 3, "text-anchor": "middle" }, text),
    ),
    ...curve.yTicks.map(({ y, text }) =>
      svgElement("text", { x: curve.left - 5, y: y + 3.5, "text-anchor": "end" }, text),
    ),
  );
  const recommended = sweep.recommended.threads;
  mark(drawing, curve, {
    kind: "curve-recommended",
    threads: recommended,
    text: "recommended",
    other: threads,
  });
  mark(drawing, curve, { kind: "curve-current", threads, text: "now", other: recommended });
  const cursor = svgElement("circle", { class: "curve-cursor", r: 3, visibility: "hidden" });
  drawing.append(cursor);
  const pointAt = (event: MouseEvent): SweepPoint => {
    const box = drawing.getBoundingClientRect();
    return nearestPoint(curve, ((event.clientX - box.left) / box.width) * size.width);
  };
  drawing.addEventListener("pointermove", (event) => {
    const point = pointAt(event);
    cursor.setAttribute("visibility", "visible");
    cursor.setAttribute("cx", `${curve.xOf(point.threads)}`);
    cursor.setAttribute("cy", `${curve.yOf(point.makespanMs)}`);
    const busy = Math.round(point.utilization * 100);
    note.textContent = `${counted(point.threads, "thread")}: ${formatDuration(point.makespanMs)}, ${busy} % busy`;
  });
  drawing.addEventListener("pointerleave", () => {
    cursor.setAttribute("visibility", "hidden");
    note.textContent = noteOf(sweep, threads);
  });
  drawing.addEventListener("click", (event) => choose(pointAt(event).threads));
  return drawing;
}

interface Mark {
  readonly kind: "curve-recommended" | "curve-current";
  readonly threads: number;
  readonly text: string;
  /** The other mark's count: labels lean away from each other. */
  readonly other: number;
}

/** The recommended count is a ring, the current one a filled diamond: told apart without colour. */
function mark(drawing: SVGSVGElement, curve: Curve, { kind, threads, text, other }: Mark): void {
  const point = curve.points.find((candidate) => candidate.threads === threads);
  if (point === undefined) return;
  const [x, y] = [curve.xOf(threads), curve.yOf(point.makespanMs)];
  const isRing = kind === "curve-recommended";
  const shape = isRing
    ? svgElement("circle", { class: kind, cx: x, cy: y, r: 6 })
    : svgElement("path", { class: kind, d: `M${x} ${y - 5}l5 5l-5 5l-5 -5z` });
  drawing.append(shape);
  if (threads === other && !isRing) return;
  const isLeft = (threads < other && x > curve.left + 70) || x > size.width - 80;
  const label = svgElement(
    "text",
    {
      class: "curve-label",
      x: isLeft ? x - 5 : x + 5,
      y: y - 10,
      "text-anchor": isLeft ? "end" : "start",
    },
    threads === other ? `recommended and now ${threads}` : `${text} ${threads}`,
  );
  drawing.append(label);
}

function describe(points: readonly SweepPoint[], sweep: SweepResult, threads: number): string {
  const spoken = points.filter(
    ({ threads: count }) =>
      count === threads || count === sweep.recommended.threads || (count & (count - 1)) === 0,
  );
  const list = spoken.map(
    (point) => `${counted(point.threads, "thread")} ${formatDuration(point.makespanMs)}`,
  );
  return `Makespan by thread count: ${list.join(", ")}. ${noteOf(sweep, threads)}.`;
}
