/** Runs A and B side by side: the difference first, then figures, then what moved. */

import { formatDuration } from "../../server/src/base/duration";
import { formatDifference } from "../src/duration";
import { type Comparison, compareRuns, type Figure, figuresOf, type Move } from "./compare";
import { element } from "./element";
import { t } from "./language";
import type { Run, TaskView } from "./run";
import { at } from "./taskWords";
import { counted, someOf } from "./words";

const shownMoves = 4;
const shownNames = 4;

export interface CompareEvents {
  readonly select: (id: string) => void;
  readonly swap: () => void;
  readonly end: () => void;
}

export interface CompareView {
  readonly root: HTMLElement;
  /** Both runs with their settings in words. */
  show(a: Side, b: Side): void;
  hide(): void;
}

export interface Side {
  readonly run: Run;
  readonly words: string;
}

/** Hidden until two runs are shown. */
export function createCompare(events: CompareEvents): CompareView {
  const title = element("h2", { id: "compare-title" });
  const words = element("dl", { class: "sides" });
  const place = element("div", { class: "compare-parts" });
  const notes = element("div");
  const swap = element(
    "button",
    { type: "button", class: "secondary", id: "swap" },
    t("Swap A and B"),
  );
  const end = element(
    "button",
    { type: "button", class: "secondary", id: "end-compare" },
    t("End comparison"),
  );
  swap.addEventListener("click", events.swap);
  end.addEventListener("click", events.end);
  const root = element(
    "section",
    { class: "panel-card compare", "aria-labelledby": "compare-title", hidden: true },
    element("div", { class: "compare-head" }, title, element("span", {}, swap, " ", end)),
    words,
    place,
    notes,
  );
  return {
    root,
    show(a, b) {
      const comparison = compareRuns(a.run, b.run);
      title.textContent = differenceWords(comparison.differenceMs);
      place.replaceChildren(figureTable(a, b), ...moveLists(comparison, events));
      words.replaceChildren(...wordsOf(a, b));
      notes.replaceChildren(
        ...decidingNotes(comparison).map((note) => element("p", { class: "note" }, note)),
      );
      root.hidden = false;
    },
    hide() {
      root.hidden = true;
    },
  };
}

/** `B ends 4 m 20 s earlier than A`. */
export function differenceWords(differenceMs: number): string {
  if (Math.abs(differenceMs) < 0.5) return t("A and B end at the same time");
  const duration = formatDuration(Math.abs(differenceMs));
  return differenceMs < 0
    ? t("B ends {0} earlier than A", duration)
    : t("B ends {0} later than A", duration);
}

function wordsOf(a: Side, b: Side): HTMLElement[] {
  return [
    element("dt", {}, "A"),
    element("dd", {}, a.words),
    element("dt", {}, "B"),
    element("dd", {}, b.words),
  ];
}

function figureTable(a: Side, b: Side): HTMLElement {
  const rows = figuresOf(a.run, b.run).map((figure) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, figure.label),
      element("td", { class: "number" }, figureText(figure.unit, figure.a)),
      element("td", { class: "number" }, figureText(figure.unit, figure.b)),
      element("td", { class: "number" }, differenceText(figure)),
    ),
  );
  const head = (text: string): HTMLElement =>
    element("th", { scope: "col", class: "number" }, text);
  return element(
    "table",
    { class: "figures" },
    element("caption", { class: "visually-hidden" }, t("Figures of both runs")),
    element(
      "thead",
      {},
      element("tr", {}, element("td"), head("A"), head("B"), head(t("difference"))),
    ),
    element("tbody", {}, ...rows),
  );
}

function figureText(unit: Figure["unit"], value: number): string {
  if (unit === "ms") return value < 0.5 ? "0 s" : formatDuration(value);
  return unit === "share" ? `${Math.round(value * 100)} %` : `${value}`;
}

function differenceText({ unit, a, b }: Figure): string {
  if (unit === "ms") return formatDifference(b - a);
  const difference = unit === "share" ? Math.round(b * 100) - Math.round(a * 100) : b - a;
  if (difference === 0) return "±0";
  const sign = difference < 0 ? "−" : "+";
  const text = `${sign}${Math.abs(difference)}`;
  return unit === "share" ? t("{0} points", text) : text;
}

/** Tasks that end earlier in B and tasks that end later, each list with the largest shift first. */
function moveLists(comparison: Comparison, events: CompareEvents): HTMLElement[] {
  const { moves } = comparison;
  const earlier = moves.filter(({ endShiftMs }) => endShiftMs < 0);
  const later = moves.filter(({ endShiftMs }) => endShiftMs > 0);
  const lists = [
    moveList(t("Earlier in B"), earlier, events),
    moveList(t("Later in B"), later, events),
  ].filter((list) => list !== undefined);
  if (lists.length === 0) {
    const text = t("No task that is in both runs ends at another time.");
    lists.push(element("div", {}, element("p", { class: "note" }, text)));
  }
  return lists;
}

function moveList(
  heading: string,
  moves: readonly Move[],
  events: CompareEvents,
): HTMLElement | undefined {
  if (moves.length === 0) return undefined;
  return element(
    "div",
    {},
    element("h3", {}, `${heading}: ${counted(moves.length, "task")}`),
    element(
      "ol",
      { class: "moves" },
      ...moves.slice(0, shownMoves).map((move) => moveItem(move, events)),
    ),
  );
}

function moveItem({ task, before, endShiftMs }: Move, events: CompareEvents): HTMLElement {
  const title = element(
    "button",
    { type: "button", class: "link", title: t("Show {0} in the chart", task.name) },
    task.name,
  );
  title.addEventListener("click", () => events.select(task.id));
  return element(
    "li",
    {},
    title,
    element("span", { class: "gain" }, formatDifference(endShiftMs)),
    element(
      "span",
      { class: "how" },
      element("span", { class: "visually-hidden" }, `${t("ends at")} `),
      at(before.endMs),
      element("span", { class: "visually-hidden" }, ` ${t("in A, at")} `),
      element("span", { "aria-hidden": "true" }, " → "),
      at(task.endMs),
    ),
  );
}

function decidingNotes(comparison: Comparison): string[] {
  const { newlyDeciding, noLongerDeciding, onlyInA, onlyInB } = comparison;
  const lines: readonly (readonly [string, readonly TaskView[]])[] = [
    [t("Decides B but not A"), newlyDeciding],
    [t("Decides A but not B"), noLongerDeciding],
    [t("Only in A"), onlyInA],
    [t("Only in B"), onlyInB],
  ];
  return lines
    .filter(([, tasks]) => tasks.length > 0)
    .map(
      ([label, tasks]) =>
        `${label}: ${someOf(
          tasks.map(({ name }) => name),
          shownNames,
        )}`,
    );
}
