/** The line above chart and table: what is shown, zoom, search, comparison, export, keys. */

import { element } from "./element";
import { createExportMenu, type ExportKind } from "./exportMenu";
import { t } from "./language";
import type { RowsBy } from "./layout";
import type { PageState } from "./state";
import { keyHelp, type TimelineAction } from "./timelineKeys";

export type View = PageState["view"];

export interface ToolbarEvents {
  readonly act: (action: TimelineAction) => void;
  readonly viewChosen: (view: View) => void;
  readonly rowsChosen: (rowsBy: RowsBy) => void;
  readonly searched: (query: string) => void;
  /** Keeps the run on screen as A, or ends the comparison. */
  readonly compareChosen: (isWanted: boolean) => void;
  readonly exported: (kind: ExportKind) => void;
}

export interface Toolbar {
  readonly root: HTMLElement;
  /** The list of keys, to be put below the toolbar. */
  readonly keys: HTMLElement;
  readonly search: HTMLInputElement;
  show(view: View, rowsBy: RowsBy, isComparing: boolean): void;
  /** Absent = nothing is searched for. */
  setHitCount(count: number | undefined, of: number): void;
  toggleKeys(): void;
}

export function createToolbar(searched: string, events: ToolbarEvents): Toolbar {
  const search = element("input", {
    type: "search",
    id: "search",
    placeholder: t("Find a model"),
    "aria-label": t("Find a model"),
    value: searched,
  });
  const hitCount = element("span", { class: "quiet", role: "status" });
  const views = toggle(
    t("Show as"),
    [
      ["chart", t("Chart")],
      ["table", t("Table")],
    ] as const,
    events.viewChosen,
  );
  const rows = toggle(
    t("Rows"),
    [
      ["threads", t("Threads")],
      ["models", t("Models")],
    ] as const,
    events.rowsChosen,
  );
  const zoom = element(
    "span",
    { class: "zoom", role: "group", "aria-label": t("Zoom") },
    action("−", t("Zoom out (s)"), "zoomOut"),
    action(t("Fit"), t("Whole run (f)"), "fit"),
    action("+", t("Zoom in (w)"), "zoomIn"),
    action(t("◆ next"), t("Next critical task (c)"), "nextCritical"),
  );
  const compare = element(
    "button",
    {
      type: "button",
      class: "secondary",
      id: "compare",
      title: t("Keep this run as A and compare what you choose next with it"),
    },
    t("Compare"),
  );
  compare.addEventListener("click", () =>
    events.compareChosen(compare.getAttribute("aria-pressed") !== "true"),
  );
  const menu = createExportMenu(events.exported);
  menu.classList.add("only-dbt");
  const keys = keyList();
  const help = element(
    "button",
    {
      type: "button",
      class: "plain",
      id: "help",
      title: t("Keys (?)"),
      "aria-label": t("Keys"),
      "aria-expanded": "false",
      "aria-controls": "keys",
    },
    "?",
  );
  help.addEventListener("click", toggleKeys);
  search.addEventListener("input", () => events.searched(search.value));
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    search.value = "";
    events.searched("");
  });

  function action(text: string, title: string, name: TimelineAction): HTMLElement {
    const button = element("button", { type: "button", class: "plain", title }, text);
    // A sign says nothing to a screen reader.
    if (text.length === 1) button.setAttribute("aria-label", title);
    button.addEventListener("click", () => events.act(name));
    return button;
  }

  function toggleKeys(): void {
    keys.hidden = !keys.hidden;
    help.setAttribute("aria-expanded", `${!keys.hidden}`);
  }

  return {
    root: element(
      "div",
      { class: "toolbar" },
      views.root,
      rows.root,
      zoom,
      search,
      hitCount,
      element("span", { class: "toolbar-end" }, compare, menu, help),
    ),
    keys,
    search,
    show(view, rowsBy, isComparing) {
      views.show(view);
      rows.show(rowsBy);
      rows.root.hidden = view !== "chart";
      zoom.hidden = view !== "chart";
      compare.setAttribute("aria-pressed", `${isComparing}`);
    },
    setHitCount(count, of) {
      hitCount.textContent = count === undefined ? "" : t("{0} of {1}", count, of);
    },
    toggleKeys,
  };
}

function keyList(): HTMLElement {
  return element(
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
