/** How choices of a run change: what is set, what goes back to what the project says. Pure. */

import type { RunOptions } from "./messages";

/** Fields to set; `undefined` takes a choice back. */
export type OptionChange = {
  readonly [Name in keyof RunOptions]?: RunOptions[Name] | undefined;
};

/** `options` with `change` laid over it. `run` is dbt's default command and not kept. */
export function changedOptions(options: RunOptions, change: OptionChange): RunOptions {
  const entries = Object.entries({ ...options, ...change }).filter(
    ([name, value]) => value !== undefined && !(name === "command" && value === "run"),
  );
  return Object.fromEntries(entries);
}

/** How many choices other than the rules of the run are not as the project says. */
export function furtherChoices(options: RunOptions): number {
  const { engine, target, select, exclude, at, run, capacity, contention } = options;
  const isSlowed = capacity !== undefined || contention !== undefined;
  return [engine, target, select, exclude, at, run, isSlowed || undefined].filter(
    (choice) => choice !== undefined,
  ).length;
}
