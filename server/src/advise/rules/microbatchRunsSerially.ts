/**
 * Finds microbatch models that ask for parallel batches where the engine or adapter runs them one
 * after another. One finding per place that asks. Source: dbt-core 1.11 `task/run.py`
 * (`should_run_in_parallel`), the adapters' `Capability.MicrobatchConcurrency`.
 */
import { isMaterialized, isOwnModel } from "../lineage";
import { nodesCounted } from "../phrases";
import { nodesByPlace } from "../places";
import type { Rule } from "../rule";

/** Adapters that declare the capability. */
const CONCURRENT: ReadonlySet<string> = new Set(["bigquery", "snowflake"]);

export const microbatchRunsSerially: Rule = {
  code: "microbatch-runs-serially",
  severity: "information",
  title: "Microbatch asks for parallel batches that run one by one",

  *check({ project }) {
    const { adapter, engine } = project;
    if (engine !== "dbt-core" || adapter === null || CONCURRENT.has(adapter)) return;
    const asking = [...project.nodes.values()].filter(
      (node) =>
        isOwnModel(project, node) &&
        isMaterialized(node, "incremental") &&
        node.config["incremental_strategy"] === "microbatch" &&
        node.config["concurrent_batches"] === true,
    );
    for (const { site, nodes } of nodesByPlace(project, asking, "concurrent_batches")) {
      yield {
        ...site,
        message: `concurrent_batches has no effect on ${nodesCounted(nodes)}: dbt-core runs batches side by side only on BigQuery and Snowflake, not on ${adapter}. One thread works through them all.`,
      };
    }
  },
};
