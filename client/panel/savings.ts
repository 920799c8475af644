/** "Minutes you could save": what would shorten the run, largest first, each with its origin. */

import { formatDuration } from "../../server/src/base/duration";
import type { Saving } from "../../server/src/protocol";
import { element } from "./element";
import type { RunOptions } from "./messages";
import type { Run } from "./run";
import { hintChoices, policyChoices } from "./words";

const mostShown = 4;

/** A saving, with the options that would show it when it is a matter of options. */
export interface Offer extends Saving {
  readonly options?: RunOptions;
}

/**
 * The server's list, or where it sends none: the other ways to run the same models that end
 * earlier than the run on screen.
 */
export function offersOf({ schedule }: Run): Offer[] {
  if (schedule.savings !== undefined) return [...schedule.savings];
  return schedule.alternatives
    .map(({ hints, policy, makespanMs }): Offer => {
      const order = policyChoices.find(({ id }) => id === policy);
      const meaning = hintChoices.find(({ id }) => id === hints);
      return {
        title: order?.label ?? policy,
        how: `hints ${meaning?.label ?? hints}`,
        savesMs: schedule.makespanMs - makespanMs,
        basis: "simulated",
        options: { hints, policy },
      };
    })
    .filter(({ savesMs }) => savesMs > 0)
    .sort((a, b) => b.savesMs - a.savesMs);
}

export interface SavingsEvents {
  readonly select: (id: string) => void;
  /** Simulates with half the duration of this task, or takes that back. */
  readonly halve: (id: string) => void;
  readonly isTried: (id: string) => boolean;
  readonly apply: (options: RunOptions) => void;
}

export function savingsList(run: Run, events: SavingsEvents): HTMLElement {
  const offers = offersOf(run).slice(0, mostShown);
  if (offers.length === 0) {
    return element("p", { class: "note" }, "Nothing known would make this run shorter.");
  }
  return element(
    "ol",
    { class: "savings" },
    ...offers.map((offer) => savingItem(run, offer, events)),
  );
}

function tryButton(id: string, name: string, events: SavingsEvents): HTMLElement {
  const isTried = events.isTried(id);
  const label = isTried ? `Give ${name} its own duration back` : `Try ${name} at half its duration`;
  const button = element(
    "button",
    { type: "button", class: "link try", "aria-label": label, title: label },
    isTried ? "Take back" : "Try",
  );
  button.addEventListener("click", () => events.halve(id));
  return button;
}

function savingItem(run: Run, offer: Offer, events: SavingsEvents): HTMLElement {
  const { id, options } = offer;
  const name = (id !== undefined && run.byId.get(id)?.name) || offer.title;
  const title = element("button", { type: "button", class: "link" }, name);
  if (id !== undefined) title.addEventListener("click", () => events.select(id));
  else if (options !== undefined) title.addEventListener("click", () => events.apply(options));
  return element(
    "li",
    {},
    id === undefined && options === undefined ? element("span", {}, name) : title,
    element("span", { class: "gain" }, `−${formatDuration(offer.savesMs)}`),
    element("span", { class: "how" }, `${offer.how} · ${offer.basis}`),
    ...(id === undefined ? [] : [tryButton(id, name, events)]),
  );
}
