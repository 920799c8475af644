/**
 * The table twin of the chart: the same tasks, idle times and facts, sortable, for eyes, keys and
 * screen readers.
 */

import { element } from "./element";
import { createIdleTable } from "./idleTable";
import { t } from "./language";
import type { Run, TaskView } from "./run";
import { columns } from "./tableColumns";

/** Rows beyond this are shown on demand, so that ten thousand do not stop the page. */
const pageSize = 300;

export interface TableView {
  readonly root: HTMLElement;
  show(run: Run, hits: ReadonlySet<string> | undefined, selected: string | undefined): void;
}

/** `open` gets the id of the model whose name was pressed. */
export function createTable(open: (id: string) => void): TableView {
  const body = element("tbody");
  const heads = columns.map((column, index) => {
    const sort = element("button", { type: "button", class: "sort" }, column.title);
    const head = element(
      "th",
      { scope: "col", class: column.isNumber ? "number" : undefined },
      sort,
    );
    sort.addEventListener("click", () => sortBy(index));
    return head;
  });
  const caption = element("caption", { class: "visually-hidden" });
  const more = element("button", { type: "button", class: "more", hidden: true });
  const idle = createIdleTable();
  const root = element(
    "div",
    { class: "tables" },
    element(
      "div",
      {
        class: "table-scroller",
        tabindex: 0,
        role: "region",
        "aria-label": t("Schedule as a table"),
      },
      element("table", {}, caption, element("thead", {}, element("tr", {}, ...heads)), body),
      more,
    ),
    idle.root,
  );
  let shown:
    | { run: Run; hits: ReadonlySet<string> | undefined; selected: string | undefined }
    | undefined;
  let sortIndex = 1;
  let isDescending = false;
  let limit = pageSize;

  function sortBy(index: number): void {
    isDescending = index === sortIndex ? !isDescending : false;
    sortIndex = index;
    fill();
  }

  function fill(): void {
    if (shown === undefined) return;
    const { run, hits, selected } = shown;
    heads.forEach((head, index) => {
      const { title, titleAgainst } = columns[index]!;
      const button = head.firstElementChild;
      if (button !== null) button.textContent = titleAgainst?.[run.comparedWith] ?? title;
      const order = isDescending ? "descending" : "ascending";
      if (index === sortIndex) head.setAttribute("aria-sort", order);
      else head.removeAttribute("aria-sort");
    });
    const tasks = sorted(run, hits);
    caption.textContent = t("{0} tasks of {1}", tasks.length, run.tasks.length);
    body.replaceChildren(...tasks.slice(0, limit).map((task) => toRow(run, task, selected)));
    more.hidden = tasks.length <= limit;
    more.textContent = t(
      "Show {0} more of {1}",
      Math.min(pageSize, tasks.length - limit),
      tasks.length,
    );
  }

  function sorted(run: Run, hits: ReadonlySet<string> | undefined): TaskView[] {
    const key = columns[sortIndex]!.key;
    const direction = isDescending ? -1 : 1;
    return run.tasks
      .filter(({ id }) => hits === undefined || hits.has(id))
      .sort((a, b) => direction * compare(key(a, run), key(b, run)));
  }

  function toRow(run: Run, task: TaskView, selected: string | undefined): HTMLElement {
    const cells = columns
      .slice(1)
      .map(({ text, isNumber }) =>
        element("td", { class: isNumber ? "number" : undefined }, text(task, run)),
      );
    const link = element("button", { type: "button", class: "link" }, task.name);
    link.addEventListener("click", () => open(task.id));
    const isSelected = task.id === selected;
    const classes = [task.isCritical && "is-critical", isSelected && "is-selected"];
    return element(
      "tr",
      { class: classes.filter(Boolean).join(" ") || undefined },
      element("th", { scope: "row" }, link),
      ...cells,
    );
  }

  more.addEventListener("click", () => {
    limit += pageSize;
    fill();
  });

  return {
    root,
    show(run, hits, selected) {
      shown = { run, hits, selected };
      fill();
      idle.show(run);
    },
  };
}

function compare(a: number | string, b: number | string): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b));
}
