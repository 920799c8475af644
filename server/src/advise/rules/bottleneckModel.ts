/**
 * Finds the model that would shorten the run most if it took half its time, by simulating each
 * candidate. One finding per project.
 */
import { formatDuration } from "../../base/duration";
import { causalRanking } from "../../schedule/causalRanking";
import { INDICATORS } from "../../sql/features";
import { graphOf } from "../../workload/graph";
import { hasEvidence } from "../evidence";
import { nameList, percentOf } from "../phrases";
import { nodeSite } from "../places";
import type { Rule, RuleInput } from "../rule";

/** Savings below this share of the run are not worth a finding. */
const WORTH = 0.05;
const CANDIDATES = 12;

export const bottleneckModel: Rule = {
  code: "bottleneck-model",
  severity: "information",
  title: "One model decides how long the run takes",
  advice: "simulated",

  *check(input) {
    const schedule = input.schedule();
    const workload = input.workload();
    if (schedule === undefined || workload === undefined || !hasEvidence(input)) return;
    const { threads, policy } = schedule;
    const options = { threads, policy, hints: "ignored" } as const;
    const best = causalRanking(graphOf(workload), options, CANDIDATES).gains[0];
    if (best === undefined || best.halfMs < schedule.makespanMs * WORTH) return;
    const node = input.project.nodes.get(best.id);
    const duration = input.durations().get(best.id);
    if (node === undefined || duration === undefined || duration.origin === "assumed") return;
    const { file, span } = nodeSite(input.project, node);
    yield {
      file,
      span,
      savesMs: best.halfMs,
      message: `${node.name} takes ${formatDuration(best.durationMs)} (${duration.origin}): in half the time the run would be ${formatDuration(best.halfMs)} shorter (${percentOf(best.halfMs, schedule.makespanMs)})${reasons(input, best.id)}.`,
    };
  },
};

/** One of each; more take an s, but for `group by`. */
const WORDS: Readonly<Record<(typeof INDICATORS)[number], string>> = {
  windowFunctions: "window function",
  joins: "join",
  subqueries: "subquery",
  aggregations: "group by",
  unions: "union",
  recursiveCtes: "recursive CTE",
};

/** What in its SQL to look at first. */
function reasons(input: RuleInput, id: string): string {
  const complexity = input.complexity(id);
  if (complexity === undefined || complexity.score === 0) return "";
  const parts = INDICATORS.filter((indicator) => complexity.breakdown[indicator] > 0).map(
    (indicator) => amountOf(complexity.breakdown[indicator], WORDS[indicator]),
  );
  return `; its SQL has ${nameList(parts, parts.length)}`;
}

function amountOf(count: number, word: string): string {
  if (word === "group by") return `${count} group by`;
  return count === 1 ? `1 ${word}` : `${count} ${word.replace(/y$/, "ie")}s`;
}
