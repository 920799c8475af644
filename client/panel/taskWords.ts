/** One task in words: the hover card, the screen reader's line and the table share them. */

import { formatDuration } from "../../server/src/base/duration";
import { t } from "./language";
import {
  type ComparedWith,
  isNotRun,
  nameOf,
  type Progress,
  type Run,
  type Stretch,
  type TaskView,
} from "./run";
import { classWords, counted, originWords } from "./words";

export interface TaskWords {
  readonly title: string;
  /** Label and text, most important first. */
  readonly facts: readonly (readonly [string, string])[];
}

const beforeLabels: Readonly<Record<ComparedWith, string>> = {
  A: t("In run A"),
  today: t("Today"),
  prediction: t("Predicted"),
};

const progressWords: Readonly<Record<Progress, string>> = {
  ahead: t("not started; shown where it is predicted"),
  running: t("running"),
  done: t("done"),
  failed: t("failed"),
  skipped: t("skipped; shown where it was predicted"),
};

export function wordsOf(run: Run, task: TaskView): TaskWords {
  const facts: (readonly [string, string])[] = [
    [t("Duration"), durationWords(task)],
    [t("In the run"), `${t("{0} to {1}", at(task.startMs), at(task.endMs))}${threadWords(task)}`],
    ...(task.progress === undefined
      ? ([
          [t("Started"), startWords(run, task)],
          [t("Slack"), slackWords(task)],
        ] as const)
      : ([[t("State"), progressWords[task.progress]]] as const)),
  ];
  if (task.before !== undefined) {
    facts.push([beforeLabels[run.comparedWith], beforeWords(task, task.before)]);
  }
  const { hint, recommendation, complexity } = task.facts ?? {};
  if (hint?.threads != null || recommendation != null) {
    facts.push([
      t("Threads"),
      threadHintWords(hint?.threads ?? undefined, recommendation?.threads),
    ]);
  }
  if (complexity != null) {
    facts.push([
      t("Complexity"),
      `${complexity.score}, ${classWords[complexity.class] ?? complexity.class}`,
    ]);
  }
  return { title: task.name, facts };
}

/** `8 m 04 s measured, 7 runs, 7 m 30 s – 8 m 50 s`. */
export function durationWords(task: TaskView): string {
  const spent = formatDuration(task.endMs - task.startMs);
  const known = task.facts?.duration;
  if (known == null) return spent;
  const runs = known.runs === undefined ? "" : `, ${counted(known.runs, "run")}`;
  const isRange = known.low !== undefined && known.high !== undefined && known.low < known.high;
  const range = isRange ? `, ${formatDuration(known.low)} – ${formatDuration(known.high)}` : "";
  return `${spent} ${originWords[known.origin]}${runs}${range}`;
}

/** What its end would have to move by to matter. */
export function slackWords(task: TaskView): string {
  if (task.isCritical) return t("none: critical in this run");
  return task.slackMs < 0.5 ? t("none") : formatDuration(task.slackMs);
}

/** `6 → 1 recommended`, `4, as recommended`. */
export function threadHintWords(
  configured: number | undefined,
  recommended: number | undefined,
): string {
  const now = configured === undefined ? t("not set") : `${configured}`;
  if (recommended === undefined) return now;
  if (configured === recommended) return t("{0}, as recommended", now);
  return t("{0} → {1} recommended", now, recommended);
}

/** Moments of the run read as times since its start. */
export function at(timeMs: number): string {
  return timeMs < 0.5 ? "0 s" : formatDuration(timeMs);
}

function beforeWords(task: TaskView, before: Stretch): string {
  const difference = task.endMs - before.endMs;
  const place = t("{0} to {1}", at(before.startMs), at(before.endMs));
  if (Math.abs(difference) < 0.5) return t("{0}; ends at the same time", place);
  const duration = formatDuration(Math.abs(difference));
  return difference < 0
    ? t("{0}; ends {1} earlier now", place, duration)
    : t("{0}; ends {1} later now", place, duration);
}

function threadWords(task: TaskView): string {
  if (isNotRun(task)) return "";
  return task.thread < 0 ? `, ${t("takes no thread")}` : ` ${t("on thread {0}", task.thread + 1)}`;
}

function startWords(run: Run, task: TaskView): string {
  const cause =
    task.blockedBy === undefined
      ? t("at once")
      : t("after {0}", run.byId.get(task.blockedBy)?.name ?? nameOf(task.blockedBy));
  return task.waitMs < 0.5
    ? cause
    : t("{0}; was ready {1} earlier", cause, formatDuration(task.waitMs));
}

/** The same as one sentence for a screen reader. */
export function sentenceOf(run: Run, task: TaskView): string {
  const { title, facts } = wordsOf(run, task);
  return `${title}. ${facts.map(([label, text]) => `${label}: ${text}`).join(". ")}.`;
}
