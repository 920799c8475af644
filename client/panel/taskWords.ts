/** One task in words: the hover card, the screen reader's line and the table share them. */

import { formatDuration } from "../../server/src/base/duration";
import { nameOf, type Run, type Stretch, type TaskView } from "./run";

export interface TaskWords {
  readonly title: string;
  /** Label and text, most important first. */
  readonly facts: readonly (readonly [string, string])[];
}

export function wordsOf(run: Run, task: TaskView): TaskWords {
  const facts: (readonly [string, string])[] = [
    ["Duration", durationWords(task)],
    ["In the run", `${at(task.startMs)} to ${at(task.endMs)}${threadWords(task)}`],
    ["Started", startWords(run, task)],
    ["Slack", slackWords(task)],
  ];
  if (task.before !== undefined) {
    const label = run.comparedWith === "A" ? "In run A" : "Today";
    facts.push([label, beforeWords(task, task.before)]);
  }
  const { hint, recommendation, complexity } = task.facts ?? {};
  if (hint?.threads != null || recommendation != null) {
    facts.push(["Threads", threadHintWords(hint?.threads ?? undefined, recommendation?.threads)]);
  }
  if (complexity != null) {
    facts.push(["Complexity", `${complexity.score}, ${complexity.class.replaceAll("-", " ")}`]);
  }
  return { title: task.name, facts };
}

/** `8 m 04 s measured, 7 runs, 7 m 30 s – 8 m 50 s`. */
export function durationWords(task: TaskView): string {
  const spent = formatDuration(task.endMs - task.startMs);
  const known = task.facts?.duration;
  if (known == null) return spent;
  const runs =
    known.runs === undefined ? "" : `, ${known.runs} ${known.runs === 1 ? "run" : "runs"}`;
  const isRange = known.low !== undefined && known.high !== undefined && known.low < known.high;
  const range = isRange ? `, ${formatDuration(known.low)} – ${formatDuration(known.high)}` : "";
  return `${spent} ${known.origin}${runs}${range}`;
}

/** What its end would have to move by to matter. */
export function slackWords(task: TaskView): string {
  if (task.isCritical) return "none: critical in this run";
  return task.slackMs < 0.5 ? "none" : formatDuration(task.slackMs);
}

/** `6 → 1 recommended`, `4, as recommended`. */
export function threadHintWords(
  configured: number | undefined,
  recommended: number | undefined,
): string {
  if (recommended === undefined) return `${configured ?? "not set"}`;
  if (configured === recommended) return `${configured}, as recommended`;
  return `${configured ?? "not set"} → ${recommended} recommended`;
}

/** Moments of the run read as times since its start. */
export function at(timeMs: number): string {
  return timeMs < 0.5 ? "0 s" : formatDuration(timeMs);
}

function beforeWords(task: TaskView, before: Stretch): string {
  const difference = task.endMs - before.endMs;
  const place = `${at(before.startMs)} to ${at(before.endMs)}`;
  if (Math.abs(difference) < 0.5) return `${place}; ends at the same time`;
  return `${place}; ends ${formatDuration(Math.abs(difference))} ${difference < 0 ? "earlier" : "later"} now`;
}

function threadWords(task: TaskView): string {
  return task.thread < 0 ? ", takes no thread" : ` on thread ${task.thread + 1}`;
}

function startWords(run: Run, task: TaskView): string {
  const cause =
    task.blockedBy === undefined
      ? "at once"
      : `after ${run.byId.get(task.blockedBy)?.name ?? nameOf(task.blockedBy)}`;
  return task.waitMs < 0.5 ? cause : `${cause}; was ready ${formatDuration(task.waitMs)} earlier`;
}

/** The same as one sentence for a screen reader. */
export function sentenceOf(run: Run, task: TaskView): string {
  const { title, facts } = wordsOf(run, task);
  return `${title}. ${facts.map(([label, text]) => `${label}: ${text}`).join(". ")}.`;
}
