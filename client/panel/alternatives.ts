/** The same models under the other hint meanings and orders, side by side. */

import { formatDifference, formatDuration } from "../src/duration";
import { element } from "./element";
import type { RunOptions } from "./messages";
import type { Run } from "./run";
import { type HintMeaning, hintChoices, type Policy, policyChoices } from "./words";

interface Line {
  readonly hints: HintMeaning;
  readonly policy: Policy;
  readonly makespanMs: number;
}

/** The run on screen and its alternatives, once each, shortest first. */
export function linesOf({ schedule }: Run): Line[] {
  const { hints, policy, makespanMs } = schedule;
  const lines = new Map<string, Line>();
  for (const line of [{ hints, policy, makespanMs }, ...schedule.alternatives]) {
    const key = `${line.hints} ${line.policy}`;
    if (!lines.has(key)) lines.set(key, line);
  }
  return [...lines.values()].sort((a, b) => a.makespanMs - b.makespanMs);
}

export function alternativesTable(
  run: Run,
  todayMs: number,
  apply: (options: RunOptions) => void,
): HTMLElement {
  const lines = linesOf(run);
  const longest = Math.max(...lines.map(({ makespanMs }) => makespanMs), 1);
  const { schedule } = run;
  const rows = lines.map((line) => {
    const isShown = line.hints === schedule.hints && line.policy === schedule.policy;
    const meaning = hintChoices.find(({ id }) => id === line.hints);
    const order = policyChoices.find(({ id }) => id === line.policy)?.label ?? line.policy;
    const choose = element(
      "button",
      { type: "button", class: "link", "aria-pressed": `${isShown}`, title: meaning?.explanation },
      `${isShown ? "▸ " : ""}${meaning?.label ?? line.hints} · ${order}`,
    );
    choose.addEventListener("click", () => apply({ hints: line.hints, policy: line.policy }));
    const bar = element("meter", {
      min: 0,
      max: longest,
      value: line.makespanMs,
      "aria-hidden": "true",
    });
    return element(
      "tr",
      { class: isShown ? "is-selected" : undefined },
      element("th", { scope: "row" }, choose),
      element("td", { class: "number" }, formatDuration(line.makespanMs)),
      element("td", { class: "number quiet" }, differenceFrom(todayMs, line.makespanMs)),
      element("td", { class: "bar" }, bar),
    );
  });
  return element(
    "table",
    { class: "alternatives" },
    element("caption", { class: "visually-hidden" }, "The same models under other rules"),
    element("tbody", {}, ...rows),
  );
}

function differenceFrom(todayMs: number, ms: number): string {
  return Math.abs(ms - todayMs) < 0.5 ? "today" : formatDifference(ms - todayMs);
}
