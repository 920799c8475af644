/** Names of options as people read them. The ids are those of the command line; hint meanings go by them. */

import type { SimulateResult } from "../../server/src/protocol";
import type { DurationOrigin } from "../../server/src/workload/workload";
import { t } from "./language";
import type { RunOptions } from "./messages";

export type HintMeaning = NonNullable<RunOptions["hints"]>;
export type Policy = NonNullable<RunOptions["policy"]>;

interface Choice<Id> {
  readonly id: Id;
  readonly label: string;
  readonly explanation: string;
}

export const hintChoices: readonly Choice<HintMeaning>[] = [
  { id: "ignored", label: "ignored", explanation: t("what dbt does today") },
  {
    id: "seats",
    label: "seats",
    explanation: t("models with the same hint share that many seats"),
  },
  {
    id: "exclusive",
    label: "exclusive",
    explanation: t("taken literally: few others run beside it"),
  },
  {
    id: "slots",
    label: "slots",
    explanation: t("a model takes as many threads as its hint says"),
  },
];

export const policyChoices: readonly Choice<Policy>[] = [
  { id: "dbt-core", label: t("dbt order"), explanation: t("in order of becoming ready") },
  {
    id: "longest-path",
    label: t("longest path first"),
    explanation: t("what holds up most starts first"),
  },
  { id: "fusion", label: t("dbt 2 order"), explanation: t("a band rather than one number") },
];

export type Engine = NonNullable<RunOptions["engine"]>;

export const engineChoices: readonly Choice<Engine>[] = [
  {
    id: "dbt-core",
    label: "dbt-core 1",
    explanation: t("Python; starts models as they get ready"),
  },
  { id: "fusion", label: "dbt 2", explanation: t("Fusion; its order is known only within a band") },
];

/** Where a duration comes from. */
export const originWords: Readonly<Record<DurationOrigin, string>> = {
  measured: t("measured"),
  given: t("given"),
  estimated: t("estimated"),
  assumed: t("assumed"),
};

/** Classes of complexity by their ids; another id speaks for itself. */
export const classWords: Readonly<Record<string, string>> = {
  "heavy-analytical": t("heavy analytical"),
  "medium-processing": t("medium processing"),
  "lightweight-staging": t("lightweight staging"),
  utility: t("utility"),
};

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
    target === undefined ? "" : t("target {0}", target),
    select === undefined ? "" : t("only {0}", select),
    exclude === undefined ? "" : t("without {0}", exclude),
    at === undefined ? "" : t("at {0}", at.replace("T", " ")),
    run === undefined ? "" : t("durations of {0}", run),
    capacity === undefined ? "" : t("capacity {0}", capacity),
    contention === undefined ? "" : slowdownWords(contention),
    triedCount === 0 ? "" : t("{0} tried", counted(triedCount, "duration")),
  ];
  return parts.filter(Boolean).join(" · ");
}

function slowdownWords({ alpha, beta }: NonNullable<RunOptions["contention"]>): string {
  return alpha === 0 && beta === 0 ? t("no slowdown") : t("slowdown α {0}, β {1}", alpha, beta);
}

/** `hints seats · longest path first`. */
export function nameOfRun(hints: HintMeaning, policy: Policy): string {
  const order = policyChoices.find(({ id }) => id === policy)?.label ?? policy;
  const meaning = hintChoices.find(({ id }) => id === hints)?.label ?? hints;
  return `${t("hints {0}", meaning)} · ${order}`;
}

/** The first `most` names, and how many more there are. */
export function someOf(names: readonly string[], most: number): string {
  const shown = names.slice(0, most).join(", ");
  const rest = names.length - most;
  return rest > 0 ? t("{0} and {1} more", shown, rest) : shown;
}

/** `1 thread`, `16 threads`. */
export function counted(count: number, noun: Noun): string {
  const [one, many] = nouns[noun];
  return count === 1 ? one : many(count);
}

type Noun = "thread" | "task" | "duration" | "run" | "idle gap";

const nouns: Readonly<Record<Noun, readonly [string, (count: number) => string]>> = {
  thread: [t("1 thread"), (count) => t("{0} threads", count)],
  task: [t("1 task"), (count) => t("{0} tasks", count)],
  duration: [t("1 duration"), (count) => t("{0} durations", count)],
  run: [t("1 run"), (count) => t("{0} runs", count)],
  "idle gap": [t("1 idle gap"), (count) => t("{0} idle gaps", count)],
};
