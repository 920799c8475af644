/** The same models under every hint meaning and order: one small table, each cell a run to show. */

import { formatDuration } from "../../server/src/base/duration";
import { formatDifference } from "../src/duration";
import { element } from "./element";
import { t } from "./language";
import type { RunOptions } from "./messages";
import type { Run } from "./run";
import { type HintMeaning, hintChoices, nameOfRun, type Policy, policyChoices } from "./words";

interface Cell {
  readonly hints: HintMeaning;
  readonly policy: Policy;
  readonly makespanMs: number;
}

export interface Matrix {
  readonly policies: readonly Policy[];
  readonly rows: readonly {
    readonly hints: HintMeaning;
    readonly cells: readonly (Cell | undefined)[];
  }[];
  /** Of all cells, the shortest makespan. */
  readonly shortestMs: number;
}

/** The run on screen and its alternatives by hint meaning (rows) and order (columns). */
export function matrixOf({ schedule }: Run): Matrix {
  const { hints, policy, makespanMs } = schedule;
  const cells: readonly Cell[] = [{ hints, policy, makespanMs }, ...schedule.alternatives];
  const policies = policyChoices
    .map(({ id }) => id)
    .filter((id) => cells.some((cell) => cell.policy === id));
  const rows = hintChoices
    .map(({ id }) => ({
      hints: id,
      cells: policies.map((order) =>
        cells.find((cell) => cell.hints === id && cell.policy === order),
      ),
    }))
    .filter((row) => row.cells.some((cell) => cell !== undefined));
  return { policies, rows, shortestMs: Math.min(...cells.map((cell) => cell.makespanMs)) };
}

export function alternativesTable(
  run: Run,
  todayMs: number,
  apply: (options: RunOptions) => void,
): HTMLElement {
  const matrix = matrixOf(run);
  const { schedule } = run;
  const heads = matrix.policies.map((policy) => {
    const order = policyChoices.find(({ id }) => id === policy);
    return element("th", { scope: "col", title: order?.explanation }, order?.label ?? policy);
  });
  const rows = matrix.rows.map((row) => {
    const meaning = hintChoices.find(({ id }) => id === row.hints);
    const cells = row.cells.map((cell) => {
      if (cell === undefined) return element("td", {}, "–");
      const isShown = cell.hints === schedule.hints && cell.policy === schedule.policy;
      const isShortest = cell.makespanMs - matrix.shortestMs < 0.5;
      return element("td", {}, cellButton(cell, { isShown, isShortest, todayMs, apply }));
    });
    return element(
      "tr",
      {},
      element("th", { scope: "row", title: meaning?.explanation }, meaning?.label ?? row.hints),
      ...cells,
    );
  });
  return element(
    "table",
    { class: "alternatives" },
    element("caption", { class: "visually-hidden" }, t("Makespan by hint meaning and order")),
    element("thead", {}, element("tr", {}, element("th", { scope: "col" }, t("hints")), ...heads)),
    element("tbody", {}, ...rows),
  );
}

interface CellLook {
  readonly isShown: boolean;
  readonly isShortest: boolean;
  readonly todayMs: number;
  readonly apply: (options: RunOptions) => void;
}

function cellButton({ hints, policy, makespanMs }: Cell, look: CellLook): HTMLElement {
  const difference = makespanMs - look.todayMs;
  const isToday = Math.abs(difference) < 0.5;
  const compared = isToday ? t("as today") : formatDifference(difference);
  const button = element(
    "button",
    {
      type: "button",
      class: look.isShortest ? "cell is-shortest" : "cell",
      "aria-pressed": `${look.isShown}`,
      title: look.isShortest
        ? t("{0}: the shortest", nameOfRun(hints, policy))
        : nameOfRun(hints, policy),
    },
    element(
      "span",
      { class: "cell-time" },
      `${look.isShortest ? "★ " : ""}${formatDuration(makespanMs)}`,
    ),
    " ",
    element("span", { class: "quiet" }, compared),
  );
  button.addEventListener("click", () => look.apply({ hints, policy }));
  return button;
}
