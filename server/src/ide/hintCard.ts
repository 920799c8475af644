/**
 * The card of a `threads` key in YAML: which models take it, what would be better for them, what
 * dbt makes of it. One model is shown as itself, many as groups.
 */
import type { DbtNode } from "../dbt/project";
import type { ProjectSnapshot } from "../workspace/snapshot";
import type { Card, CardRow, Phrase } from "./card";
import { modelCard } from "./modelCard";
import type { Place } from "./place";
import { count, engineName, fateInDbt1, fateInDbt2, shownValue } from "./words";

/** More names than this are counted, not listed. */
const LISTED_NAMES = 6;

/** The card of a hint's place in `file`. */
export function hintCard(
  project: ProjectSnapshot,
  file: string,
  place: Extract<Place, { kind: "hint" }>,
): Card {
  const { carriers, overridden } = place;
  const [first] = carriers;
  if (first !== undefined && carriers.length === 1 && overridden.length === 0) {
    return modelCard(project, first);
  }
  if (first?.hint === undefined) return uselessCard(file, overridden);
  const { hint } = first;
  const { engine, adapter } = project.project;
  const fates: CardRow[] = [
    { label: `In ${engineName("dbt-core")}`, lines: [[fateInDbt1(hint, adapter)]] },
    { label: `In ${engineName("fusion")}`, lines: [[fateInDbt2(hint)]] },
  ];
  return {
    title: `threads ${shownValue(hint.value)}`,
    subtitle: `${hint.origin.via} · ${count(carriers.length, "model")}`,
    rows: [
      { label: "Recommended", lines: recommendedLines(project, carriers) },
      ...(engine === "fusion" ? fates.reverse() : fates),
      ...overriddenRow(overridden),
    ],
    notes: [],
    actions: [{ title: "Simulate Run", command: "heddle.simulateRun" }],
  };
}

function uselessCard(file: string, overridden: readonly DbtNode[]): Card {
  const note =
    overridden.length === 0
      ? `No enabled model, seed or snapshot takes this value from ${file}.`
      : "Every node that it reaches has a nearer setting.";
  return {
    title: "threads",
    subtitle: "without effect here",
    rows: overriddenRow(overridden),
    notes: [[note]],
    actions: [],
  };
}

/** One line per recommended count, the largest group first. */
function recommendedLines(
  project: ProjectSnapshot,
  carriers: readonly DbtNode[],
): readonly Phrase[] {
  const groups = new Map<number | undefined, DbtNode[]>();
  for (const node of carriers) {
    const threads = project.recommendation(node.uniqueId)?.threads;
    const group = groups.get(threads);
    if (group === undefined) groups.set(threads, [node]);
    else group.push(node);
  }
  return [...groups]
    .sort(([a, these], [b, those]) => those.length - these.length || (a ?? 0) - (b ?? 0))
    .map(([threads, nodes]): Phrase => {
      const head = threads === undefined ? "no advice" : count(threads, "thread");
      return [
        { text: head, isStrong: true },
        ` for ${count(nodes.length, "model")}: ${listed(nodes)}`,
      ];
    });
}

function overriddenRow(overridden: readonly DbtNode[]): readonly CardRow[] {
  if (overridden.length === 0) return [];
  const line: Phrase = [`in ${count(overridden.length, "model")}: ${listed(overridden)}`];
  return [{ label: "Overridden", lines: [line] }];
}

function listed(nodes: readonly DbtNode[]): string {
  const names = nodes.slice(0, LISTED_NAMES).map((node) => node.name);
  const rest = nodes.length - names.length;
  return names.join(", ") + (rest > 0 ? ` and ${rest.toLocaleString("en-US")} more` : "");
}
