/**
 * Finds incremental models without a key that take rows by another measure than what they already
 * hold: dbt appends, so a repeated run writes the same rows twice. Appending may be meant, therefore
 * a hint. One finding per place that makes models incremental.
 */
import type { DbtNode } from "../../dbt/project";
import { isMaterialized, isOwnModel } from "../lineage";
import { nodesCounted } from "../phrases";
import { nodeSite, nodesByPlace } from "../places";
import type { Rule } from "../rule";
import { hasKey, readsEverything } from "./incrementalReadsEverything";

/** Strategies that need no key. */
const KEYLESS: ReadonlySet<unknown> = new Set(["append", "insert_overwrite", "microbatch"]);
/** A table that a hook or an operation fills; the query only gives its columns. */
const SELECTS_NOTHING = /\bwhere\s+(?:false|1\s*=\s*[02]|0\s*=\s*1)\b|\blimit\s+0\b/i;
/** Who asks what is there appends on purpose, and only what is new. */
const ASKS_WHAT_IS_THERE = /\{\{[^}]*\bthis\b/;
const MOST_RELATED = 10;

export const incrementalWithoutUniqueKey: Rule = {
  code: "incremental-without-unique-key",
  severity: "hint",
  title: "An incremental model has no unique_key",
  advice: "heuristic",

  *check({ project }) {
    const keyless = [...project.nodes.values()].filter(
      (node) =>
        isOwnModel(project, node) &&
        isMaterialized(node, "incremental") &&
        isKeyless(node) &&
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

function isKeyless(node: DbtNode): boolean {
  const { config, uncertain, rawCode } = node;
  if (hasKey(node) || uncertain.length > 0 || ASKS_WHAT_IS_THERE.test(rawCode)) return false;
  return !KEYLESS.has(config["incremental_strategy"]) && !SELECTS_NOTHING.test(rawCode);
}
