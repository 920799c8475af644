/** The columns of the table twin: what each says of a task and what it is sorted by. */

import { formatDuration } from "../../server/src/base/duration";
import { formatDifference } from "../src/duration";
import { t } from "./language";
import { type ComparedWith, nameOf, type Run, type TaskView } from "./run";
import { at, slackWords, threadHintWords } from "./taskWords";
import { originWords } from "./words";

export interface Column {
  readonly title: string;
  /** Where the run is compared with another than today's. */
  readonly titleAgainst?: Readonly<Partial<Record<ComparedWith, string>>>;
  readonly isNumber?: boolean;
  readonly text: (task: TaskView, run: Run) => string;
  /** What rows are ordered by; strings alphabetically. */
  readonly key: (task: TaskView, run: Run) => number | string;
}

/** In the order of the table; the first one names the row. */
export const columns: readonly Column[] = [
  { title: t("Model"), text: ({ name }) => name, key: ({ name }) => name },
  {
    title: t("Start"),
    isNumber: true,
    text: ({ startMs }) => at(startMs),
    key: ({ startMs }) => startMs,
  },
  { title: t("End"), isNumber: true, text: ({ endMs }) => at(endMs), key: ({ endMs }) => endMs },
  {
    title: t("Duration"),
    isNumber: true,
    text: ({ startMs, endMs }) => formatDuration(endMs - startMs),
    key: ({ startMs, endMs }) => endMs - startMs,
  },
  {
    title: t("Origin"),
    text: ({ facts }) => (facts?.duration == null ? "" : originWords[facts.duration.origin]),
    key: ({ facts }) => facts?.duration?.origin ?? "",
  },
  {
    title: t("Thread"),
    isNumber: true,
    text: ({ thread }) => (thread < 0 ? "–" : `${thread + 1}`),
    key: ({ thread }) => thread,
  },
  {
    title: t("Waited"),
    isNumber: true,
    text: ({ waitMs }) => (waitMs < 0.5 ? "–" : formatDuration(waitMs)),
    key: ({ waitMs }) => waitMs,
  },
  {
    title: t("Started after"),
    text: ({ blockedBy }, run) =>
      blockedBy === undefined ? "–" : (run.byId.get(blockedBy)?.name ?? nameOf(blockedBy)),
    key: ({ blockedBy }, run) =>
      blockedBy === undefined ? "" : (run.byId.get(blockedBy)?.name ?? blockedBy),
  },
  {
    title: t("Slack"),
    isNumber: true,
    text: (task) => (task.isCritical ? t("◆ critical") : slackWords(task)),
    key: ({ isCritical, slackMs }) => (isCritical ? -1 : slackMs),
  },
  {
    title: t("Against today"),
    titleAgainst: { A: t("Against A"), prediction: t("Against prediction") },
    isNumber: true,
    text: ({ endMs, before }) =>
      before === undefined ? "–" : formatDifference(endMs - before.endMs),
    key: ({ endMs, before }) => (before === undefined ? 0 : endMs - before.endMs),
  },
  {
    title: t("Threads hint"),
    text: ({ facts }) =>
      facts?.hint?.threads == null && facts?.recommendation == null
        ? "–"
        : threadHintWords(facts.hint?.threads ?? undefined, facts.recommendation?.threads),
    key: ({ facts }) => facts?.hint?.threads ?? 0,
  },
];
