/** The choices at the top of the page. Holds no state: shows options, reports changes. */

import { choice, field, onChoice } from "./choice";
import { element } from "./element";
import { t } from "./language";
import type { Choices, RunOptions } from "./messages";
import { createMoreControls } from "./moreControls";
import { furtherChoices, type OptionChange } from "./options";
import { hintChoices, policyChoices } from "./words";

/** Beyond this a slider says nothing; the number field takes any count. */
const sliderMaximum = 64;

/** What is on screen, all of it known. */
export interface ShownOptions {
  readonly threads: number;
  readonly hints: NonNullable<RunOptions["hints"]>;
  readonly policy: NonNullable<RunOptions["policy"]>;
  readonly threadsOrigin: string | undefined;
}

export interface ControlsView {
  readonly root: HTMLElement;
  /** Puts marks of tried durations behind the controls. */
  showTried(marks: readonly HTMLElement[]): void;
  /** The choices as they are asked for, and the run as it was simulated. */
  show(options: RunOptions, shown: ShownOptions): void;
  offer(choices: Choices): void;
  /** Why the last question has no answer; absent takes it away. */
  complain(message: string | undefined): void;
}

export interface ControlEvents {
  /** Gets only what the person touched; `isMoving` while a slider is held. */
  readonly changed: (change: OptionChange, isMoving: boolean) => void;
  /** Today's run. */
  readonly reset: () => void;
  readonly moreShown: (areShown: boolean) => void;
}

export function createControls(areMoreShown: boolean, events: ControlEvents): ControlsView {
  const { changed } = events;
  const slider = element("input", {
    type: "range",
    min: 1,
    max: sliderMaximum,
    id: "threads-slider",
    "aria-label": t("Threads"),
  });
  const count = element("input", {
    type: "number",
    min: 1,
    max: 4096,
    id: "threads",
    "aria-label": t("Number of threads"),
  });
  const origin = element("span", { class: "quiet", id: "threads-origin" });
  const hints = choice("hints", hintChoices);
  const policy = choice("policy", policyChoices);
  const command = choice("command", [
    { id: "run", label: "run", explanation: t("models, seeds and snapshots") },
    { id: "build", label: "build", explanation: t("with tests between them") },
  ]);
  const tried = element("span", { class: "control", id: "tried" });
  const today = element(
    "button",
    { type: "button", id: "today", class: "secondary" },
    t("Today’s run"),
  );
  const more = createMoreControls((change) => changed(change, false));
  const moreTitle = element("summary", {});
  const details = element("details", { id: "more", open: areMoreShown }, moreTitle, more.root);
  const complaint = element("p", { class: "complaint", role: "alert", hidden: true });

  slider.addEventListener("input", () => {
    count.value = slider.value;
    changed({ threads: slider.valueAsNumber }, true);
  });
  slider.addEventListener("change", () => changed({ threads: slider.valueAsNumber }, false));
  count.addEventListener("input", () => {
    const threads = count.valueAsNumber;
    if (!Number.isInteger(threads) || threads < 1) return;
    slider.value = `${threads}`;
    changed({ threads }, false);
  });
  onChoice(hints, hintChoices, (id) => changed({ hints: id }, false));
  onChoice(policy, policyChoices, (id) => changed({ policy: id }, false));
  command.addEventListener("change", () =>
    changed({ command: command.value === "build" ? "build" : "run" }, false),
  );
  today.addEventListener("click", events.reset);
  details.addEventListener("toggle", () => events.moreShown(details.open));

  const root = element(
    "form",
    { class: "controls", "aria-label": t("What to simulate") },
    field("threads", t("Threads"), slider, count, origin),
    onlyDbt(field("hints", t("Hints"), hints)),
    onlyDbt(field("policy", t("Order"), policy)),
    onlyDbt(field("command", "dbt", command)),
    today,
    tried,
    onlyDbt(details),
    complaint,
  );
  root.addEventListener("submit", (event) => event.preventDefault());

  return {
    root,
    showTried: (marks) => tried.replaceChildren(...marks),
    offer: (choices) => more.offer(choices),
    complain(message) {
      complaint.hidden = message === undefined;
      complaint.textContent = message ?? "";
    },
    show(options, shown) {
      // A field that is being typed into keeps what the person types.
      if (document.activeElement !== count) count.value = `${shown.threads}`;
      if (document.activeElement !== slider) slider.value = `${shown.threads}`;
      slider.setAttribute("aria-valuetext", `${shown.threads}`);
      hints.value = shown.hints;
      policy.value = shown.policy;
      command.value = options.command ?? "run";
      origin.textContent = shown.threadsOrigin ?? "";
      hints.title = explanationOf(hintChoices, shown.hints);
      policy.title = explanationOf(policyChoices, shown.policy);
      more.show(options);
      const chosen = furtherChoices(options);
      moreTitle.textContent =
        chosen === 0 ? t("More choices") : t("More choices ({0} set)", chosen);
    },
  };
}

/** Not shown where no dbt project stands behind the run. */
function onlyDbt(part: HTMLElement): HTMLElement {
  part.classList.add("only-dbt");
  return part;
}

function explanationOf(
  options: readonly { readonly id: string; readonly explanation: string }[],
  id: string,
): string {
  return options.find((option) => option.id === id)?.explanation ?? "";
}
