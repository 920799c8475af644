/**
 * How a model's complexity score comes about: count times weight of each indicator, and where the
 * counting of the project's own macro would differ. Scoring itself is done in `sql/`.
 */

import { INDICATOR_WEIGHTS } from "../sql/complexity";
import { INDICATORS, type Indicator } from "../sql/features";
import type { ProjectSnapshot } from "../workspace/snapshot";
import type { CardRow, Phrase } from "./card";
import type { ModelFacts } from "./modelFacts";
import { figure } from "./words";

const INDICATOR_NAMES: Readonly<Record<Indicator, string>> = {
  windowFunctions: "window functions",
  joins: "joins",
  subqueries: "subqueries",
  aggregations: "group by",
  unions: "unions",
  recursiveCtes: "recursive CTEs",
};

/** The rows on complexity; none for nodes without SQL. */
export function complexityRow(
  project: ProjectSnapshot,
  { complexity, node }: ModelFacts,
): readonly CardRow[] {
  if (complexity === undefined) return [];
  const terms: string[] = [];
  const absent: string[] = [];
  for (const indicator of INDICATORS) {
    const amount = complexity.breakdown[indicator];
    const weight = INDICATOR_WEIGHTS[indicator];
    if (amount === 0) absent.push(INDICATOR_NAMES[indicator]);
    else {
      const product = (amount * weight).toFixed(1);
      terms.push(`${INDICATOR_NAMES[indicator]} ${amount} × ${weight.toFixed(1)} = ${product}`);
    }
  }
  const lines: Phrase[] = [[{ text: figure(complexity.score), isStrong: true }]];
  for (let index = 0; index < terms.length; index += 2) {
    lines.push([terms.slice(index, index + 2).join(" · ")]);
  }
  if (absent.length > 0) lines.push([`no ${listOf(absent)}`]);
  return [{ label: "Complexity", lines }];
}

function listOf(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
