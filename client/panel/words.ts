/** Names of options as people read them. The ids are those of the command line. */

import type { RunOptions } from "./messages";

export type HintMeaning = NonNullable<RunOptions["hints"]>;
export type Policy = NonNullable<RunOptions["policy"]>;

interface Choice<Id> {
  readonly id: Id;
  readonly label: string;
  readonly explanation: string;
}

export const hintChoices: readonly Choice<HintMeaning>[] = [
  { id: "ignored", label: "ignored", explanation: "what dbt does today" },
  { id: "seats", label: "seats", explanation: "models with the same hint share that many seats" },
  { id: "exclusive", label: "exclusive", explanation: "taken literally: few others run beside it" },
  { id: "slots", label: "slots", explanation: "a model takes as many threads as its hint says" },
];

export const policyChoices: readonly Choice<Policy>[] = [
  { id: "dbt-core", label: "dbt order", explanation: "in order of becoming ready" },
  {
    id: "longest-path",
    label: "longest path first",
    explanation: "what holds up most starts first",
  },
  { id: "fusion", label: "dbt 2 order", explanation: "a band rather than one number" },
];

/** `seats · longest path first`. */
export function nameOfRun(hints: HintMeaning, policy: Policy): string {
  const order = policyChoices.find(({ id }) => id === policy)?.label ?? policy;
  return `hints ${hints} · ${order}`;
}

/** `1 thread`, `16 threads`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
