/**
 * Finds runs in which more microbatch models are ready at once than dbt-core starts: from 1.11.3 on
 * it takes half the threads and, while one more waits, hands out nothing else; older versions may
 * hang. One finding per project. Source: dbt-core 1.11 `task/run.py` (`_maybe_wait_for_microbatch`),
 * dbt-core #11420.
 */
import type { ScheduledTask } from "../../schedule/schedule";
import { isMaterialized } from "../lineage";
import { counted, nameList } from "../phrases";
import { nodeSite } from "../places";
import type { Rule } from "../rule";

export const microbatchFillsItsShare: Rule = {
  code: "microbatch-fills-its-share",
  severity: "information",
  title: "More microbatch models are ready at once than dbt-core starts",
  advice: "heuristic",

  *check(input) {
    const { project } = input;
    if (project.engine !== "dbt-core") return;
    const batched = [...project.nodes.values()].filter(
      (node) =>
        isMaterialized(node, "incremental") && node.config["incremental_strategy"] === "microbatch",
    );
    const share = Math.max(1, Math.floor(project.threads.effective / 2));
    if (project.threads.effective < 2 || batched.length <= share) return;
    const ids = new Set(batched.map(({ uniqueId }) => uniqueId));
    const tasks = input.schedule()?.tasks.filter(({ id }) => ids.has(id)) ?? [];
    const together = mostAtOnce(tasks).flatMap(({ id }) => project.nodes.get(id) ?? []);
    const [first] = together;
    if (first === undefined || together.length <= share) return;
    const { file, span } = first.origins.get("incremental_strategy") ?? nodeSite(project, first);
    yield {
      file,
      span,
      message: `${counted(together.length, "microbatch model")} (${nameList(together.map(({ name }) => name))}) are ready at once. With ${project.threads.effective} threads dbt run starts ${share} of them, and while the next one waits it starts nothing else (dbt-core 1.11.3 and later; before, the run may hang). Let some of them wait for others, or run them with dbt build, which has no such limit.`,
      related: together
        .slice(1, 11)
        .map((node) => ({ ...nodeSite(project, node), message: `${node.name} is ready with it` })),
    };
  },
};

/** The tasks of the moment at which most are ready or running. */
function mostAtOnce(tasks: readonly ScheduledTask[]): readonly ScheduledTask[] {
  let most: readonly ScheduledTask[] = [];
  for (const { readyMs } of tasks) {
    const beside = tasks.filter((task) => task.readyMs <= readyMs && readyMs < task.endMs);
    if (beside.length > most.length) most = beside;
  }
  return most;
}
