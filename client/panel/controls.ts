/** The choices at the top of the page. Holds no state: shows options, reports changes. */

import { element } from "./element";
import type { RunOptions } from "./messages";
import { hintChoices, policyChoices } from "./words";

/** Beyond this a slider says nothing; the number field takes any count. */
const sliderMaximum = 64;

/** What is on screen, all of it known. */
export interface ShownOptions {
  readonly threads: number;
  readonly hints: NonNullable<RunOptions["hints"]>;
  readonly policy: NonNullable<RunOptions["policy"]>;
  readonly command: NonNullable<RunOptions["command"]>;
  readonly threadsOrigin: string | undefined;
}

export interface ControlsView {
  readonly root: HTMLElement;
  /** Puts marks of tried durations behind the controls. */
  showTried(marks: readonly HTMLElement[]): void;
  show(options: ShownOptions): void;
}

/** `changed` gets only what the person touched; `reset` asks for today's run. */
export function createControls(
  changed: (options: RunOptions) => void,
  reset: () => void,
): ControlsView {
  const slider = element("input", {
    type: "range",
    min: 1,
    max: sliderMaximum,
    id: "threads-slider",
    "aria-label": "Threads",
  });
  const count = element("input", {
    type: "number",
    min: 1,
    max: 4096,
    id: "threads",
    "aria-label": "Number of threads",
  });
  const origin = element("span", { class: "quiet", id: "threads-origin" });
  const hints = choice("hints", hintChoices);
  const policy = choice("policy", policyChoices);
  const command = choice("command", [
    { id: "run", label: "run", explanation: "models, seeds and snapshots" },
    { id: "build", label: "build", explanation: "with tests between them" },
  ]);
  const tried = element("span", { class: "control", id: "tried" });
  const today = element(
    "button",
    { type: "button", id: "today", class: "secondary" },
    "Today’s run",
  );

  slider.addEventListener("input", () => {
    count.value = slider.value;
    changed({ threads: slider.valueAsNumber });
  });
  count.addEventListener("input", () => {
    const threads = count.valueAsNumber;
    if (!Number.isInteger(threads) || threads < 1) return;
    slider.value = `${threads}`;
    changed({ threads });
  });
  onChoice(hints, hintChoices, (id) => changed({ hints: id }));
  onChoice(policy, policyChoices, (id) => changed({ policy: id }));
  command.addEventListener("change", () =>
    changed({ command: command.value === "build" ? "build" : "run" }),
  );
  today.addEventListener("click", reset);

  const root = element(
    "form",
    { class: "controls", "aria-label": "What to simulate" },
    element("span", { class: "control" }, labelFor("threads", "Threads"), slider, count, origin),
    element("span", { class: "control" }, labelFor("hints", "Hints"), hints),
    element("span", { class: "control" }, labelFor("policy", "Order"), policy),
    element("span", { class: "control" }, labelFor("command", "dbt"), command),
    today,
    tried,
  );
  root.addEventListener("submit", (event) => event.preventDefault());

  return {
    root,
    showTried: (marks) => tried.replaceChildren(...marks),
    show(options) {
      // A field that is being typed into keeps what the person types.
      if (document.activeElement !== count) count.value = `${options.threads}`;
      if (document.activeElement !== slider) slider.value = `${options.threads}`;
      hints.value = options.hints;
      policy.value = options.policy;
      command.value = options.command;
      origin.textContent = options.threadsOrigin ?? "";
      hints.title = explanationOf(hintChoices, options.hints);
      policy.title = explanationOf(policyChoices, options.policy);
    },
  };
}

interface ChoiceOption {
  readonly id: string;
  readonly label: string;
  readonly explanation: string;
}

function choice(id: string, options: readonly ChoiceOption[]): HTMLSelectElement {
  return element(
    "select",
    { id },
    ...options.map((option) =>
      element("option", { value: option.id, title: option.explanation }, option.label),
    ),
  );
}

function onChoice<Id extends string>(
  control: HTMLSelectElement,
  options: readonly { readonly id: Id }[],
  chosen: (id: Id) => void,
): void {
  control.addEventListener("change", () => {
    const option = options.find(({ id }) => id === control.value);
    if (option !== undefined) chosen(option.id);
  });
}

function explanationOf(options: readonly ChoiceOption[], id: string): string {
  return options.find((option) => option.id === id)?.explanation ?? "";
}

function labelFor(id: string, text: string): HTMLElement {
  return element("label", { for: id }, text);
}
