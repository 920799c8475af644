/**
 * How a model's complexity score comes about: count times weight of each indicator, and where the
 * counting of the project's own macro would differ. Scoring itself is done in `sql/`.
 */
import { type Complexity, complexityScore, INDICATOR_WEIGHTS } from "../sql/complexity";
import { INDICATORS, type Indicator, type IndicatorCounts } from "../sql/features";
import { differingIndicators, literalCounts } from "../sql/literalCounts";
import type { ProjectSnapshot } from "../workspace/snapshot";
import type { CardRow, Phrase } from "./card";
import type { ModelFacts } from "./modelFacts";
import { figure } from "./words";

/** The macro of the first article, which counts in the raw text. */
const LITERAL_MACRO = "analyze_model_complexity";

const INDICATOR_NAMES: Readonly<Record<Indicator, string>> = {
  windowFunctions: "window functions",
  joins: "joins",
  subqueries: "subqueries",
  aggregations: "group by",
  unions: "unions",
  recursiveCtes: "recursive CTEs",
};

/** The row on complexity; none for nodes without SQL. */
export function complexityRow(
  project: ProjectSnapshot,
  { complexity, node }: ModelFacts,
): readonly CardRow[] {
  if (complexity === undefined) return [];
  return [
    {
      label: "Complexity",
      lines: [
        [
          { text: figure(complexity.score), isStrong: true },
          ` · ${complexity.class.replaceAll("-", " ")}`,
        ],
        ...breakdownLines(complexity.breakdown),
        ...literalLines(project, complexity, node.rawCode),
      ],
    },
  ];
}

/** Two terms a line, then what is absent in one. */
function breakdownLines(counts: IndicatorCounts): readonly Phrase[] {
  const present = INDICATORS.filter((indicator) => counts[indicator] > 0);
  const absent = INDICATORS.filter((indicator) => counts[indicator] === 0);
  const terms = present.map((indicator) => {
    const amount = counts[indicator].toLocaleString("en-US");
    const weight = INDICATOR_WEIGHTS[indicator];
    const product = oneDecimal(counts[indicator] * weight);
    return `${INDICATOR_NAMES[indicator]} ${amount} × ${oneDecimal(weight)} = ${product}`;
  });
  const lines: Phrase[] = [];
  for (let index = 0; index < terms.length; index += 2) {
    lines.push([terms.slice(index, index + 2).join(" · ")]);
  }
  if (present.length === 0) lines.push(["nothing in it counts"]);
  else if (absent.length > 0) {
    lines.push([`no ${absent.map((indicator) => INDICATOR_NAMES[indicator]).join(", no ")}`]);
  }
  return lines;
}

/** Products line up with weights: always one decimal. */
function oneDecimal(value: number): string {
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return value.toLocaleString("en-US", digits);
}

/** Said only where the project has the macro and its text search finds something else. */
function literalLines(
  project: ProjectSnapshot,
  { breakdown }: Complexity,
  rawCode: string,
): readonly Phrase[] {
  const hasMacro = [...project.project.macros.values()].some(({ name }) => name === LITERAL_MACRO);
  if (!hasMacro) return [];
  const literal = literalCounts(rawCode);
  const differing = differingIndicators(breakdown, literal);
  if (differing.length === 0) return [];
  const terms = differing.map(
    (indicator) =>
      `${INDICATOR_NAMES[indicator]} ${literal[indicator]} instead of ${breakdown[indicator]}`,
  );
  const score = figure(complexityScore(literal));
  return [[`${LITERAL_MACRO}() counts in the raw text: ${terms.join(", ")}; score ${score}`]];
}
