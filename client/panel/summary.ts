/** The answer first: how long the run takes, how that compares, and where the figures come from. */

import { formatDuration } from "../../server/src/base/duration";
import type { SimulateResult } from "../../server/src/protocol";
import { element } from "./element";
import { t } from "./language";
import type { ProjectFacts } from "./messages";
import { isGuess, type Run } from "./run";
import { counted } from "./words";

export function summaryOf(
  run: Run,
  today: SimulateResult,
  project: ProjectFacts | undefined,
): HTMLElement {
  const { schedule } = run;
  const gain = schedule.makespanMs - today.makespanMs;
  return element(
    "div",
    { class: "summary" },
    element("h1", {}, formatDuration(schedule.makespanMs)),
    element("span", { class: gainClass(gain), id: "gain" }, gainWords(gain, today.makespanMs)),
    element("p", { class: "facts" }, ...factsOf(run, project).flatMap(separated)),
  );
}

/** `▼ 3 m 40 s less than today`, `▲ 1 h 40 m more than today`, `as today`. */
export function gainWords(gainMs: number, todayMs: number): string {
  if (Math.abs(gainMs) < Math.max(1, todayMs * 0.0005)) return t("as today");
  return gainMs < 0
    ? t("▼ {0} less than today", formatDuration(-gainMs))
    : t("▲ {0} more than today", formatDuration(gainMs));
}

function gainClass(gainMs: number): string {
  if (Math.abs(gainMs) < 1) return "gain-chip";
  return gainMs < 0 ? "gain-chip is-less" : "gain-chip is-more";
}

/** The facts under the headline, each a few words. */
export function factsOf(run: Run, project: ProjectFacts | undefined): string[] {
  const { schedule, tasks } = run;
  const above = (schedule.makespanMs / Math.max(1, schedule.lowerBoundMs) - 1) * 100;
  const guessed = tasks.filter(isGuess).length;
  const known = tasks.filter(({ facts }) => facts?.duration != null).length;
  return [
    ...(project === undefined ? [] : [project.name]),
    ...(project?.adapter == null ? [] : [project.adapter]),
    counted(tasks.length, "task"),
    t("{0} % busy", Math.round(schedule.utilization * 100)),
    above < 0.5
      ? t("at the lower bound {0}", formatDuration(schedule.lowerBoundMs))
      : t(
          "{0} % above the lower bound {1}",
          Math.round(above),
          formatDuration(schedule.lowerBoundMs),
        ),
    t(
      "critical path {0} over {1}",
      formatDuration(schedule.criticalPathMs),
      counted(schedule.criticalPath.length, "task"),
    ),
    ...(known === 0 ? [] : [durationsFact(known - guessed, guessed)]),
  ];
}

function durationsFact(sure: number, guessed: number): string {
  if (guessed === 0) return t("all durations measured or given");
  return t("durations: {0} measured or given, {1} estimated or assumed", sure, guessed);
}

function separated(fact: string, index: number): (Node | string)[] {
  const text = element("span", {}, fact);
  return index === 0 ? [text] : [" · ", text];
}
