/**
 * The card of a macro call in a model: what it decided here and what it logged while deciding.
 * Shows what evaluation left behind; evaluates nothing itself.
 */
import type { DbtMacro, DbtNode } from "../dbt/project";
import type { ProjectSnapshot } from "../workspace/snapshot";
import type { Card, CardRow, Phrase } from "./card";
import { modelActions, sitePiece } from "./modelCard";
import { variesByRun } from "./modelFacts";
import { type OtherClock, thenWords } from "./otherClock";
import { decidingMacro, shownValue } from "./words";

/** More lines of log than this are counted, not shown. */
const SHOWN_LOGS = 8;

/** The card of `macro` as called in `node`. */
export function macroCard(
  project: ProjectSnapshot,
  node: DbtNode,
  macro: DbtMacro,
  other?: OtherClock,
): Card {
  const rows: CardRow[] = [];
  const { hint } = node;
  if (hint !== undefined && decidingMacro(hint) === macro.name) {
    rows.push({
      label: "Gives",
      lines: [["threads ", { text: shownValue(hint.value), isStrong: true }, ` for ${node.name}`]],
    });
  }
  const logs = node.traces
    .filter((trace) => trace.macro === macro.name)
    .flatMap(({ logs }) => logs);
  if (logs.length > 0) {
    const lines: Phrase[] = logs.slice(0, SHOWN_LOGS).map((log) => [{ text: log, isCode: true }]);
    if (logs.length > SHOWN_LOGS) lines.push([`and ${logs.length - SHOWN_LOGS} more`]);
    rows.push({ label: "Logs", lines });
  }
  if (variesByRun(project, macro.name)) {
    const { at } = project.settings;
    const moment = at === "" ? "now" : at;
    const target = project.project.target?.name ?? "none";
    const then = thenWords(project, node.uniqueId, other);
    if (then !== "") rows.push({ label: "Else", lines: [[`threads ${then}`]] });
    rows.push({
      label: "Holds for",
      lines: [[`clock ${moment}, target ${target}: it reads one of them (settings at and target)`]],
    });
  }
  if (node.uncertain.length > 0) {
    rows.push({ label: "Unknown offline", lines: node.uncertain.map((what) => [what]) });
  }
  rows.push({
    label: "Defined in",
    lines: [[sitePiece(project, { file: macro.file, span: macro.nameSpan })]],
  });
  return {
    title: `${macro.name}(${macro.parameters.join(", ")})`,
    subtitle: `macro of ${macro.package}`,
    rows,
    notes: [],
    actions: modelActions(node),
  };
}
