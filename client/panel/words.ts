/** Names of options as people read them. The ids are those of the command line. */

import type { SimulateResult } from "../../server/src/protocol";
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

export type Engine = NonNullable<RunOptions["engine"]>;

export const engineChoices: readonly Choice<Engine>[] = [
  { id: "dbt-core", label: "dbt-core 1", explanation: "Python; starts models as they get ready" },
  { id: "fusion", label: "dbt 2", explanation: "Fusion; its order is known only within a band" },
];

/** `16 threads · hints ignored · dbt order`, and what else is not as the project says. */
export function runWords(
  { threads, hints, policy }: Pick<SimulateResult, "threads" | "hints" | "policy">,
  options: RunOptions,
): string {
  const { command, engine, target, select, exclude, at, run, capacity, contention } = options;
  const triedCount = Object.keys(options.whatIf ?? {}).length;
  const parts = [
    counted(threads, "thread"),
    nameOfRun(hints, policy),
    command === "build" ? "dbt build" : "",
    engine === undefined ? "" : (engineChoices.find(({ id }) => id === engine)?.label ?? engine),
    target === undefined ? "" : `target ${target}`,
    select === undefined ? "" : `only ${select}`,
    exclude === undefined ? "" : `without ${exclude}`,
    at === undefined ? "" : `at ${at.replace("T", " ")}`,
    run === undefined ? "" : `durations of ${run}`,
    capacity === undefined ? "" : `capacity ${capacity}`,
    contention === undefined ? "" : slowdownWords(contention),
    triedCount === 0 ? "" : `${counted(triedCount, "duration")} tried`,
  ];
  return parts.filter(Boolean).join(" · ");
}

function slowdownWords({ alpha, beta }: NonNullable<RunOptions["contention"]>): string {
  return alpha === 0 && beta === 0 ? "no slowdown" : `slowdown α ${alpha}, β ${beta}`;
}

/** `hints seats · longest path first`. */
export function nameOfRun(hints: HintMeaning, policy: Policy): string {
  const order = policyChoices.find(({ id }) => id === policy)?.label ?? policy;
  return `hints ${hints} · ${order}`;
}

/** `1 thread`, `16 threads`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
