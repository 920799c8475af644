/** The frame of the page: headline, cards, toolbar and the place where chart or table stand. */

import { element } from "./element";
import type { RowsBy } from "./layout";
import type { PageState } from "./state";
import { keyHelp, type TimelineAction } from "./timelineKeys";

type View = PageState["view"];

interface Parts {
  readonly controls: HTMLElement;
  readonly curve: HTMLElement;
  readonly timeline: HTMLElement;
  readonly table: HTMLElement;
  readonly initial: PageState;
  readonly act: (action: TimelineAction) => void;
  readonly viewChosen: (view: View) => void;
  readonly rowsChosen: (rowsBy: RowsBy) => void;
  readonly searched: (query: string) => void;
}

export interface Page {
  readonly search: HTMLInputElement;
  setBusy(isBusy: boolean): void;
  setSummary(summary: HTMLElement): void;
  setSavings(list: HTMLElement): void;
  setAlternatives(table: HTMLElement): void;
  setView(view: View, rowsBy: RowsBy): void;
  /** Absent = nothing is searched for. */
  setHitCount(count: number | undefined, of: number): void;
  /** Says in one line what went wrong, in place of everything else. */
  fail(message: string): void;
  toggleKeys(): void;
}

export function createPage(parts: Parts): Page {
  const main = document.getElementById("heddle") ?? document.body;
  const summary = element("div", { class: "summary-place" });
  const savings = card("Minutes you could save");
  const alternatives = card("Same models, other rules");
  const curve = card("Makespan by threads");
  curve.place.append(parts.curve);
  const search = element("input", {
    type: "search",
    id: "search",
    placeholder: "Find a model",
    "aria-label": "Find a model",
    value: parts.initial.search,
  });
  const hitCount = element("span", { class: "quiet", role: "status" });
  const views = toggle(
    "Show as",
    [
      ["chart", "Chart"],
      ["table", "Table"],
    ] as const,
    parts.viewChosen,
  );
  const rows = toggle(
    "Rows",
    [
      ["threads", "Threads"],
      ["models", "Models"],
    ] as const,
    parts.rowsChosen,
  );
  const keys = element(
    "dl",
    { class: "keys", hidden: true, id: "keys" },
    ...keyHelp.flatMap(([key, text]) => [
      element(
        "dt",
        {},
        ...key
          .split(", ")
          .flatMap((part, index) => [index === 0 ? "" : " ", element("kbd", {}, part)]),
      ),
      element("dd", {}, text),
    ]),
  );
  const zoom = element(
    "span",
    { class: "zoom", role: "group", "aria-label": "Zoom" },
    action("−", "Zoom out (s)", "zoomOut"),
    action("Fit", "Whole run (f)", "fit"),
    action("+", "Zoom in (w)", "zoomIn"),
    action("◆ next", "Next critical task (c)", "nextCritical"),
  );
  const help = element(
    "button",
    {
      type: "button",
      class: "plain",
      title: "Keys (?)",
      "aria-label": "Keys",
      "aria-expanded": "false",
      "aria-controls": "keys",
    },
    "?",
  );
  help.addEventListener("click", () => toggleKeys());
  const legend = element(
    "span",
    { class: "legend", "aria-hidden": "true" },
    element("span", { class: "swatch is-critical" }),
    "critical",
    element("span", { class: "swatch" }),
    "model",
    element("span", { class: "swatch is-guess" }),
    "estimated",
    element("span", { class: "swatch is-idle" }),
    "idle",
    element("span", { class: "swatch is-today" }),
    "today (by model)",
  );
  const place = element("div", { class: "view-place" });
  const failure = element("p", { class: "failure", role: "alert", hidden: true });
  const content = element(
    "div",
    { class: "content", hidden: true },
    element("header", {}, summary, parts.controls),
    element("div", { class: "cards" }, curve.root, savings.root, alternatives.root),
    element(
      "section",
      { class: "schedule", "aria-label": "Schedule" },
      element(
        "div",
        { class: "toolbar" },
        views.root,
        rows.root,
        zoom,
        search,
        hitCount,
        legend,
        help,
      ),
      keys,
      place,
    ),
  );
  main.replaceChildren(failure, content);

  search.addEventListener("input", () => parts.searched(search.value));
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    search.value = "";
    parts.searched("");
  });

  function action(text: string, title: string, name: TimelineAction): HTMLElement {
    const button = element("button", { type: "button", class: "plain", title }, text);
    button.addEventListener("click", () => parts.act(name));
    return button;
  }

  function toggleKeys(): void {
    keys.hidden = !keys.hidden;
    help.setAttribute("aria-expanded", `${!keys.hidden}`);
  }

  return {
    search,
    setBusy: (isBusy) => main.setAttribute("aria-busy", `${isBusy}`),
    setSummary(next) {
      failure.hidden = true;
      content.hidden = false;
      summary.replaceChildren(next);
    },
    setSavings: (list) => savings.place.replaceChildren(list),
    setAlternatives: (list) => alternatives.place.replaceChildren(list),
    setView(view, rowsBy) {
      views.show(view);
      rows.show(rowsBy);
      const isChart = view === "chart";
      rows.root.hidden = !isChart;
      zoom.hidden = !isChart;
      legend.hidden = !isChart;
      const shown = isChart ? parts.timeline : parts.table;
      if (shown.parentElement !== place) place.replaceChildren(shown);
    },
    setHitCount(count, of) {
      hitCount.textContent = count === undefined ? "" : `${count} of ${of}`;
    },
    fail(message) {
      failure.textContent = message;
      failure.hidden = false;
      content.hidden = true;
      main.setAttribute("aria-busy", "false");
    },
    toggleKeys,
  };
}

function card(title: string): { readonly root: HTMLElement; readonly place: HTMLElement } {
  const place = element("div");
  return {
    root: element("section", { class: "panel-card" }, element("h2", {}, title), place),
    place,
  };
}

/** A pair of buttons of which one is pressed. */
function toggle<Id extends string>(
  name: string,
  choices: readonly (readonly [Id, string])[],
  chosen: (id: Id) => void,
): { readonly root: HTMLElement; readonly show: (id: Id) => void } {
  const buttons = choices.map(([id, label]) => {
    const button = element("button", { type: "button", id: `show-${id}` }, label);
    button.addEventListener("click", () => chosen(id));
    return [id, button] as const;
  });
  return {
    root: element(
      "span",
      { class: "toggle", role: "group", "aria-label": name },
      ...buttons.map(([, button]) => button),
    ),
    show(id) {
      for (const [own, button] of buttons) button.setAttribute("aria-pressed", `${own === id}`);
    },
  };
}
