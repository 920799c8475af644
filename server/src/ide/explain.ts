/**
 * All that Heddle has to say about one model, as Markdown and as plain text: the hover's card plus
 * its neighbours, what its macros said and its open problems. Used by the editor's Explain Model
 * and by `heddle explain`, so both say the same.
 */
import type { DbtNode } from "../dbt/project";
import type { ProjectSnapshot } from "../workspace/snapshot";
import { articleRow } from "./adviceRows";
import {
  type Card,
  type CardRow,
  cardMarkdown,
  cardText,
  type LinkTargets,
  type Phrase,
} from "./card";
import { modelCard, sitePiece } from "./modelCard";
import { runPlace } from "./modelFacts";
import { nameOf } from "./runRow";
import { count, runClock } from "./words";

/** More neighbours than this are counted, not listed. */
const LISTED_NEIGHBOURS = 12;

export interface Explanation {
  readonly markdown: string;
  readonly text: string;
}

/**
 * Explains an enabled or disabled node; `links` says how Markdown links are written, `reword` may put
 * the card in other words.
 */
export function explain(
  project: ProjectSnapshot,
  node: DbtNode,
  links?: LinkTargets,
  reword = (card: Card): Card => card,
): Explanation {
  const card = reword(explainCard(project, node));
  return { markdown: cardMarkdown(card, links), text: cardText(card) };
}

function explainCard(project: ProjectSnapshot, node: DbtNode): Card {
  const card = modelCard(project, node);
  const rows: readonly CardRow[] = [
    ...card.rows,
    ...articleRow(project, node),
    ...neighbourRows(project, "Waits for", node.dependsOn),
    ...neighbourRows(project, "Unlocks", childrenOf(project, node)),
    ...traceRows(node),
    ...problemRows(project, node),
    {
      label: "File",
      lines: [[sitePiece(project, { file: node.file, span: { start: 0, end: 0 } })]],
    },
  ];
  return { ...card, rows };
}

function childrenOf(project: ProjectSnapshot, node: DbtNode): readonly string[] {
  const children: string[] = [];
  for (const other of project.project.nodes.values()) {
    if (other.dependsOn.includes(node.uniqueId) && other.resourceType !== "test") {
      children.push(other.uniqueId);
    }
  }
  return children;
}

/** Neighbours with the time at which the run is done with them, the latest first. */
function neighbourRows(
  project: ProjectSnapshot,
  label: string,
  ids: readonly string[],
): readonly CardRow[] {
  if (ids.length === 0) return [];
  const schedule = project.schedule();
  const known = ids
    .map((id) => ({ id, task: runPlace(schedule, id)?.task }))
    .sort((a, b) => (b.task?.endMs ?? -1) - (a.task?.endMs ?? -1));
  const lines: Phrase[] = known.slice(0, LISTED_NEIGHBOURS).map(({ id, task }) => {
    if (task === undefined)
      return [`${nameOf(project, id)} · ${kindOf(id)}, takes no time in the run`];
    const clock = (ms: number) => runClock(ms, schedule.makespanMs);
    const mark = task.critical ? " · critical" : "";
    return [`${nameOf(project, id)} · ${clock(task.startMs)} – ${clock(task.endMs)}${mark}`];
  });
  const rest = known.length - lines.length;
  if (rest > 0) lines.push([`and ${count(rest, "more node")}`]);
  return [{ label, lines }];
}

/** `exposure` of `exposure.shop.dashboard`. */
function kindOf(id: string): string {
  return id.slice(0, Math.max(0, id.indexOf(".")));
}

function traceRows(node: DbtNode): readonly CardRow[] {
  const lines = node.traces.flatMap(({ macro, logs }) =>
    logs.map((log): Phrase => [`${macro}: `, { text: log, isCode: true }]),
  );
  return lines.length === 0 ? [] : [{ label: "Macros log", lines }];
}

function problemRows(project: ProjectSnapshot, node: DbtNode): readonly CardRow[] {
  const problems = project.problemsIn(node.file);
  if (problems.length === 0) return [];
  const lines = problems.map(
    ({ severity, code, message, span }): Phrase => [
      sitePiece(project, { file: node.file, span }),
      ` ${severity} ${code}: ${message}`,
    ],
  );
  return [{ label: "Problems", lines }];
}
