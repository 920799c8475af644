/**
 * Finds incremental models that merge without a key: dbt then only appends, so a repeated run
 * writes the same rows twice. Appending may be meant, therefore a hint.
 */
import { isMaterialized, isOwnModel } from "../lineage";
import { nodeSite } from "../places";
import type { Rule } from "../rule";

/** Strategies that need no key. */
const KEYLESS: ReadonlySet<unknown> = new Set(["append", "insert_overwrite", "microbatch"]);

export const incrementalWithoutUniqueKey: Rule = {
  code: "incremental-without-unique-key",
  severity: "hint",
  title: "An incremental model has no unique_key",
  advice: "heuristic",

  *check({ project }) {
    for (const node of project.nodes.values()) {
      if (!isOwnModel(project, node) || !isMaterialized(node, "incremental")) continue;
      const { unique_key: key, incremental_strategy: strategy } = node.config;
      if (KEYLESS.has(strategy) || !(key === null || key === undefined || isEmpty(key))) continue;
      if (node.uncertain.length > 0) continue;
      yield {
        ...nodeSite(project, node),
        message: `${node.name} is incremental without unique_key: rows are only appended, twice if a run is repeated. Set unique_key, or incremental_strategy='append' if that is meant.`,
      };
    }
  },
};

function isEmpty(key: unknown): boolean {
  return key === "" || (Array.isArray(key) && key.length === 0);
}
