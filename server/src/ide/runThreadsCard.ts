/**
 * The card of the run's own thread count in profiles.yml: what the engine makes of it, how long the
 * run takes with it, and which count is worth paying for.
 */
import { formatDuration } from "../base/duration";
import type { ProjectSnapshot } from "../workspace/snapshot";
import type { Card, CardRow } from "./card";
import { engineFacts, engineWords } from "./engineFacts";
import { count, engineName } from "./words";

/** The card of the profile's thread count. One simulation and one sweep. */
export function runThreadsCard(project: ProjectSnapshot): Card {
  const { threads, target, engine } = project.project;
  const schedule = project.schedule();
  const rows: CardRow[] = [];
  if (threads.effective !== threads.value) {
    const words = `${engineName(engine)} makes it ${count(threads.effective, "thread")}`;
    rows.push({ label: "Effective", lines: [[words]] });
  }
  const facts = engineFacts(project);
  if (facts.origin !== "default" || facts.note !== null) {
    const note = facts.note === null ? [] : [[facts.note]];
    rows.push({ label: "Read as", lines: [[engineWords(facts)], ...note] });
  }
  if (schedule.tasks.length > 0) {
    const { recommended } = project.sweep();
    const busy = Math.round(schedule.utilization * 100);
    rows.push(
      {
        label: "Recommended",
        lines: [
          [
            { text: count(recommended.threads, "thread"), isStrong: true },
            ` · ${recommended.because}`,
          ],
        ],
      },
      {
        label: "Run",
        lines: [
          [
            { text: formatDuration(schedule.makespanMs), isStrong: true },
            ` with ${count(schedule.threads, "thread")}, ${busy} % busy`,
          ],
          [
            `at least ${formatDuration(schedule.lowerBoundMs)} in any order; longest chain ${formatDuration(schedule.criticalPathMs)}`,
          ],
        ],
      },
    );
  }
  return {
    title: `threads ${threads.value}`,
    subtitle: target === null ? threads.origin : `target ${target.name} · ${target.type}`,
    rows,
    notes: rows.length > 0 ? [] : [["Nothing to run: the project has no enabled models."]],
    actions: [{ title: "Simulate Run", command: "heddle.simulateRun" }],
  };
}
