/**
 * What a run of one project can be asked for: the recorded runs that durations may come from, the
 * engine, and the place where the thread count is written. Knows neither protocol nor client.
 */
import type { Site } from "../../dbt/project";
import type { RecordedRun, RunChoices } from "../../protocol";
import type { ProjectSnapshot } from "../../workspace/snapshot";

/** More runs than this are no choice but a list; the newest are kept. */
const MOST_RUNS = 60;

/** The choices but for the place in the client's words. O(runs). */
export function runChoices(project: ProjectSnapshot): Omit<RunChoices, "threadsSite"> {
  const runs = [...project.runs()]
    .sort((a, b) => (a.generatedMs ?? 0) - (b.generatedMs ?? 0) || compare(a.file, b.file))
    .slice(-MOST_RUNS)
    .map(
      ({ file, generatedMs, nodes }): RecordedRun => ({
        file,
        ...(generatedMs !== undefined && { at: new Date(generatedMs).toISOString() }),
        tasks: nodes.length,
      }),
    );
  return { schema: "heddle.choices/1", engine: project.project.engine, runs };
}

/** Where the thread count is written, when it is a plain number in a file that can be edited. */
export function writtenThreads(project: ProjectSnapshot): Site | undefined {
  const { site, value } = project.project.threads;
  if (site === undefined) return undefined;
  const written = project.textOf(site.file)?.slice(site.span.start, site.span.end);
  return written === `${value}` ? site : undefined;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
