/** The headline while a run goes on: how far it is, how long the rest takes, what waits for what. */

import { formatDuration } from "../../server/src/base/duration";
import { element } from "./element";
import { t } from "./language";
import { countOf, elapsedMs, type LiveState } from "./live";
import type { LiveWaiting } from "./liveMessages";
import { nameOf } from "./run";
import { at } from "./taskWords";
import { someOf } from "./words";

const shownParents = 2;

export interface LiveView {
  readonly root: HTMLElement;
  show(live: LiveState, clockMs: number): void;
}

/** Takes the summary's place; `end` brings the simulated run back. */
export function createLiveView(end: () => void): LiveView {
  const headline = element("h1");
  const left = element("span", { class: "gain-chip", id: "left" });
  const facts = element("p", { class: "facts" });
  const waiting = element("div");
  // A screen reader hears of the start and the end, not of every second between.
  const status = element("p", { class: "visually-hidden", role: "status" });
  const button = element(
    "button",
    { type: "button", class: "secondary", id: "end-live" },
    t("Back to the simulation"),
  );
  button.addEventListener("click", end);
  return {
    root: element(
      "div",
      { class: "summary is-live" },
      headline,
      left,
      " ",
      button,
      facts,
      waiting,
      status,
    ),
    show(live, clockMs) {
      const { done } = countOf(live);
      const words = leftWords(live, clockMs);
      headline.textContent = t("{0} of {1}", done, live.total);
      left.textContent = words;
      facts.textContent = factsOf(live, clockMs).join(" · ");
      waiting.replaceChildren(
        ...live.waiting.map((one) => element("p", { class: "facts" }, waitingWords(one))),
      );
      const heard = live.state === "running" ? t("A run of {0} tasks goes on", live.total) : words;
      if (status.textContent !== heard) status.textContent = heard;
    },
  };
}

/** `about 33 s left (28 s to 41 s)`, `took 8.6 s, predicted 8.7 s`. */
export function leftWords(live: LiveState, clockMs: number): string {
  const { state, left, nowMs, heardAt, predictedMs } = live;
  if (state === "lost") return t("nothing heard of this run any more");
  if (state === "over") {
    const took = formatDuration(nowMs);
    if (predictedMs === null) return t("took {0}", took);
    return t("took {0}, predicted {1}", took, formatDuration(predictedMs));
  }
  if (left === null) return t("time left unknown: no earlier run");
  const passed = Math.max(0, clockMs - heardAt);
  const rest = (ms: number): string => at(Math.max(0, ms - passed));
  const { ms, leastMs, mostMs } = left;
  if (leastMs === null || mostMs === null) return t("about {0} left", rest(ms));
  return t("about {0} left ({1} to {2})", rest(ms), rest(leastMs), rest(mostMs));
}

/** The facts below, each a few words. */
export function factsOf(live: LiveState, clockMs: number): string[] {
  const { failed, skipped, running } = countOf(live);
  const { state, threads, predictedMs } = live;
  return [
    ...(state === "running" ? [t("running for {0}", at(elapsedMs(live, clockMs)))] : []),
    ...(state === "running" && predictedMs !== null
      ? [t("{0} predicted", formatDuration(predictedMs))]
      : []),
    ...(state === "running" ? [t("{0} of {1} threads busy", running, threads)] : []),
    ...(failed > 0 ? [t("{0} failed", failed)] : []),
    ...(skipped > 0 ? [t("{0} skipped", skipped)] : []),
  ];
}

/** `next orders: waits for clv`. */
export function waitingWords({ id, parents, pool }: LiveWaiting): string {
  return t("next {0}: {1}", nameOf(id), causeOf(parents, pool));
}

function causeOf(parents: readonly string[], pool: string | null): string {
  if (parents.length > 0) {
    return t("waits for {0}", someOf(parents.map(nameOf), shownParents));
  }
  return pool === null ? t("waits for a thread") : t("waits for a seat of {0}", pool);
}
