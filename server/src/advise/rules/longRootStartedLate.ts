/**
 * Finds the start of a long chain that waits behind shorter work: dbt-core starts models in order
 * of readiness and name, not of what hangs on them. One finding per project.
 */
import { formatDuration } from "../../base/duration";
import { remainingPaths } from "../../schedule/criticalPath";
import { createEngine } from "../../schedule/engine";
import type { Policy } from "../../schedule/schedule";
import { graphOf } from "../../workload/graph";
import { hasEvidence } from "../evidence";
import { durationBasis } from "../phrases";
import { nodeSite } from "../places";
import type { Rule } from "../rule";

/** A run that gets shorter by less than this share is not worth another order. */
const WORTH = 0.05;

export const longRootStartedLate: Rule = {
  code: "long-root-started-late",
  severity: "information",
  title: "A long chain starts late because of dbt's order",
  advice: "simulated",

  *check(input) {
    const schedule = input.schedule();
    const workload = input.workload();
    if (schedule?.policy !== "dbt-core" || workload === undefined || !hasEvidence(input)) return;
    const graph = graphOf(workload);
    const { threads, makespanMs } = schedule;
    const makespanBy = (policy: Policy): number =>
      createEngine(graph, { hints: "ignored", policy }).run(threads);
    const gainMs = makespanBy("dbt-core") - makespanBy("longest-path");
    if (gainMs < makespanMs * WORTH) return;
    const remaining = remainingPaths(graph, graph.durationMs);
    const pathOf = (id: string): number => remaining[graph.indexOf.get(id)!]!;
    const late = schedule.tasks
      .filter(({ waitMs }) => waitMs > 0)
      .reduce<{ id: string; waitMs: number } | undefined>(
        (most, task) => (most === undefined || pathOf(task.id) > pathOf(most.id) ? task : most),
        undefined,
      );
    const node = late && input.project.nodes.get(late.id);
    if (late === undefined || node === undefined) return;
    const { file, span } = nodeSite(input.project, node);
    yield {
      file,
      span,
      savesMs: gainMs,
      message: `${node.name} waits ${formatDuration(late.waitMs)} for a thread though ${formatDuration(pathOf(late.id))} of work hang on it: dbt goes by readiness and name. Longest path first would end the run ${formatDuration(gainMs)} earlier (${durationBasis(input)}).`,
    };
  },
};
