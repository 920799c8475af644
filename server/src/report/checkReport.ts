/** Findings as a report of tables, for Markdown and HTML; a terminal gets `checkText`. */
import type { CheckAnswer } from "../ide/answers/checkAnswer";
import { baselineLines } from "./baselineLines";
import { engineLines, trustWords } from "./checkText";
import { type Block, type ReportDocument, type Text, toned } from "./document";

/** The report of one project. */
export function checkReport(answer: CheckAnswer): ReportDocument {
  const { counts, problems, root } = answer;
  const summary: Text = [
    `${counts.error} errors · ${counts.warning} warnings · `,
    `${counts.information} information · ${counts.hint} hints`,
  ];
  const table: Block = {
    kind: "table",
    columns: [{ title: "place" }, { title: "severity" }, { title: "rule" }, { title: "finding" }],
    rows: problems.map((problem) => {
      const { file, range, severity, code, message } = problem;
      const trust = trustWords(problem);
      return [
        `${file}:${range.start.line + 1}:${range.start.character + 1}`,
        toned(severity, severity),
        `\`${code}\``,
        trust === undefined ? message : `${message} (${trust})`,
      ];
    }),
  };
  return {
    title: `Heddle check of ${root}`,
    blocks: [
      { kind: "heading", level: 1, text: `Heddle check of ${root}` },
      { kind: "line", text: summary },
      ...(problems.length > 0 ? [table] : []),
      ...[...engineLines(answer), ...baselineLines(answer)].map(
        (text): Block => ({ kind: "line", text }),
      ),
    ],
  };
}
