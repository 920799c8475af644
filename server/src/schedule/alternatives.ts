/** The same run under every hint meaning and order, side by side. Knows only makespans. */

import type { WorkloadGraph } from "../workload/graph";
import { createEngine } from "./engine";
import { HINT_MEANINGS, type HintMeaning, type Policy, type SimulateOptions } from "./schedule";

/** CONTRACT "alternatives": one combination and how long it takes. */
export interface Alternative {
  readonly hints: HintMeaning;
  readonly policy: Policy;
  readonly makespanMs: number;
}

const ORDERS: readonly Policy[] = ["dbt-core", "longest-path"];

/**
 * Every meaning with dbt's order, then every meaning with longest path first; today's run comes
 * first. All else is as in `options`. Eight simulations.
 */
export function alternatives(
  graph: WorkloadGraph,
  options: SimulateOptions,
): readonly Alternative[] {
  return ORDERS.flatMap((policy) =>
    HINT_MEANINGS.map((hints) => {
      const engine = createEngine(graph, { ...options, hints, policy });
      return { hints, policy, makespanMs: engine.run(options.threads) };
    }),
  );
}
