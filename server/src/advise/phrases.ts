/** Words that several rules' messages share: counts, names and shares as people say them. */
import type { Durations } from "../dbt/artifacts/modelDuration";
import type { DbtNode } from "../dbt/project";

/** `1 model`, `12 models`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

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

/** How far durations can be trusted, for the end of a sentence: `by 12 of 40 measured durations`. */
export function durationBasis(durations: Durations): string {
  let measured = 0;
  for (const { origin } of durations.values()) if (origin === "measured") measured++;
  if (durations.size === 0) return "no durations are known";
  if (measured === durations.size) return "by measured durations";
  if (measured > 0) return `by ${measured} measured of ${durations.size} durations`;
  const origins = new Set([...durations.values()].map(({ origin }) => origin));
  return origins.size === 1 ? `by ${[...origins][0]} durations` : "by given and assumed durations";
}

/** `12 %`. */
export function percentOf(part: number, whole: number): string {
  return `${whole === 0 ? 0 : Math.round((part / whole) * 100)} %`;
}
