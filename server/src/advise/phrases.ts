/** Words that several rules' messages share: counts, names and shares as people say them. */
import type { DbtNode } from "../dbt/project";
import { counted } from "./counted";
import type { RuleInput } from "./rule";

export { counted };

/** `a`, `a and b`, `a, b and 3 more`: at most `limit` names. */
export function nameList(names: readonly string[], limit = 3): string {
  if (names.length <= limit) {
    return names.length < 2
      ? names.join("")
      : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
  }
  return `${names.slice(0, limit - 1).join(", ")} and ${names.length - limit + 1} more`;
}

/** `12 models`, or `12 nodes` where seeds, snapshots or tests are among them; one goes by name. */
export function nodesCounted(nodes: readonly DbtNode[]): string {
  if (nodes.length === 1) return nodes[0]!.name;
  const isAllModels = nodes.every((node) => node.resourceType === "model");
  return counted(nodes.length, isAllModels ? "model" : "node");
}

/** How far the run's durations can be trusted: `by 12 measured of 40 durations`. */
export function durationBasis(input: RuleInput): string {
  const counts = new Map<string, number>();
  let total = 0;
  for (const { durationMs, durationOrigin } of input.workload()?.tasks ?? []) {
    // Tasks without a duration, such as ephemeral models, have nothing to be trusted.
    if (durationMs === 0) continue;
    counts.set(durationOrigin, (counts.get(durationOrigin) ?? 0) + 1);
    total++;
  }
  const [origin, most] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? ["assumed", 0];
  return most === total ? `by ${origin} durations` : `by ${most} ${origin} of ${total} durations`;
}

/** `12 %`. */
export function percentOf(part: number, whole: number): string {
  return `${whole === 0 ? 0 : Math.round((part / whole) * 100)} %`;
}
