/** The Schedule page: puts the parts together and keeps them in step with one state. */

import { alternativesTable } from "./alternatives";
import { createCompare } from "./compareView";
import { createControls } from "./controls";
import { createConversation } from "./conversation";
import { createCurve } from "./curve";
import type { ExportKind } from "./exportMenu";
import { t } from "./language";
import { heard, type LiveState, runSoFar } from "./live";
import { createLiveView } from "./liveView";
import type { Choices, FromPage, ProjectFacts, RunOptions, ToPage } from "./messages";
import { changedOptions, type OptionChange } from "./options";
import { createPage } from "./page";
import { createPages } from "./pages";
import { findTasks, joinRun, type Run } from "./run";
import { savingsList } from "./savings";
import { type PageState, restoreState } from "./state";
import { summaryOf } from "./summary";
import { createTable } from "./table";
import { Timeline, type TimelineEvents } from "./timelineView";
import type { Viewport } from "./viewport";
import { halved, type WhatIf, whatIfMarks } from "./whatIf";
import { runWords } from "./words";

interface EditorApi {
  postMessage(message: FromPage): void;
  getState(): unknown;
  setState(state: PageState): void;
}

declare function acquireVsCodeApi(): EditorApi;

const whole = createPages();

type Answer<Type extends ToPage["type"]> = Extract<ToPage, { readonly type: Type }>;

const liveEveryMs = 500;

const editor = acquireVsCodeApi();
const send = (message: FromPage): void => editor.postMessage(message);
const conversation = createConversation(send);

let state = restoreState(editor.getState());
let project: ProjectFacts | undefined;
let choices: Choices | undefined;
let answer: Answer<"schedule"> | undefined;
let today: Answer<"today">["schedule"] | undefined;
let sweep: Answer<"sweep">["sweep"] | undefined;
/** Run A, as long as two are compared and it has been answered. */
let compared: Answer<"compared">["schedule"] | undefined;
/** What is on screen: the simulated run, or what has happened of one that goes on. */
let run: Run | undefined;
let simulated: Run | undefined;
let runA: Run | undefined;
/** A run that goes on, or has just ended and was not put away yet. */
let live: LiveState | undefined;

const open = (id: string): void => send({ type: "open", id });
const halve = (id: string): void => {
  const task = run?.byId.get(id);
  if (task !== undefined) tryDurations(halved(state.options.whatIf, task));
};
const timelineEvents = (other: () => Timeline): TimelineEvents => ({
  open,
  halve,
  viewChanged(view: Viewport) {
    remember({ window: view.window, selected: view.selected });
    if (state.comparedWith !== undefined) other().follow(view);
  },
  focusSearch: () => page.search.focus(),
  showKeys: () => page.toggleKeys(),
});
const timelineA = new Timeline(
  t("Run A"),
  state,
  timelineEvents(() => timeline),
);
const timeline = new Timeline(
  t("Schedule"),
  state,
  timelineEvents(() => timelineA),
);
const select = (id: string): void => timeline.select(id);
const table = createTable(open);
const controls = createControls(state.areMoreShown, {
  changed: choose,
  reset: () => replaceOptions({}),
  moreShown: (areMoreShown) => remember({ areMoreShown }),
});
const curve = createCurve((threads, isMoving) => choose({ threads }, isMoving));
const compare = createCompare({
  select,
  swap() {
    const { comparedWith, options } = state;
    if (comparedWith === undefined) return;
    compareWith(options);
    replaceOptions(comparedWith);
  },
  end: () => compareWith(undefined),
});
const liveView = createLiveView(() => {
  remember({ putAway: live?.startedAt });
  live = undefined;
  showAnswer();
});
const page = createPage({
  controls: controls.root,
  curve: curve.root,
  compare: compare.root,
  timelineA: timelineA.root,
  timeline: timeline.root,
  table: table.root,
  searched: state.search,
  toolbar: {
    act: (action) => timeline.act(action),
    viewChosen(view) {
      remember({ view });
      showRun();
    },
    rowsChosen(rowsBy) {
      remember({ rowsBy });
      showRun();
    },
    searched(search) {
      remember({ search });
      showRun();
    },
    compareChosen: (isWanted) => compareWith(isWanted ? state.options : undefined),
    exported,
  },
});

function remember(change: Partial<PageState>): void {
  state = { ...state, ...change };
  editor.setState(state);
}

function choose(change: OptionChange, isMoving = false): void {
  replaceOptions(changedOptions(state.options, change), isMoving);
}

function tryDurations(whatIf: WhatIf | undefined): void {
  choose({ whatIf });
}

function replaceOptions(options: RunOptions, isMoving = false): void {
  remember({ options });
  page.setBusy(true);
  conversation.ask(options, isMoving);
}

function compareWith(options: RunOptions | undefined): void {
  remember({ comparedWith: options });
  // What is on screen is run A until its own answer comes.
  compared = options === state.options ? answer?.schedule : undefined;
  if (options !== undefined) conversation.compare(options);
  showAnswer();
}

function exported(kind: ExportKind): void {
  if (kind !== "png") {
    send({ type: "export", format: kind, options: state.options });
    return;
  }
  const dataUrl = timeline.picture();
  if (dataUrl !== undefined) send({ type: "savePicture", dataUrl });
}

function receive(received: ToPage): void {
  const message = whole(received);
  if (message === undefined || !conversation.accepts(message)) return;
  switch (message.type) {
    case "project":
      project = message.project;
      page.setDbt(project.isDbt);
      remember({ uri: project.uri });
      showAnswer();
      break;
    case "choices":
      choices = message.choices;
      controls.offer(choices);
      showAnswer();
      break;
    case "stale":
      conversation.forget();
      conversation.ask(state.options);
      if (state.comparedWith !== undefined) conversation.compare(state.comparedWith);
      break;
    case "schedule":
      answer = { ...message, schedule: completed(message.schedule) };
      page.setBusy(false);
      controls.complain(undefined);
      showAnswer();
      break;
    case "today":
      today = message.schedule;
      break;
    case "compared":
      if (state.comparedWith !== undefined) compared = message.schedule;
      showAnswer();
      break;
    case "sweep":
      sweep = message.sweep;
      showAnswer();
      break;
    case "live":
      if (message.live.startedAt === state.putAway) break;
      live = heard(live, message.live, performance.now());
      showLive();
      break;
    case "refused":
      page.setBusy(false);
      if (answer === undefined) page.fail(message.message);
      else controls.complain(message.message);
      break;
    case "failed":
      page.fail(message.message);
      break;
    case "reveal":
      remember({ selected: message.id });
      timeline.select(message.id);
  }
}

/** A brief answer keeps what stood around the one before it until the rest comes. */
function completed(schedule: Answer<"schedule">["schedule"]): Answer<"schedule">["schedule"] {
  const before = answer?.schedule;
  if (schedule.alternatives.length > 0 || before === undefined) return schedule;
  const { savings, alternatives, kpis } = before;
  return { ...schedule, alternatives, kpis, ...(savings !== undefined && { savings }) };
}

function showAnswer(): void {
  if (answer === undefined || today === undefined) return;
  const { schedule } = answer;
  const isComparing = compared !== undefined && state.comparedWith !== undefined;
  runA = isComparing && compared !== undefined ? joinRun(compared, project) : undefined;
  const reference =
    runA === undefined
      ? { name: "today" as const, schedule: today }
      : { name: "A" as const, schedule: runA.schedule };
  simulated = joinRun(schedule, project, reference);
  run = simulated;
  controls.show(state.options, {
    threads: state.options.threads ?? schedule.threads,
    hints: schedule.hints,
    policy: schedule.policy,
    threadsOrigin:
      state.options.threads === undefined
        ? (schedule.threadsOrigin ?? project?.threadsOrigin ?? undefined)
        : undefined,
  });
  const { whatIf } = state.options;
  controls.showTried(whatIfMarks(run, whatIf, tryDurations));
  page.setSavings(
    savingsList(run, sweep, {
      select,
      open,
      halve,
      isTried: (id) => whatIf?.[id] !== undefined,
      apply: (options) => choose(options),
      writeThreads:
        choices?.canWriteThreads === true
          ? (threads) => send({ type: "writeThreads", threads })
          : undefined,
    }),
  );
  page.setAlternatives(alternativesTable(run, today.makespanMs, (options) => choose(options)));
  if (sweep !== undefined) curve.show(sweep, schedule.threads);
  if (live !== undefined) showLive();
  else {
    page.setSummary(summaryOf(run, today, project));
    showRun();
  }
}

/** Bars grow between two messages too, by the page's own clock. */
function showLive(): void {
  if (live === undefined || simulated === undefined) return;
  const clockMs = performance.now();
  runA = undefined;
  run = runSoFar(simulated, live, clockMs);
  liveView.show(live, clockMs);
  page.setSummary(liveView.root);
  showRun();
}

setInterval(() => {
  if (live?.state === "running") showLive();
}, liveEveryMs);

function showRun(): void {
  if (run === undefined || today === undefined) return;
  const { view, rowsBy, search, comparedWith, options } = state;
  const hits = findTasks(run, search);
  page.setView(view, rowsBy, runA !== undefined);
  const todayMs = today.makespanMs;
  const scaleMs = Math.max(run.schedule.makespanMs, runA?.schedule.makespanMs ?? 0);
  timeline.show(run, { rowsBy, todayMs: live ? 0 : todayMs, scaleMs, hits });
  page.setHitCount(hits?.size, run.tasks.length);
  if (runA !== undefined && comparedWith !== undefined) {
    const [a, b] = [runWords(runA.schedule, comparedWith), runWords(run.schedule, options)];
    page.nameSides(a, b);
    compare.show({ run: runA, words: a }, { run, words: b });
    timelineA.show(runA, { rowsBy, todayMs, scaleMs, hits: findTasks(runA, search) });
  } else compare.hide();
  if (view === "table") table.show(run, hits, state.selected);
}

function themeChanged(): void {
  timeline.themeChanged();
  timelineA.themeChanged();
}

new MutationObserver(themeChanged).observe(document.body, { attributeFilter: ["class", "style"] });
new MutationObserver(themeChanged).observe(document.documentElement, {
  attributeFilter: ["style"],
});
window.addEventListener("message", (event: MessageEvent<ToPage>) => receive(event.data));
send({ type: "ready" });
