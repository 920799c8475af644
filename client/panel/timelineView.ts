/**
 * The chart on the page: owns the canvases, paints at most once per frame, and turns mouse and
 * keys into changes of the viewport.
 */

import { pictureOf, sized } from "./canvas";
import { element } from "./element";
import { hoverCard, placeCard } from "./hoverCard";
import { t } from "./language";
import { barAt, busyProfile, gapAt, layOut, type Row, type RowsBy } from "./layout";
import { paintBars } from "./paintBars";
import { type Head, headHeight, overviewHeight, paintHead } from "./paintHead";
import { blockersOf, type Run, type TaskView } from "./run";
import { rowHeight, type Scene } from "./scene";
import { sentenceOf } from "./taskWords";
import { readTheme, type Theme } from "./theme";
import { actionOfKey, type TimelineAction } from "./timelineKeys";
import { trackPointer } from "./timelinePointer";
import { keepInside, panned, zoomed } from "./timeScale";
import {
  afterAction,
  type Stage,
  type Viewport,
  windowOf,
  withSelection,
  withWindow,
} from "./viewport";

const profileSlices = 600;
const gutters: Readonly<Record<RowsBy, number>> = { threads: 42, models: 170 };

export interface TimelineEvents {
  readonly open: (id: string) => void;
  /** "What if this took half as long?" */
  readonly halve: (id: string) => void;
  /** Worth remembering. */
  readonly viewChanged: (view: Viewport) => void;
  readonly focusSearch: () => void;
  readonly showKeys: () => void;
}

interface Shown extends Stage {
  readonly profile: Float64Array;
  readonly todayMs: number;
}

export interface Showing {
  readonly rowsBy: RowsBy;
  /** Where today's run would end. */
  readonly todayMs: number;
  /** The axis reaches at least this far, so that two charts can share one scale. */
  readonly scaleMs: number;
  /** What is not among these is dimmed or, by model, left out; absent = nothing is searched for. */
  readonly hits: ReadonlySet<string> | undefined;
}

export class Timeline {
  readonly root: HTMLElement;
  private readonly head = element("canvas", { class: "timeline-head", "aria-hidden": "true" });
  private readonly body = element("canvas", { class: "timeline-body", "aria-hidden": "true" });
  private readonly spacer = element("div", { class: "timeline-spacer" }, this.body);
  private readonly scroller = element(
    "div",
    {
      class: "timeline-scroller",
      tabindex: 0,
      role: "application",
      "aria-roledescription": t("timeline"),
    },
    this.spacer,
  );
  private readonly announcer = element("p", { class: "visually-hidden", "aria-live": "polite" });
  private readonly card = element("div", { class: "card", role: "tooltip", hidden: true });
  private shown: Shown | undefined;
  private theme: Theme = readTheme(document.body);
  private hovered: string | undefined;
  private hits: ReadonlySet<string> | undefined;
  private frame = 0;

  /** `name` is what screen readers call the chart. */
  constructor(
    name: string,
    private view: Viewport,
    private readonly events: TimelineEvents,
  ) {
    const how = t("Arrow keys move between tasks, Enter opens the source, ? shows all keys.");
    this.scroller.setAttribute("aria-label", `${name}. ${how}`);
    this.root = element(
      "div",
      { class: "timeline" },
      this.head,
      this.scroller,
      this.card,
      this.announcer,
    );
    this.listen();
  }

  /** Shows a run in the same view. */
  show(run: Run, { rowsBy, todayMs, scaleMs, hits }: Showing): void {
    const layout = layOut(run, rowsBy, hits);
    this.hits = hits;
    const scaleEndMs = Math.max(layout.endMs, todayMs, scaleMs, 1);
    const profile = busyProfile(run, scaleEndMs, profileSlices);
    this.shown = { run, layout, profile, scaleEndMs, todayMs };
    this.spacer.style.height = `${layout.rows.length * rowHeight}px`;
    this.root.style.setProperty("--content-height", `${layout.rows.length * rowHeight}px`);
    this.card.hidden = true;
    this.repaint();
  }

  select(id: string | undefined): void {
    if (this.shown === undefined) this.view = { ...this.view, selected: id };
    else {
      this.turnTo(withSelection(this.view, this.task(id), this.shown));
      this.scrollToSelected();
    }
  }

  /** Takes over the view of another chart, without a word of its own. */
  follow(view: Viewport): void {
    this.view = view;
    this.card.hidden = true;
    this.scrollToSelected();
    this.repaint();
  }

  /** The chart as a PNG; absent while there is none. */
  picture(): string | undefined {
    const scenes = this.scenes();
    return scenes && pictureOf(scenes.head, scenes.body);
  }

  themeChanged(): void {
    this.theme = readTheme(document.body);
    this.repaint();
  }

  act(action: TimelineAction): void {
    if (this.shown === undefined) return;
    if (action === "search") this.events.focusSearch();
    else if (action === "keys") this.events.showKeys();
    else if (action === "open" && this.view.selected) this.events.open(this.view.selected);
    else if (action === "halve" && this.view.selected) this.events.halve(this.view.selected);
    else this.step(afterAction(this.view, action, this.shown), this.shown);
  }

  private step(next: Viewport, { run }: Shown): void {
    const isNewTask = next.selected !== this.view.selected;
    this.turnTo(next);
    const task = this.task(next.selected);
    if (task === undefined || !isNewTask) return;
    this.announcer.textContent = sentenceOf(run, task);
    this.showCardOf(task);
  }

  private turnTo(next: Viewport): void {
    const isNewTask = next.selected !== this.view.selected;
    this.view = next;
    this.card.hidden = true;
    if (isNewTask) this.scrollToSelected();
    this.events.viewChanged(next);
    this.repaint();
  }

  private scrollToSelected(): void {
    const { selected } = this.view;
    const row = selected === undefined ? undefined : this.shown?.layout.rowOf.get(selected);
    if (row !== undefined) this.scrollToRow(row);
  }

  private task(id: string | undefined): TaskView | undefined {
    return id === undefined ? undefined : this.shown?.run.byId.get(id);
  }

  private get gutter(): number {
    return gutters[this.shown?.layout.rowsBy ?? "threads"];
  }

  private get width(): number {
    return this.scroller.clientWidth;
  }

  private repaint(): void {
    if (this.frame === 0) this.frame = requestAnimationFrame(() => this.paint());
  }

  private paint(): void {
    this.frame = 0;
    const scenes = this.scenes();
    if (scenes === undefined) return;
    const { head, body } = scenes;
    paintHead(sized(this.head, head.width, headHeight), head);
    paintBars(sized(this.body, body.width, body.height), body);
  }

  /** What is to be painted; absent while the chart has no place or no run. */
  private scenes(): { readonly head: Head; readonly body: Scene } | undefined {
    const { shown, width, theme, view, gutter } = this;
    if (shown === undefined || width === 0) return undefined;
    const window = windowOf(view, shown);
    const task = this.task(view.selected);
    return {
      head: { ...shown, window, gutter, width, theme },
      body: {
        layout: shown.layout,
        window,
        gutter,
        width,
        height: this.scroller.clientHeight,
        scrollTop: this.scroller.scrollTop,
        theme,
        selected: task?.id,
        hovered: this.hovered,
        nowMs: shown.run.nowMs,
        hits: this.hits,
        chain: task === undefined ? [] : blockersOf(shown.run, task),
        nameOf: (id) => shown.run.byId.get(id)?.name ?? id,
      },
    };
  }

  private timeAt(x: number): number {
    if (this.shown === undefined) return 0;
    const { fromMs, toMs } = windowOf(this.view, this.shown);
    return fromMs + ((x - this.gutter) / Math.max(1, this.width - this.gutter)) * (toMs - fromMs);
  }

  private rowAt(x: number, y: number): Row | undefined {
    if (x < this.gutter) return undefined;
    return this.shown?.layout.rows[Math.floor((y + this.scroller.scrollTop) / rowHeight)];
  }

  private taskAt(x: number, y: number): TaskView | undefined {
    const row = this.rowAt(x, y);
    const twoPixels = this.timeAt(2) - this.timeAt(0);
    return row && barAt(row, this.timeAt(x), twoPixels);
  }

  private hover(x: number, y: number): void {
    const task = this.taskAt(x, y);
    if (task?.id !== this.hovered) this.repaint();
    this.hovered = task?.id;
    this.scroller.style.cursor = task === undefined ? "default" : "pointer";
    const row = task === undefined ? this.rowAt(x, y) : undefined;
    const gap = row && gapAt(row, this.timeAt(x));
    this.card.hidden = true;
    if (this.shown === undefined || (task === undefined && gap === undefined)) return;
    this.card.replaceChildren(hoverCard(this.shown.run, task, gap));
    placeCard(this.card, this.root, { x, y: y + headHeight });
  }

  private showCardOf(task: TaskView): void {
    if (this.shown === undefined) return;
    const { fromMs, toMs } = windowOf(this.view, this.shown);
    const share = Math.max(0, task.startMs - fromMs) / (toMs - fromMs);
    const x = this.gutter + share * (this.width - this.gutter);
    const row = this.shown.layout.rowOf.get(task.id) ?? 0;
    this.card.replaceChildren(hoverCard(this.shown.run, task, undefined));
    const y = (row + 1) * rowHeight - this.scroller.scrollTop + headHeight;
    placeCard(this.card, this.root, { x, y });
  }

  private scrollToRow(index: number): void {
    const top = index * rowHeight;
    const bottom = top + rowHeight - this.scroller.clientHeight;
    if (top < this.scroller.scrollTop) this.scroller.scrollTop = top;
    else if (bottom > this.scroller.scrollTop) this.scroller.scrollTop = bottom;
  }

  private pan(share: number): void {
    if (this.shown === undefined) return;
    const window = panned(windowOf(this.view, this.shown), share, this.shown.scaleEndMs);
    this.turnTo(withWindow(this.view, window, this.shown));
  }

  private zoom(factor: number, x: number): void {
    if (this.shown === undefined) return;
    const now = windowOf(this.view, this.shown);
    const window = zoomed(now, factor, this.timeAt(x), this.shown.scaleEndMs);
    this.turnTo(withWindow(this.view, window, this.shown));
  }

  private click(x: number, y: number): void {
    const task = this.taskAt(x, y);
    this.select(task?.id);
    if (task !== undefined) this.events.open(task.id);
  }

  /** A place in the overview moves the window there; one in the critical lane selects. */
  private jump(x: number, y: number): void {
    if (this.shown === undefined) return;
    const { run, scaleEndMs } = this.shown;
    if (y < overviewHeight) {
      const { fromMs, toMs } = windowOf(this.view, this.shown);
      const middle = ((x - this.gutter) / Math.max(1, this.width - this.gutter)) * scaleEndMs;
      const half = (toMs - fromMs) / 2;
      const window = keepInside({ fromMs: middle - half, toMs: middle + half }, scaleEndMs);
      this.turnTo(withWindow(this.view, window, this.shown));
    } else {
      const time = this.timeAt(x);
      const hit = run.decidingChain.find(({ startMs, endMs }) => startMs <= time && time < endMs);
      if (hit !== undefined) this.select(hit.id);
    }
  }

  private listen(): void {
    this.scroller.addEventListener("keydown", (event) => {
      const action = actionOfKey(event);
      if (action === undefined) return;
      event.preventDefault();
      this.act(action);
    });
    this.scroller.addEventListener("scroll", () => {
      this.card.hidden = true;
      this.repaint();
    });
    const zoom = (factor: number, x: number): void => this.zoom(factor, x);
    trackPointer(this.scroller, {
      hover: (x, y) => this.hover(x, y),
      leave: () => {
        this.hovered = undefined;
        this.card.hidden = true;
        this.repaint();
      },
      pan: (share) => this.pan(share),
      zoom,
      click: (x, y) => this.click(x, y),
    });
    trackPointer(this.head, {
      hover: () => undefined,
      leave: () => undefined,
      pan: (share) => this.pan(share),
      zoom,
      click: (x, y) => this.jump(x, y),
      drag: (x, y) => this.jump(x, y),
    });
    new ResizeObserver(() => this.repaint()).observe(this.scroller);
  }
}
