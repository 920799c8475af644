/**
 * Finds light models that wait for the seat of a heavy one because both carry the same hint. One
 * finding per hint, silent where a hint of the pool lies outside its own range anyway.
 */
import { formatDuration } from "../../base/duration";
import type { DbtNode } from "../../dbt/project";
import { createEngine } from "../../schedule/engine";
import { graphOf } from "../../workload/graph";
import { hasEvidence } from "../evidence";
import { type HintSite, hintSites } from "../hintSites";
import { hintSpan } from "../hintSpan";
import { durationBasis, nameList } from "../phrases";
import type { Rule, RuleInput } from "../rule";
import { isHintOutsideRange } from "./threadsDifferFromRecommended";

/** A run that gets shorter by less than this share is not worth another hint. */
const WORTH = 0.05;

export const heavySharesSeats: Rule = {
  code: "heavy-shares-seats",
  severity: "information",
  title: "Light models wait for the seat of a heavy one",
  advice: "simulated",

  *check(input) {
    const workload = input.workload();
    if (workload === undefined || !hasEvidence(input)) return;
    const graph = graphOf(workload);
    const { threads } = workload.capacity;
    const makespanOf = (hint: Int32Array): number =>
      createEngine({ ...graph, hint }, { hints: "seats", policy: "dbt-core" }).run(threads);
    for (const [pool, sites] of pools(input)) {
      const nodes = sites.flatMap((site) => site.nodes);
      const heavy = nodes.filter((node) => classOf(input, node) === "heavy-analytical");
      const light = nodes.filter((node) => isLight(input, node));
      const site = sites.find((one) => one.nodes.some((node) => heavy.includes(node)));
      if (heavy.length === 0 || light.length === 0 || site === undefined) continue;
      const hint = graph.hint.slice();
      for (const { uniqueId } of light) {
        const task = graph.indexOf.get(uniqueId);
        if (task !== undefined) hint[task] = 0;
      }
      const present = makespanOf(graph.hint);
      const saved = present - makespanOf(hint);
      if (saved < present * WORTH) continue;
      yield {
        file: site.origin.file,
        span: hintSpan(input.project, site.origin),
        savesMs: saved,
        message: `${nameList(light.map(({ name }) => name))} ${light.length === 1 ? "shares" : "share"} ${pool === 1 ? "the one seat" : `the ${pool} seats`} of ${nameList(heavy.map(({ name }) => name))} and ${light.length === 1 ? "waits" : "wait"} behind ${heavy.length === 1 ? "it" : "them"}. Without a hint on the light ones a run with seats would end ${formatDuration(saved)} earlier (${durationBasis(input)}).`,
        related: sites
          .filter((one) => one !== site)
          .slice(0, 10)
          .map(({ origin }) => ({
            file: origin.file,
            span: hintSpan(input.project, origin),
            message: `also hint ${pool}`,
          })),
      };
    }
  },
};

/** Places of usable hints by hint, without pools of which another rule speaks. */
function pools(input: RuleInput): ReadonlyMap<number, readonly HintSite[]> {
  const byHint = new Map<number, HintSite[]>();
  const left = new Set<number>();
  for (const site of hintSites(input.project)) {
    const { threads } = site;
    if (threads === undefined) continue;
    if (threads >= input.project.threads.effective || isHintOutsideRange(input, site)) {
      left.add(threads);
    }
    byHint.set(threads, [...(byHint.get(threads) ?? []), site]);
  }
  return new Map([...byHint].filter(([threads]) => !left.has(threads)));
}

function classOf(input: RuleInput, { uniqueId }: DbtNode): string | undefined {
  return input.recommendation(uniqueId)?.class;
}

function isLight(input: RuleInput, node: DbtNode): boolean {
  const ofClass = classOf(input, node);
  return ofClass === "lightweight-staging" || ofClass === "utility";
}
