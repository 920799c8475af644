/**
 * A model's place in today's run, in words: when it starts and after what, how much room it has,
 * what a faster model would save. Times come from the schedule; "today" = hints ignored, dbt's order.
 */
import { formatDuration } from "../base/duration";
import type { ProjectSnapshot } from "../workspace/snapshot";
import type { CardRow, Phrase } from "./card";
import type { ModelFacts, RunPlace } from "./modelFacts";
import { count, runClock } from "./words";

/** The row about the run; none for nodes that are not part of it. Two simulations at most. */
export function runRow(project: ProjectSnapshot, { node, run }: ModelFacts): readonly CardRow[] {
  if (run === undefined) return [];
  const { task, schedule } = run;
  const clock = (ms: number) => runClock(ms, schedule.makespanMs);
  const first: Phrase = [
    `starts ${clock(task.startMs)}${cause(project, run)}, ends ${clock(task.endMs)} of `,
    `${clock(schedule.makespanMs)} with ${count(schedule.threads, "thread")}`,
  ];
  const second: Phrase = task.critical
    ? [{ text: "critical", isStrong: true }, `: slack 0 · ${savings(project, node.uniqueId)}`]
    : [
        `slack ${formatDuration(task.slackMs)}: it may take that much longer without delaying the run`,
      ];
  const lines = [first, second];
  if (task.waitMs > 0) lines.push([`waits ${formatDuration(task.waitMs)} for a free thread`]);
  return [{ label: "In the run", lines }];
}

function cause(project: ProjectSnapshot, { task }: RunPlace): string {
  if (task.blockedBy === null) return "";
  const node = project.project.nodes.get(task.id);
  const isParent = node?.dependsOn.includes(task.blockedBy) === true;
  const name = nameOf(project, task.blockedBy);
  return isParent ? ` after ${name}` : ` when ${name} frees a thread`;
}

function savings(project: ProjectSnapshot, id: string): string {
  const halvedMs = project.savingIf(id, 0.5);
  if (halvedMs <= 0) return "halving it alone saves nothing: another path is as long";
  const tenthMs = project.savingIf(id, 0.9);
  const tenth = tenthMs > 0 ? `10 % faster saves ${formatDuration(tenthMs)}, ` : "";
  return `${tenth}halved saves ${formatDuration(halvedMs)}`;
}

/** Name that people use for a unique_id. */
export function nameOf(project: ProjectSnapshot, id: string): string {
  return project.project.nodes.get(id)?.name ?? id.slice(id.lastIndexOf(".") + 1);
}
