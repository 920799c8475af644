/**
 * Finds incremental models without a key that take rows by another measure than what they already
 * hold: dbt appends, so a repeated run writes the same rows twice. Appending may be meant, therefore
 * a hint. One finding per place that makes models incremental.
 */
import type { DbtNode, DbtProject } from "../../dbt/project";
import { isMaterialized, isOwnModel } from "../lineage";
import { isMentioned } from "../macroTexts";
import { nodesCounted } from "../phrases";
import { nodeSite, nodesByPlace } from "../places";
import type { Rule } from "../rule";
import { hasKey, readsEverything } from "./incrementalReadsEverything";

/** Strategies that need no key. */
const KEYLESS: ReadonlySet<unknown> = new Set(["append", "insert_overwrite", "microbatch"]);
/**
 * Who asks what is there appends on purpose, and only what is new; and a query that selects nothing
 * gives the columns of a table that a hook or an operation fills.
 */
const MEANT = /\bthis\b|\bwhere\s+(?:false|1\s*=\s*[02]|0\s*=\s*1)\b|\blimit\s+0\b/i;
const MOST_RELATED = 10;

export const incrementalWithoutUniqueKey: Rule = {
  code: "incremental-without-unique-key",
  severity: "hint",
  title: "An incremental model has no unique_key",
  advice: "heuristic",

  readsText: (_, before, after) =>
    isMaterialized(before, "incremental") || isMaterialized(after, "incremental"),

  *check({ project }) {
    const keyless = [...project.nodes.values()].filter(
      (node) =>
        isOwnModel(project, node) &&
        isMaterialized(node, "incremental") &&
        isKeyless(project, node) &&
        // Where all rows are read again, that is the graver finding on the same model.
        !readsEverything(project, node),
    );
    for (const { site, nodes } of nodesByPlace(project, keyless, "materialized")) {
      const [first] = nodes;
      const isOne = first !== undefined && nodes.length === 1;
      yield {
        ...(isOne ? nodeSite(project, first) : site),
        message: `${nodesCounted(nodes)} ${isOne ? "is" : "are"} incremental without unique_key: rows are only appended, twice if a run is repeated. Set unique_key, or incremental_strategy='append' if that is meant.`,
        related: isOne
          ? []
          : nodes
              .slice(0, MOST_RELATED)
              .map((node) => ({ ...nodeSite(project, node), message: `${node.name} has no key` })),
      };
    }
  },
};

function isKeyless(project: DbtProject, node: DbtNode): boolean {
  if (hasKey(node) || node.uncertain.length > 0) return false;
  const isAppending = KEYLESS.has(node.config["incremental_strategy"]);
  return !isAppending && !isMentioned(project, node.rawCode, MEANT);
}
