/** The Schedule page: puts the parts together and keeps them in step with one state. */

import { alternativesTable } from "./alternatives";
import { createControls } from "./controls";
import { createConversation } from "./conversation";
import { createCurve } from "./curve";
import type { FromPage, ProjectFacts, RunOptions, ToPage } from "./messages";
import { createPage } from "./page";
import { findTasks, joinRun, type Run } from "./run";
import { savingsList } from "./savings";
import { type PageState, restoreState } from "./state";
import { summaryOf } from "./summary";
import { createTable } from "./table";
import { Timeline } from "./timelineView";
import { halved, type WhatIf, whatIfMarks } from "./whatIf";

interface EditorApi {
  postMessage(message: FromPage): void;
  getState(): unknown;
  setState(state: PageState): void;
}

declare function acquireVsCodeApi(): EditorApi;

const editor = acquireVsCodeApi();
const send = (message: FromPage): void => editor.postMessage(message);
const conversation = createConversation(send);

let state = restoreState(editor.getState());
let project: ProjectFacts | undefined;
let answer: Extract<ToPage, { readonly type: "schedule" }> | undefined;
let sweep: Extract<ToPage, { readonly type: "sweep" }>["sweep"] | undefined;
let run: Run | undefined;

const open = (id: string): void => send({ type: "open", id });
const halve = (id: string): void => {
  const task = run?.byId.get(id);
  if (task !== undefined) tryDurations(halved(state.options.whatIf, task));
};
const timeline = new Timeline(state, {
  open,
  halve,
  viewChanged: ({ window, selected }) => remember({ window, selected }),
  focusSearch: () => page.search.focus(),
  showKeys: () => page.toggleKeys(),
});
const table = createTable(open);
const controls = createControls(choose, () => replaceOptions({}));
const curve = createCurve((threads) => choose({ threads }));
const page = createPage({
  controls: controls.root,
  curve: curve.root,
  timeline: timeline.root,
  table: table.root,
  initial: state,
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
});

function remember(change: Partial<PageState>): void {
  state = { ...state, ...change };
  editor.setState(state);
}

function choose(change: RunOptions): void {
  replaceOptions({ ...state.options, ...change });
}

function tryDurations(whatIf: WhatIf | undefined): void {
  const { whatIf: _before, ...rest } = state.options;
  replaceOptions(whatIf === undefined ? rest : { ...rest, whatIf });
}

function replaceOptions(options: RunOptions): void {
  const { command, ...rest } = options;
  remember({
    options: {
      ...rest,
      ...(command === "build" ? { command } : {}),
    },
  });
  page.setBusy(true);
  conversation.ask(state.options);
}

function receive(message: ToPage): void {
  if (!conversation.accepts(message)) return;
  switch (message.type) {
    case "project":
      project = message.project;
      remember({ uri: project.uri });
      showAnswer();
      break;
    case "stale":
      conversation.forget();
      conversation.ask(state.options);
      break;
    case "schedule":
      answer = message;
      page.setBusy(false);
      showAnswer();
      break;
    case "sweep":
      sweep = message.sweep;
      showCurve();
      break;
    case "failed":
      page.fail(message.message);
      break;
    case "reveal":
      remember({ selected: message.id });
      timeline.select(message.id);
  }
}

function showAnswer(): void {
  if (answer === undefined) return;
  const { schedule, today } = answer;
  run = joinRun(schedule, project, today);
  const origin = state.options.threads === undefined ? schedule.threadsOrigin : undefined;
  controls.show({
    threads: schedule.threads,
    hints: schedule.hints,
    policy: schedule.policy,
    command: state.options.command ?? "run",
    threadsOrigin:
      origin ??
      (state.options.threads === undefined ? project?.threadsOrigin : undefined) ??
      undefined,
  });
  page.setSummary(summaryOf(run, today, project));
  const { whatIf } = state.options;
  controls.showTried(whatIfMarks(run, whatIf, tryDurations));
  page.setSavings(
    savingsList(run, {
      select: (id) => timeline.select(id),
      halve,
      isTried: (id) => whatIf?.[id] !== undefined,
      apply: choose,
    }),
  );
  page.setAlternatives(alternativesTable(run, today.makespanMs, choose));
  showCurve();
  showRun();
}

function showCurve(): void {
  if (sweep !== undefined && answer !== undefined) curve.show(sweep, answer.schedule.threads);
}

function showRun(): void {
  if (run === undefined || answer === undefined) return;
  const hits = findTasks(run, state.search);
  page.setView(state.view, state.rowsBy);
  timeline.show(run, state.rowsBy, answer.today.makespanMs, hits);
  page.setHitCount(hits?.size, run.tasks.length);
  if (state.view === "table") table.show(run, hits, state.selected);
}

new MutationObserver(() => timeline.themeChanged()).observe(document.body, {
  attributeFilter: ["class", "style"],
});
new MutationObserver(() => timeline.themeChanged()).observe(document.documentElement, {
  attributeFilter: ["style"],
});
window.addEventListener("message", (event: MessageEvent<ToPage>) => receive(event.data));
send({ type: "ready" });
