/**
 * The card of a macro call in a model: what it decided here, which way it went and what it logged
 * while deciding.
 */
import type { TakenBranch } from "../dbt/renderFile";
import type { ProjectSnapshot } from "../workspace/snapshot";
import type { Card, CardRow, Phrase } from "./card";
import { branchesOfCall, callAround } from "./macroCall";
import { modelActions, sitePiece } from "./modelCard";
import { variesByRun } from "./modelFacts";
import { type OtherClock, thenWords } from "./otherClock";
import type { Place } from "./place";
import { decidingMacro, shownValue } from "./words";

/** More lines of log than this are counted, not shown. */
const SHOWN_LOGS = 8;
/** Of a longer way through the macro, the last conditions are shown. */
const SHOWN_BRANCHES = 6;

/** The card of the macro call at `place`. One evaluation of the call. */
export function macroCard(
  project: ProjectSnapshot,
  { node, macro, span }: Extract<Place, { kind: "macro" }>,
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
  const call = callAround(project.textOf(node.file) ?? "", span);
  const branches =
    call === undefined
      ? []
      : branchesOfCall(project, call, { file: node.file, macroFile: macro.file });
  if (branches.length > 0) {
    const lines = branches.slice(-SHOWN_BRANCHES).map((branch) => branchLine(project, branch));
    rows.push({ label: "Way taken", lines });
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

/** `else of score > 15  macros/optimal.sql:12`. */
function branchLine(project: ProjectSnapshot, branch: TakenBranch): Phrase {
  const words = branch.taken === "else" ? "else of " : `${branch.taken} `;
  return [words, { text: branch.condition, isCode: true }, "  ", sitePiece(project, branch)];
}
