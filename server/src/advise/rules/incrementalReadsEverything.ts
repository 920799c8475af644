/**
 * Finds incremental models whose SQL never asks whether it runs incrementally: each run then reads
 * and computes all rows and merges them. Quiet wherever another filter may be meant. One finding per
 * place that makes models incremental: a folder's key for all of its models, else each model's own.
 */
import { formatDuration } from "../../base/duration";
import type { DbtNode, DbtProject } from "../../dbt/project";
import { isMaterialized, isOwnModel } from "../lineage";
import { isMentioned } from "../macroTexts";
import { nodesCounted } from "../phrases";
import { nodeSite, nodesByPlace } from "../places";
import type { Rule, RuleInput } from "../rule";

const MOST_RELATED = 10;

/** Strategies that replace whole partitions, or bring their own filter. */
const OWN_FILTER: ReadonlySet<unknown> = new Set(["insert_overwrite", "microbatch"]);
/** What a query uses that knows what is there, takes a window of time or a moment, or no rows. */
const FILTER =
  /\bis_incremental\b|\bthis\b|\bshould_full_refresh\b|\bflags\b|current_(?:date|time)|\bgetdate\b|\bsysdate\b|\bnow\s*\(|\bvar\s*\(|\brun_started_at\b|\bload_relation\b|\brun_query\b|\bstatement\b|\bwhere\s+(?:false|1\s*=\s*[02]|0\s*=\s*1)\b|\blimit\s+0\b/i;

export const incrementalReadsEverything: Rule = {
  code: "incremental-reads-everything",
  severity: "information",
  title: "An incremental model reads all its rows in every run",
  advice: "heuristic",

  readsText: (_, before, after) =>
    isMaterialized(before, "incremental") || isMaterialized(after, "incremental"),

  *check(input) {
    const { project } = input;
    const found = [...project.nodes.values()].filter(
      (node) => isOwnModel(project, node) && readsEverything(project, node),
    );
    for (const { site, nodes } of nodesByPlace(project, found, "materialized")) {
      const [first] = nodes;
      const isOne = first !== undefined && nodes.length === 1;
      const what = nodes.some((node) => !hasKey(node))
        ? "reads all rows and appends them again"
        : "reads all rows";
      yield {
        ...(isOne ? nodeSite(project, first) : site),
        message: `${nodesCounted(nodes)} ${isOne ? "is" : "are"} incremental, but nothing in ${isOne ? "it" : "them"} asks is_incremental(): every run ${what}.${timeWords(input, nodes)} Filter by what {{ this }} already holds, or make ${isOne ? "it a table" : "them tables"}.`,
        related: isOne
          ? []
          : nodes
              .slice(0, MOST_RELATED)
              .map((node) => ({ ...nodeSite(project, node), message: `${node.name} reads all` })),
      };
    }
  },
};

/** What the measured ones among them take. */
function timeWords(input: RuleInput, nodes: readonly DbtNode[]): string {
  const measured = nodes.flatMap(({ uniqueId }) => {
    const duration = input.durations().get(uniqueId);
    return duration?.origin === "measured" ? [duration.ms] : [];
  });
  if (measured.length === 0) return "";
  const total = formatDuration(measured.reduce((sum, ms) => sum + ms, 0));
  return nodes.length === 1 ? ` It takes ${total} each time.` : ` They take ${total} each time.`;
}

/** Whether an incremental SQL model has no filter that a run after the first could use. */
export function readsEverything(project: DbtProject, node: DbtNode): boolean {
  if (!isMaterialized(node, "incremental")) return false;
  if (OWN_FILTER.has(node.config["incremental_strategy"])) return false;
  // What reads no table, such as a list of values, has nothing to leave out.
  if (node.dependsOn.length === 0 || node.rawCode === "" || node.file.endsWith(".py")) return false;
  return node.uncertain.length === 0 && !isMentioned(project, node.rawCode, FILTER);
}

/** Whether rows that are there already are replaced rather than written again. */
export function hasKey({ config }: DbtNode): boolean {
  const key = config["unique_key"];
  return !(key === null || key === undefined || key === "" || isEmptyList(key));
}

function isEmptyList(key: unknown): boolean {
  return Array.isArray(key) && key.length === 0;
}
