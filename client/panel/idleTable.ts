/** Idle time of the threads as a table: how long, when, and what each waited for. */

import { formatDuration } from "../../server/src/base/duration";
import { element } from "./element";
import { t } from "./language";
import { type Gap, layOut } from "./layout";
import { nameOf, type Run } from "./run";
import { at } from "./taskWords";
import { counted } from "./words";

/** The longest gaps; shorter ones are worth no line. */
const mostShown = 50;

export interface IdleTable {
  readonly root: HTMLElement;
  show(run: Run): void;
}

interface ThreadGap extends Gap {
  readonly thread: string;
}

/** Gaps of all threads, longest first; those after a thread's last task are left out. `O(n log n)`. */
export function idleGapsOf(run: Run): readonly ThreadGap[] {
  return layOut(run, "threads")
    .rows.flatMap((row) => row.gaps.map((gap): ThreadGap => ({ ...gap, thread: row.label })))
    .filter(({ waitsFor }) => waitsFor !== undefined)
    .sort((a, b) => b.endMs - b.startMs - (a.endMs - a.startMs) || a.startMs - b.startMs);
}

export function createIdleTable(): IdleTable {
  const body = element("tbody");
  const caption = element("caption", {});
  const heads = [t("Thread"), t("Idle"), t("From"), t("To"), t("Waited for")].map((title, index) =>
    element("th", { scope: "col", class: index > 0 && index < 4 ? "number" : undefined }, title),
  );
  const root = element(
    "div",
    {
      class: "table-scroller",
      tabindex: 0,
      role: "region",
      "aria-label": t("Idle time of threads"),
    },
    element("table", {}, caption, element("thead", {}, element("tr", {}, ...heads)), body),
  );
  return {
    root,
    show(run) {
      const gaps = idleGapsOf(run);
      root.hidden = gaps.length === 0;
      caption.textContent = captionOf(gaps);
      body.replaceChildren(...gaps.slice(0, mostShown).map((gap) => toRow(run, gap)));
    },
  };
}

function captionOf(gaps: readonly ThreadGap[]): string {
  const idleMs = gaps.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
  const all = t(
    "{0}, {1} of thread time",
    counted(gaps.length, "idle gap"),
    formatDuration(idleMs),
  );
  return gaps.length > mostShown ? t("{0}, the longest {1}", all, mostShown) : all;
}

function toRow(run: Run, { thread, startMs, endMs, waitsFor }: ThreadGap): HTMLElement {
  const cause = waitsFor === undefined ? "" : (run.byId.get(waitsFor)?.name ?? nameOf(waitsFor));
  const number = (text: string): HTMLElement => element("td", { class: "number" }, text);
  return element(
    "tr",
    {},
    element("th", { scope: "row" }, thread),
    number(formatDuration(endMs - startMs)),
    number(at(startMs)),
    number(at(endMs)),
    element("td", {}, cause),
  );
}
