/** "Minutes you could save": what would shorten the run, largest first, each with its origin. */

import { formatDuration } from "../../server/src/base/duration";
import type { Saving, SweepResult } from "../../server/src/protocol";
import { savingWords } from "../src/savingWords";
import { element } from "./element";
import { t } from "./language";
import type { RunOptions } from "./messages";
import type { Run } from "./run";
import { counted, hintChoices, policyChoices } from "./words";

const mostShown = 4;
/** Shorter gains, as a share of the run, are not worth a line. */
const smallestShare = 0.002;

/** A saving, with the options that would show it when it is a matter of options. */
export interface Offer extends Saving {
  readonly options?: RunOptions;
}

/**
 * The server's list with the thread count worth paying for; where it sends none, the other ways to
 * run the same models that end earlier than the run on screen. Largest first.
 */
export function offersOf({ schedule }: Run, sweep?: SweepResult): Offer[] {
  const own = schedule.savings?.map(
    (saving): Offer =>
      saving.id === undefined && saving.title === longestFirst
        ? { ...saving, options: { policy: "longest-path" } }
        : saving,
  );
  const leastMs = Math.max(1, schedule.makespanMs * smallestShare);
  return [...(own ?? otherWays(schedule)), ...moreThreads(schedule, sweep)]
    .filter(({ savesMs }) => savesMs >= leastMs)
    .sort((a, b) => b.savesMs - a.savesMs);
}

/** The server's title of the saving that is a choice on this page. */
const longestFirst = "longest path first";

function otherWays({ alternatives, makespanMs: nowMs }: Run["schedule"]): Offer[] {
  return alternatives.map(({ hints, policy, makespanMs }): Offer => {
    const order = policyChoices.find(({ id }) => id === policy);
    const meaning = hintChoices.find(({ id }) => id === hints);
    return {
      title: order?.label ?? policy,
      how: t("hints {0}", meaning?.label ?? hints),
      savesMs: nowMs - makespanMs,
      basis: "simulated",
      options: { hints, policy },
    };
  });
}

function moreThreads({ threads, makespanMs }: Run["schedule"], sweep?: SweepResult): Offer[] {
  const wanted = sweep?.recommended.threads;
  const point = sweep?.points.find((candidate) => candidate.threads === wanted);
  if (wanted === undefined || point === undefined || wanted === threads) return [];
  return [
    {
      title: counted(wanted, "thread"),
      how: t("instead of {0}", threads),
      savesMs: makespanMs - point.makespanMs,
      basis: "simulated",
      options: { threads: wanted },
    },
  ];
}

export interface SavingsEvents {
  readonly select: (id: string) => void;
  readonly open: (id: string) => void;
  /** Simulates with half the duration of this task, or takes that back. */
  readonly halve: (id: string) => void;
  readonly isTried: (id: string) => boolean;
  readonly apply: (options: RunOptions) => void;
  /** Writes a thread count where the project's stands; absent where it stands in no file. */
  readonly writeThreads: ((threads: number) => void) | undefined;
}

export function savingsList(
  run: Run,
  sweep: SweepResult | undefined,
  events: SavingsEvents,
): HTMLElement {
  const { savings, alternatives } = run.schedule;
  if (savings === undefined && alternatives.length === 0) {
    return element("p", { class: "note" }, t("Being worked out …"));
  }
  const offers = offersOf(run, sweep).slice(0, mostShown);
  if (offers.length === 0) {
    return element("p", { class: "note" }, t("Nothing known would make this run shorter."));
  }
  return element(
    "ol",
    { class: "savings" },
    ...offers.map((offer) => savingItem(run, offer, events)),
  );
}

function savingItem(run: Run, offer: Offer, events: SavingsEvents): HTMLElement {
  const { id } = offer;
  const name = (id !== undefined && run.byId.get(id)?.name) || savingWords(offer.title, t);
  return element(
    "li",
    {},
    id === undefined
      ? element("span", { class: "saving-name" }, name)
      : linkButton(name, t("Show {0} in the chart", name), () => events.select(id)),
    element("span", { class: "gain" }, `−${formatDuration(offer.savesMs)}`),
    element(
      "span",
      { class: "how" },
      `${savingWords(offer.how, t)} · ${savingWords(offer.basis, t)}`,
    ),
    element("span", { class: "actions" }, ...actionsOf(name, offer, events)),
  );
}

function actionsOf(name: string, { id, options }: Offer, events: SavingsEvents): HTMLElement[] {
  if (id !== undefined) {
    const isTried = events.isTried(id);
    const label = isTried
      ? t("Take back: {0} at half its duration", name)
      : t("Try {0} at half its duration", name);
    return [
      linkButton(isTried ? t("Take back") : t("Try"), label, () => events.halve(id), "try"),
      linkButton(t("Open"), t("Open the source of {0}", name), () => events.open(id)),
    ];
  }
  if (options === undefined) return [];
  const attempt = linkButton(t("Try"), t("Try {0}", name), () => events.apply(options));
  const { threads } = options;
  const { writeThreads } = events;
  if (threads === undefined || writeThreads === undefined) return [attempt];
  const label = t("Apply {0}: write them where the project’s stand", counted(threads, "thread"));
  return [attempt, linkButton(t("Apply"), label, () => writeThreads(threads), "apply")];
}

function linkButton(text: string, label: string, press: () => void, kind = ""): HTMLElement {
  const button = element(
    "button",
    { type: "button", class: `link ${kind}`, "aria-label": label, title: label },
    text,
  );
  button.addEventListener("click", press);
  return button;
}
