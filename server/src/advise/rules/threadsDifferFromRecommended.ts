/**
 * Finds hints outside the range that the evidence supports and simulates what the recommended
 * ones would save if hints were kept as seats. One finding per place.
 */
import { formatDuration } from "../../base/duration";
import type { DbtNode } from "../../dbt/project";
import { createEngine } from "../../schedule/engine";
import { graphOf } from "../../workload/graph";
import { MATRIX } from "../classify";
import { hasEvidence } from "../evidence";
import { type HintSite, hintSites } from "../hintSites";
import { hintSpan } from "../hintSpan";
import { durationBasis, nodesCounted } from "../phrases";
import type { Finding, Rule, RuleInput } from "../rule";
import { setHintFix } from "../setHint";

/** Places simulated one by one; a project with more of them gets findings without a gain. */
const SIMULATED_SITES = 40;

export const threadsDifferFromRecommended: Rule = {
  code: "threads-differ-from-recommended",
  severity: "information",
  title: "A hint lies outside the recommended range",
  advice: "simulated",

  *check(input) {
    const differing = hintSites(input.project)
      .map((site) => ({ site, nodes: differingNodes(input, site) }))
      .filter(({ nodes }) => nodes.length > 0);
    const gainOf = differing.length <= SIMULATED_SITES ? simulatedGain(input) : () => undefined;
    for (const { site, nodes } of differing) {
      const gainMs = gainOf(nodes);
      if (isWorthSaying(input, site, nodes, gainMs)) yield finding(input, site, nodes, gainMs);
    }
  },
};

function differingNodes(input: RuleInput, { threads, nodes }: HintSite): readonly DbtNode[] {
  // Above the run's own count, threads-exceed-capacity says so.
  if (threads === undefined || threads > input.project.threads.effective) return [];
  return nodes.filter(({ uniqueId }) => {
    const advice = input.recommendation(uniqueId);
    if (advice === undefined || !advice.makesDifference) return false;
    // A hint that its row allows is not held against the reserve: the run's own count limits it.
    const { high = threads } = MATRIX[advice.class];
    return threads < advice.rangeLow || threads > high;
  });
}

/** Whether the hint of a place lies outside the range of a node that it reaches. */
export function isHintOutsideRange(input: RuleInput, site: HintSite): boolean {
  return differingNodes(input, site).length > 0;
}

/** A higher hint is only for a shorter run; a lower one also spares the database. */
function isWorthSaying(
  input: RuleInput,
  { threads }: HintSite,
  nodes: readonly DbtNode[],
  gainMs: number | undefined,
): boolean {
  if (gainMs === undefined || !hasEvidence(input) || isGain(input, gainMs)) return true;
  return nodes.some((node) => input.recommendation(node.uniqueId)!.threads < threads!);
}

/** Below half a percent the run itself varies more. */
function isGain(input: RuleInput, gainMs: number): boolean {
  return gainMs > (input.schedule()?.makespanMs ?? 0) * 0.005;
}

function finding(
  input: RuleInput,
  { origin, threads, nodes: all }: HintSite,
  nodes: readonly DbtNode[],
  gainMs: number | undefined,
): Finding {
  const counts = nodes.map((node) => input.recommendation(node.uniqueId)!.threads);
  const [low, high] = [Math.min(...counts), Math.max(...counts)];
  const advised = low === high ? `${low}` : `${low} to ${high}`;
  const who =
    nodes.length === all.length ? nodesCounted(all) : `${nodes.length} of ${nodesCounted(all)}`;
  const because =
    nodes.length === 1 ? ` (${input.recommendation(nodes[0]!.uniqueId)!.because[0]})` : "";
  return {
    file: origin.file,
    span: hintSpan(input.project, origin),
    ...(gainMs !== undefined && isGain(input, gainMs) && { savesMs: gainMs }),
    fixes:
      low === high && nodes.length === all.length ? setHintFix(input.project, origin, low) : [],
    message: `${who}: hint ${threads}, recommended ${advised}${because}${gainWords(gainMs, input)}.`,
  };
}

function gainWords(gainMs: number | undefined, input: RuleInput): string {
  if (gainMs === undefined) return "";
  if (!hasEvidence(input)) return "; most durations are assumed, so no gain is known";
  const basis = durationBasis(input);
  if (isGain(input, gainMs)) return `; saves ${formatDuration(gainMs)} with seats, ${basis}`;
  return isGain(input, -gainMs)
    ? `; spares the database, but the run would take ${formatDuration(-gainMs)} longer with seats`
    : `; spares the database, the run stays as long with seats, ${basis}`;
}

/** Milliseconds that a run with seats gets shorter when `nodes` carry what is recommended. */
function simulatedGain(input: RuleInput): (nodes: readonly DbtNode[]) => number | undefined {
  const workload = input.workload();
  if (workload === undefined) return () => undefined;
  const graph = graphOf(workload);
  const { threads } = workload.capacity;
  // The order of dbt 2 is a band rather than a number; dbt-core's lies within it.
  const makespanOf = (hint: Int32Array): number =>
    createEngine({ ...graph, hint }, { hints: "seats", policy: "dbt-core" }).run(threads);
  const present = makespanOf(graph.hint);
  return (nodes) => {
    const hint = graph.hint.slice();
    for (const { uniqueId } of nodes) {
      const task = graph.indexOf.get(uniqueId);
      const advice = input.recommendation(uniqueId);
      if (task !== undefined && advice !== undefined) hint[task] = advice.threads;
    }
    return present - makespanOf(hint);
  };
}
