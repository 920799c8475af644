/**
 * Finds a model that lengthens the run though no model and no exposure reads it, in projects that
 * declare exposures and so know their readers. One finding per project.
 */
import { formatDuration } from "../../base/duration";
import { createEngine } from "../../schedule/engine";
import { graphOf } from "../../workload/graph";
import { hasEvidence } from "../evidence";
import { dependentsOf, isOwnModel } from "../lineage";
import { nodeSite } from "../places";
import type { Rule } from "../rule";

/** A run that gets shorter by less than this share is not worth the question. */
const WORTH = 0.05;

export const unreadModelEndsRun: Rule = {
  code: "unread-model-ends-run",
  severity: "hint",
  title: "The run waits for a model that nothing reads",
  advice: "simulated",

  *check(input) {
    const { project } = input;
    const workload = input.workload();
    const last = project.nodes.get(input.schedule()?.bindingChain.at(-1) ?? "");
    if (workload === undefined || last === undefined || !hasEvidence(input)) return;
    if (!isOwnModel(project, last) || dependentsOf(project, last.uniqueId).length > 0) return;
    const exposed = new Set<string>();
    for (const { resourceType, dependsOn } of project.nodes.values()) {
      if (resourceType === "exposure") for (const id of dependsOn) exposed.add(id);
    }
    if (exposed.size === 0 || exposed.has(last.uniqueId)) return;
    const graph = graphOf(workload);
    const engine = createEngine(graph, { hints: "ignored", policy: "dbt-core" });
    const { threads } = workload.capacity;
    const present = engine.run(threads);
    const durationMs = graph.durationMs.slice();
    durationMs[graph.indexOf.get(last.uniqueId)!] = 0;
    const saved = present - engine.run(threads, durationMs);
    if (saved < present * WORTH) return;
    const { file, span } = nodeSite(project, last);
    yield {
      file,
      span,
      savesMs: saved,
      message: `The run ends with ${last.name}, which no model and no exposure reads: without it the run would end ${formatDuration(saved)} earlier. If nobody needs it, disable it; else declare who does.`,
    };
  },
};
