/** The frame of the page: headline, cards, toolbar and the place where charts or table stand. */

import { element } from "./element";
import { t } from "./language";
import type { RowsBy } from "./layout";
import { createToolbar, type Toolbar, type ToolbarEvents, type View } from "./toolbar";

interface Parts {
  readonly controls: HTMLElement;
  readonly curve: HTMLElement;
  readonly compare: HTMLElement;
  /** Run A, shown above the other one while two are compared. */
  readonly timelineA: HTMLElement;
  readonly timeline: HTMLElement;
  readonly table: HTMLElement;
  readonly searched: string;
  readonly toolbar: ToolbarEvents;
}

export interface Page extends Pick<Toolbar, "search" | "setHitCount" | "toggleKeys"> {
  setBusy(isBusy: boolean): void;
  /** Away with what only a dbt project has, where there is none. */
  setDbt(isDbt: boolean): void;
  setSummary(summary: HTMLElement): void;
  setSavings(list: HTMLElement): void;
  setAlternatives(table: HTMLElement): void;
  setView(view: View, rowsBy: RowsBy, isComparing: boolean): void;
  /** What stands above each of two charts: their settings. */
  nameSides(a: string, b: string): void;
  /** Says in one line what went wrong, in place of everything else. */
  fail(message: string): void;
}

export function createPage(parts: Parts): Page {
  const main = document.getElementById("heddle") ?? document.body;
  const summary = element("div", { class: "summary-place" });
  const savings = card(t("Minutes you could save"));
  const alternatives = card(t("Same models, other rules"));
  alternatives.root.classList.add("only-dbt");
  const curve = card(t("Makespan by threads"));
  curve.place.append(parts.curve);
  const toolbar = createToolbar(parts.searched, parts.toolbar);
  const legend = createLegend();
  const place = element("div", { class: "view-place" });
  const sideA = side("A", parts.timelineA);
  const sideB = side("B", parts.timeline);
  const cards = element(
    "div",
    { class: "cards" },
    curve.root,
    savings.root,
    alternatives.root,
    parts.compare,
  );
  const failure = element("p", { class: "failure", role: "alert", hidden: true });
  const content = element(
    "div",
    { class: "content", hidden: true },
    element("header", {}, summary, parts.controls),
    cards,
    element(
      "section",
      { class: "schedule", "aria-label": t("Schedule") },
      toolbar.root,
      toolbar.keys,
      place,
      legend,
    ),
  );
  main.replaceChildren(failure, content);

  return {
    search: toolbar.search,
    setHitCount: toolbar.setHitCount,
    toggleKeys: toolbar.toggleKeys,
    setDbt: (isDbt) => content.classList.toggle("is-no-dbt", !isDbt),
    setBusy: (isBusy) => main.setAttribute("aria-busy", `${isBusy}`),
    setSummary(next) {
      failure.hidden = true;
      content.hidden = false;
      // What stays is not taken out, or it would lose the focus.
      if (summary.firstChild !== next) summary.replaceChildren(next);
    },
    setSavings: (list) => savings.place.replaceChildren(list),
    setAlternatives: (list) => alternatives.place.replaceChildren(list),
    setView(view, rowsBy, isComparing) {
      toolbar.show(view, rowsBy, isComparing);
      const isChart = view === "chart";
      // By model each row shows both runs, so that one chart is enough.
      const areStacked = isChart && isComparing && rowsBy === "threads";
      legend.hidden = !isChart;
      cards.classList.toggle("is-comparing", isComparing);
      cards.classList.toggle("is-stacked", areStacked);
      savings.root.hidden = isComparing;
      alternatives.root.hidden = isComparing;
      place.classList.toggle("is-comparing", areStacked);
      sideB.name.hidden = !isComparing;
      const wanted = areStacked ? [sideA.root, sideB.root] : [isChart ? sideB.root : parts.table];
      // A chart that stays is not taken out, or it would lose the focus.
      const isSame =
        wanted.length === place.children.length &&
        wanted.every((part, index) => place.children[index] === part);
      if (isSame) return;
      if (wanted.length === 2 && place.firstElementChild === sideB.root) place.prepend(sideA.root);
      else if (wanted.length === 1 && place.lastElementChild === sideB.root && isChart) {
        sideA.root.remove();
      } else place.replaceChildren(...wanted);
    },
    nameSides(a, b) {
      sideA.words.textContent = a;
      sideB.words.textContent = b;
    },
    fail(message) {
      failure.textContent = message;
      failure.hidden = false;
      content.hidden = true;
      main.setAttribute("aria-busy", "false");
    },
  };
}

interface Side {
  readonly root: HTMLElement;
  readonly name: HTMLElement;
  readonly words: HTMLElement;
}

function side(letter: string, timeline: HTMLElement): Side {
  const words = element("span", { class: "quiet" });
  const name = element(
    "h3",
    { class: "side-name" },
    element("span", { class: "side-letter" }, letter),
    " ",
    words,
  );
  return { root: element("div", { class: "side" }, name, timeline), name, words };
}

function createLegend(): HTMLElement {
  const entries: readonly (readonly [string, string])[] = [
    ["is-critical", t("critical")],
    ["", t("model")],
    ["is-guess", t("estimated")],
    ["is-idle", t("idle")],
    ["is-waiting", t("ready, waits for a thread")],
    ["is-before", t("today, run A or prediction (by model)")],
  ];
  return element(
    "p",
    { class: "legend", "aria-hidden": "true" },
    ...entries.map(([kind, text]) =>
      element("span", {}, element("span", { class: `swatch ${kind}` }), text),
    ),
  );
}

function card(title: string): { readonly root: HTMLElement; readonly place: HTMLElement } {
  const place = element("div");
  return {
    root: element("section", { class: "panel-card" }, element("h2", {}, title), place),
    place,
  };
}
