/**
 * Finds microbatch models that ask for parallel batches where the engine or adapter runs them one
 * after another. Source: dbt-core 1.11 `task/run.py` (`should_run_in_parallel`), the adapters'
 * `Capability.MicrobatchConcurrency`.
 */
import { isMaterialized, isOwnModel } from "../lineage";
import { nodeSite } from "../places";
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
    for (const node of project.nodes.values()) {
      if (!isOwnModel(project, node) || !isMaterialized(node, "incremental")) continue;
      if (node.config["incremental_strategy"] !== "microbatch") continue;
      if (node.config["concurrent_batches"] !== true) continue;
      const origin = node.origins.get("concurrent_batches") ?? nodeSite(project, node);
      yield {
        file: origin.file,
        span: origin.span,
        message: `concurrent_batches has no effect on ${node.name}: dbt-core runs batches side by side only on BigQuery and Snowflake, not on ${adapter}. One thread works through them all.`,
      };
    }
  },
};
