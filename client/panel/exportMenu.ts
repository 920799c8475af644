/** What the run can be saved as: a button that opens a short list. */

import type { ExportFormat } from "../../server/src/protocol";
import { element } from "./element";
import { t } from "./language";

export type ExportKind = ExportFormat | "png";

const kinds: readonly (readonly [ExportKind, string, string])[] = [
  ["png", "PNG", t("a picture of the chart as it is on screen, all rows")],
  ["svg", "SVG", t("a drawing of the whole run")],
  ["html", "HTML", t("a page with the run and what would shorten it")],
  ["markdown", "Markdown", t("the same as text")],
  ["trace", "Trace", t("for ui.perfetto.dev and chrome://tracing")],
];

/** `chosen` gets the format that the person picked. */
export function createExportMenu(chosen: (kind: ExportKind) => void): HTMLElement {
  const list = element("div", {
    class: "menu",
    id: "export-formats",
    role: "group",
    "aria-label": t("Export as"),
    hidden: true,
  });
  const opener = element(
    "button",
    {
      type: "button",
      class: "secondary",
      id: "export",
      "aria-expanded": "false",
      "aria-controls": "export-formats",
    },
    t("Export"),
  );
  const show = (isOpen: boolean): void => {
    list.hidden = !isOpen;
    opener.setAttribute("aria-expanded", `${isOpen}`);
  };
  const buttons = kinds.map(([kind, label, explanation]) => {
    const button = element(
      "button",
      { type: "button", class: "menu-item", id: `export-${kind}` },
      element("span", {}, label),
      " ",
      element("span", { class: "quiet" }, explanation),
    );
    button.addEventListener("click", () => {
      show(false);
      opener.focus();
      chosen(kind);
    });
    return button;
  });
  list.append(...buttons);
  const root = element("span", { class: "menu-place" }, opener, list);
  opener.addEventListener("click", () => {
    const isOpening = list.hasAttribute("hidden");
    show(isOpening);
    if (isOpening) buttons[0]?.focus();
  });
  root.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const at = buttons.findIndex((button) => button.matches(":focus"));
    if (event.key === "Escape") {
      show(false);
      opener.focus();
    } else if (event.key === "ArrowDown") buttons[(at + 1) % buttons.length]?.focus();
    else if (event.key === "ArrowUp") {
      buttons[(at - 1 + buttons.length) % buttons.length]?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  root.addEventListener("focusout", (event) => {
    const next = event.relatedTarget;
    if (!(next instanceof Node) || !root.contains(next)) show(false);
  });
  return root;
}
