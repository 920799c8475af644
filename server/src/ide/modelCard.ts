/**
 * The card of one model, as hover and explain show it: what is advised, what is configured and
 * where, what dbt makes of it, how long it takes and where it stands in the run.
 */
import type { Recommendation } from "../advise/recommendThreads";
import { formatDuration } from "../base/duration";
import type { ConfigOrigin, DbtNode, ThreadsHint } from "../dbt/project";
import type { ProjectSnapshot } from "../workspace/snapshot";
import { memoryRow } from "./adviceRows";
import type { Card, CardAction, CardRow, Phrase, Piece } from "./card";
import { complexityRow } from "./complexityRow";
import { type ModelFacts, macroNamed, modelFacts } from "./modelFacts";
import { runRow } from "./runRow";
import {
  className,
  count,
  decidingMacro,
  durationOrigin,
  engineName,
  fateInDbt1,
  fateInDbt2,
  shownValue,
} from "./words";

/** The card of an enabled or disabled node. A few simulations; rows without facts are left out. */
export function modelCard(project: ProjectSnapshot, node: DbtNode): Card {
  const facts = modelFacts(project, node);
  const rows = facts.isDisabled
    ? configuredRows(project, node)
    : [
        ...recommendedRows(facts),
        ...configuredRows(project, node),
        ...fateRows(project, node),
        ...complexityRow(project, facts),
        ...memoryRow(project, node),
        ...durationRows(facts),
        ...runRow(project, facts),
        ...uncertainRows(node),
      ];
  return {
    title: node.version === null ? node.name : `${node.name} (v${node.version})`,
    subtitle: subtitle(facts),
    rows,
    notes: [],
    actions: modelActions(node),
  };
}

/** What a reader may do next about a model. */
export function modelActions(node: DbtNode): readonly CardAction[] {
  return [
    { title: "Simulate Run", command: "heddle.simulateRun", id: node.uniqueId },
    { title: "Explain Model", command: "heddle.explainModel", id: node.uniqueId },
  ];
}

/** `dbt_project.yml:31` as a link to the place. */
export function sitePiece(
  project: ProjectSnapshot,
  site: { readonly file: string; readonly span: ConfigOrigin["span"] },
): Piece {
  const { line } = project.linesOf(site.file).positionAt(site.span.start);
  return { text: `${site.file}:${line + 1}`, site: { file: site.file, span: site.span } };
}

function subtitle({ node, isDisabled, recommendation, complexity, run }: ModelFacts): string {
  const parts: string[] = [];
  if (node.resourceType !== "model") parts.push(node.resourceType);
  if (isDisabled) parts.push("disabled, not part of the run");
  const ofClass = recommendation?.class ?? complexity?.class;
  if (ofClass !== undefined) parts.push(className(ofClass));
  if (run?.criticalIndex !== undefined) {
    parts.push(`critical path ${run.criticalIndex} of ${run.schedule.criticalPath.length}`);
  } else if (run?.task.critical === true) parts.push("critical");
  return parts.join(" · ");
}

function recommendedRows({ recommendation }: ModelFacts): readonly CardRow[] {
  if (recommendation === undefined) return [];
  const { threads, because, rangeLow, rangeHigh } = recommendation;
  const head: Piece = { text: count(threads, "thread"), isStrong: true };
  const range = rangeLow < rangeHigh ? ` (${rangeLow}–${rangeHigh} are as good)` : "";
  const reasons = because.length === 0 ? "" : ` · ${because.join("; ")}`;
  return [{ label: "Recommended", lines: [[head, range + reasons], [trustWords(recommendation)]] }];
}

/** `confidence medium: only 2 runs on record`; a heuristic says that it is one. */
function trustWords({ confidence, isHeuristic, couldBeWrong }: Recommendation): string {
  const doubts = couldBeWrong.length === 0 ? "" : `: ${couldBeWrong.join("; ")}`;
  return `${isHeuristic ? "a heuristic" : `confidence ${confidence}`}${doubts}`;
}

function configuredRows(project: ProjectSnapshot, node: DbtNode): readonly CardRow[] {
  const { hint } = node;
  if (hint === undefined) {
    return [
      {
        label: "Configured",
        lines: [["not set: no threads, meta.threads or meta.heddle.threads"]],
      },
    ];
  }
  const value: Piece = {
    text: hint.threads === undefined ? shownValue(hint.value) : String(hint.threads),
    isStrong: true,
  };
  const first: Phrase = [
    value,
    hint.threads === undefined ? " is no thread count · " : " · ",
    sitePiece(project, hint.origin),
    ...viaPhrase(project, node, hint),
    hint.key === "threads" ? "" : ` · ${hint.key}`,
  ];
  const lines: Phrase[] = [first];
  for (const site of [...hint.overridden].reverse()) {
    lines.push(["overrides ", sitePiece(project, site), ` ${site.via}`]);
  }
  return [{ label: "Configured", lines }];
}

/** The path of keys that leads to the value, or the macro that decided it. */
function viaPhrase(project: ProjectSnapshot, node: DbtNode, hint: ThreadsHint): Phrase {
  const name = decidingMacro(hint);
  if (name === undefined) return [` ${hint.origin.via}`];
  const macro = macroNamed(project, name, node.package);
  const site = macro && { file: macro.file, span: macro.nameSpan };
  return [" by ", { text: `${name}()`, ...(site && { site }) }];
}

/** What each dbt does with the hint, the project's own first. */
function fateRows(project: ProjectSnapshot, node: DbtNode): readonly CardRow[] {
  const { hint } = node;
  if (hint === undefined) return [];
  const { engine, adapter } = project.project;
  const rows: readonly CardRow[] = [
    { label: `In ${engineName("dbt-core")}`, lines: [[fateInDbt1(hint, adapter)]] },
    { label: `In ${engineName("fusion")}`, lines: [[fateInDbt2(hint)]] },
  ];
  return engine === "fusion" ? [...rows].reverse() : rows;
}

function durationRows({ duration }: ModelFacts): readonly CardRow[] {
  if (duration === undefined) return [];
  const time: Piece = { text: formatDuration(duration.ms), isStrong: true };
  const lines: Phrase[] = [[time, ` · ${durationOrigin(duration)}`]];
  const trend = duration.trendPerRun;
  if (trend !== undefined && Math.abs(trend) >= 0.02) {
    const percent = Math.round(Math.abs(trend) * 100);
    lines.push([`${percent} % ${trend > 0 ? "slower" : "faster"} with each run`]);
  }
  return [{ label: "Duration", lines }];
}

function uncertainRows(node: DbtNode): readonly CardRow[] {
  if (node.uncertain.length === 0) return [];
  return [{ label: "Unknown offline", lines: node.uncertain.map((what) => [what]) }];
}
