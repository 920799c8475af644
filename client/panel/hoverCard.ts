/** The card beside the pointer: one task or one idle gap. */

import { formatDuration } from "../../server/src/base/duration";
import { element } from "./element";
import { t } from "./language";
import type { Gap } from "./layout";
import { nameOf, type Run, type TaskView } from "./run";
import { at, wordsOf } from "./taskWords";

export function hoverCard(run: Run, task: TaskView | undefined, gap: Gap | undefined): HTMLElement {
  if (task !== undefined) return taskCard(run, task);
  return gap === undefined ? element("div") : gapCard(run, gap);
}

function taskCard(run: Run, task: TaskView): HTMLElement {
  const { title, facts } = wordsOf(run, task);
  return element(
    "div",
    {},
    element(
      "div",
      { class: task.isCritical ? "card-title is-critical" : "card-title" },
      task.isCritical ? `◆ ${title}` : title,
    ),
    factList(facts),
  );
}

function gapCard(run: Run, gap: Gap): HTMLElement {
  const cause =
    gap.waitsFor === undefined
      ? t("no more work for this thread")
      : t("waits for {0}", run.byId.get(gap.waitsFor)?.name ?? nameOf(gap.waitsFor));
  return element(
    "div",
    {},
    element("div", { class: "card-title" }, t("Idle {0}", formatDuration(gap.endMs - gap.startMs))),
    factList([
      [t("Why"), cause],
      [t("When"), t("{0} to {1}", at(gap.startMs), at(gap.endMs))],
    ]),
  );
}

function factList(facts: readonly (readonly [string, string])[]): HTMLElement {
  return element(
    "dl",
    {},
    ...facts.flatMap(([label, text]) => [element("dt", {}, label), element("dd", {}, text)]),
  );
}

/** Below and right of a place in `frame`, turned over where it would not fit. */
export function placeCard(
  card: HTMLElement,
  frame: HTMLElement,
  place: { readonly x: number; readonly y: number },
): void {
  card.hidden = false;
  const gap = 14;
  const left = place.x + gap + card.offsetWidth > frame.clientWidth;
  const bottom = frame.getBoundingClientRect().top + place.y + gap + card.offsetHeight;
  const isAbove = bottom > globalThis.innerHeight;
  const x = left ? Math.max(0, place.x - gap - card.offsetWidth) : place.x + gap;
  const y = isAbove ? place.y - gap - card.offsetHeight : place.y + gap;
  card.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
}
