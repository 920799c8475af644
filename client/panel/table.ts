/** The table twin of the chart: the same tasks and facts, sortable, for eyes, keys and readers. */

import { formatDuration } from "../../server/src/base/duration";
import { formatDifference } from "../src/duration";
import { element } from "./element";
import { nameOf, type Run, type TaskView } from "./run";
import { at, slackWords, threadHintWords } from "./taskWords";

interface Column {
  readonly title: string;
  readonly isNumber?: boolean;
  readonly text: (task: TaskView, run: Run) => string;
  /** What rows are ordered by; strings alphabetically. */
  readonly key: (task: TaskView, run: Run) => number | string;
}

/** Rows beyond this are shown on demand, so that ten thousand do not stop the page. */
const pageSize = 300;

const columns: readonly Column[] = [
  { title: "Model", text: ({ name }) => name, key: ({ name }) => name },
  {
    title: "Start",
    isNumber: true,
    text: ({ startMs }) => at(startMs),
    key: ({ startMs }) => startMs,
  },
  { title: "End", isNumber: true, text: ({ endMs }) => at(endMs), key: ({ endMs }) => endMs },
  {
    title: "Duration",
    isNumber: true,
    text: ({ startMs, endMs }) => formatDuration(endMs - startMs),
    key: ({ startMs, endMs }) => endMs - startMs,
  },
  {
    title: "Origin",
    text: ({ facts }) => facts?.duration?.origin ?? "",
    key: ({ facts }) => facts?.duration?.origin ?? "",
  },
  {
    title: "Thread",
    isNumber: true,
    text: ({ thread }) => (thread < 0 ? "–" : `${thread + 1}`),
    key: ({ thread }) => thread,
  },
  {
    title: "Waited",
    isNumber: true,
    text: ({ waitMs }) => (waitMs < 0.5 ? "–" : formatDuration(waitMs)),
    key: ({ waitMs }) => waitMs,
  },
  {
    title: "Started after",
    text: ({ blockedBy }, run) =>
      blockedBy === undefined ? "–" : (run.byId.get(blockedBy)?.name ?? nameOf(blockedBy)),
    key: ({ blockedBy }, run) =>
      blockedBy === undefined ? "" : (run.byId.get(blockedBy)?.name ?? blockedBy),
  },
  {
    title: "Slack",
    isNumber: true,
    text: (task) => (task.isCritical ? "◆ critical" : slackWords(task)),
    key: ({ isCritical, slackMs }) => (isCritical ? -1 : slackMs),
  },
  {
    title: "Against today",
    isNumber: true,
    text: ({ endMs, today }) => (today === undefined ? "–" : formatDifference(endMs - today.endMs)),
    key: ({ endMs, today }) => (today === undefined ? 0 : endMs - today.endMs),
  },
  {
    title: "Threads hint",
    text: ({ facts }) =>
      facts?.hint?.threads == null && facts?.recommendation == null
        ? "–"
        : threadHintWords(facts.hint?.threads ?? undefined, facts.recommendation?.threads),
    key: ({ facts }) => facts?.hint?.threads ?? 0,
  },
];

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
  const root = element(
    "div",
    { class: "table-scroller", tabindex: 0, role: "region", "aria-label": "Schedule as a table" },
    element("table", {}, caption, element("thead", {}, element("tr", {}, ...heads)), body),
    more,
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
      const order = isDescending ? "descending" : "ascending";
      if (index === sortIndex) head.setAttribute("aria-sort", order);
      else head.removeAttribute("aria-sort");
    });
    const tasks = sorted(run, hits);
    caption.textContent = `${tasks.length} tasks of ${run.tasks.length}`;
    body.replaceChildren(...tasks.slice(0, limit).map((task) => toRow(run, task, selected)));
    more.hidden = tasks.length <= limit;
    more.textContent = `Show ${Math.min(pageSize, tasks.length - limit)} more of ${tasks.length}`;
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
    },
  };
}

function compare(a: number | string, b: number | string): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b));
}
