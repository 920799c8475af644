/**
 * Finds long models on the critical path whose work stands in one statement though it has seams: a
 * heavy common table expression that could be a model of its own. A heuristic, one per model.
 */

import { formatDuration } from "../../base/duration";
import type { DbtNode } from "../../dbt/project";
import { complexityScore } from "../../sql/complexity";
import { type CommonTableExpression, commonTableExpressions } from "../../sql/ctes";
import { dialectOf, type SqlDialect } from "../../sql/dialect";
import { sqlFeatures } from "../../sql/features";
import { performanceCategory } from "../classify";
import { hasEvidence } from "../evidence";
import { isOwnModel } from "../lineage";
import type { Rule } from "../rule";

/** Fewer expressions than this leave nothing to cut. */
const MANY_EXPRESSIONS = 3;
/** Above it, the article's medium processing, an expression is worth a model of its own. */
const MEDIUM_WORK = 8;

export const modelWorthSplitting: Rule = {
  code: "model-worth-splitting",
  severity: "hint",
  title: "A long model on the critical path could be split",
  advice: "heuristic",

  readsText: (input, before) => input.schedule()?.criticalPath.includes(before.uniqueId) ?? false,

  *check(input) {
    const schedule = input.schedule();
    if (schedule === undefined || !hasEvidence(input)) return;
    const dialect = dialectOf(input.project.adapter);
    for (const id of schedule.criticalPath) {
      const node = input.project.nodes.get(id);
      const duration = input.durations().get(id);
      if (node === undefined || duration === undefined || !isOwnModel(input.project, node))
        continue;
      if (duration.origin === "assumed" || performanceCategory(duration.ms) !== "heavy") continue;
      const heaviest = heaviestExpression(node, dialect);
      const offset = input.project.files.get(node.file)?.indexOf(node.rawCode) ?? -1;
      if (heaviest === undefined || offset < 0) continue;
      const { expression, score } = heaviest;
      yield {
        file: node.file,
        span: {
          start: offset + expression.nameSpan.start,
          end: offset + expression.nameSpan.end,
        },
        message: `${node.name} takes ${formatDuration(duration.ms)} on the critical path in one statement. ${expression.name} (complexity ${score}, read ${times(expression.readCount)}) could be a model of its own, so that the rest need not wait with it. A heuristic: the gain is not simulated.`,
      };
    }
  },
};

function heaviestExpression(
  node: DbtNode,
  dialect: SqlDialect,
): { expression: CommonTableExpression; score: number } | undefined {
  const expressions = commonTableExpressions(node.rawCode, dialect);
  if (expressions.length < MANY_EXPRESSIONS) return undefined;
  const scored = expressions.map((expression) => {
    const { start, end } = expression.bodySpan;
    const { counts } = sqlFeatures(node.rawCode.slice(start, end), dialect);
    return { expression, score: complexityScore(counts) };
  });
  const best = scored.reduce((a, b) => (b.score > a.score ? b : a));
  return best.score > MEDIUM_WORK ? best : undefined;
}

function times(count: number): string {
  return count === 1 ? "once" : count === 2 ? "twice" : `${count} times`;
}
