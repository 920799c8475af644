/**
 * The choices that are seldom needed: engine, selection, target, clock, slowdown, and which run the
 * durations come from. Holds no state: shows options, reports changes.
 */

import { choice, field, offer, onChoice } from "./choice";
import { element } from "./element";
import { t } from "./language";
import type { Choices, RunOptions } from "./messages";
import type { OptionChange } from "./options";
import { engineChoices } from "./words";

export interface MoreControls {
  readonly root: HTMLElement;
  show(options: RunOptions): void;
  offer(choices: Choices): void;
}

/** The first entry of a list: what the project's files and settings say. */
const asIs = "";

const slowdownChoices = [
  { id: "history", label: t("as the runs show") },
  { id: "none", label: t("none") },
  { id: "own", label: t("own figures") },
] as const;

type Slowdown = (typeof slowdownChoices)[number]["id"];

/** What "own figures" starts with: a few per cent for each further task. */
const firstLaw = { alpha: 0.02, beta: 0 };

export function createMoreControls(changed: (change: OptionChange) => void): MoreControls {
  const engine = choice("engine", [
    { id: asIs, label: t("as the project says") },
    ...engineChoices,
  ]);
  const target = choice("target", [{ id: asIs, label: t("as the profile says") }]);
  const run = choice("run", [{ id: asIs, label: t("all runs") }]);
  const select = text("select", "+orders tag:nightly");
  const exclude = text("exclude", "tag:slow");
  const clock = element("input", { type: "datetime-local", id: "at" });
  const now = element("button", { type: "button", class: "plain", id: "now" }, t("Now"));
  const slowdown = choice("slowdown", slowdownChoices);
  const alpha = figure("alpha", "0.005", t("Share lost to each further task"));
  const beta = figure("beta", "0.0005", t("Share lost to each pair of tasks"));
  const capacity = figure("capacity", "1", t("Tasks that the database serves at full speed"));
  const own = element(
    "span",
    { class: "control", hidden: true },
    field("alpha", "α", alpha),
    field("beta", "β", beta),
    field("capacity", t("capacity"), capacity),
  );

  onChoice(engine, [{ id: asIs, label: "" }, ...engineChoices], (id) =>
    changed({ engine: id === asIs ? undefined : id }),
  );
  target.addEventListener("change", () => changed({ target: target.value || undefined }));
  run.addEventListener("change", () => changed({ run: run.value || undefined }));
  select.addEventListener("change", () => changed({ select: select.value.trim() || undefined }));
  exclude.addEventListener("change", () => changed({ exclude: exclude.value.trim() || undefined }));
  clock.addEventListener("change", () => changed({ at: clock.value || undefined }));
  now.addEventListener("click", () => changed({ at: undefined }));
  onChoice(slowdown, slowdownChoices, (id) => {
    own.hidden = id !== "own";
    changed(slowdownOf(id));
  });
  for (const input of [alpha, beta, capacity]) {
    input.addEventListener("change", () =>
      changed({
        contention: { alpha: share(alpha), beta: share(beta) },
        capacity: capacity.valueAsNumber > 0 ? capacity.valueAsNumber : undefined,
      }),
    );
  }

  return {
    root: element(
      "div",
      { class: "controls more-controls" },
      field("engine", t("Engine"), engine),
      field("target", t("Target"), target),
      field("select", t("Select"), select),
      field("exclude", t("Exclude"), exclude),
      field("at", t("Clock that macros see"), clock, now),
      field("run", t("Durations from"), run),
      field("slowdown", t("Slowdown of tasks side by side"), slowdown, own),
    ),
    show(options) {
      engine.value = options.engine ?? asIs;
      keepValue(target, options.target);
      keepValue(run, options.run);
      put(select, options.select ?? "");
      put(exclude, options.exclude ?? "");
      put(clock, options.at?.slice(0, 16) ?? "");
      now.disabled = options.at === undefined;
      const kind = slowdownKind(options);
      slowdown.value = kind;
      own.hidden = kind !== "own";
      put(alpha, `${options.contention?.alpha ?? 0}`);
      put(beta, `${options.contention?.beta ?? 0}`);
      put(capacity, options.capacity === undefined ? "" : `${options.capacity}`);
    },
    offer(choices) {
      const word = engineChoices.find(({ id }) => id === choices.engine)?.label ?? choices.engine;
      offer(engine, [{ id: asIs, label: t("as the project says: {0}", word) }, ...engineChoices]);
      const profile =
        choices.target === null
          ? t("as the profile says")
          : t("as the profile says: {0}", choices.target);
      const others = choices.targets.filter((name) => name !== choices.target);
      offer(target, [
        { id: asIs, label: profile },
        ...others.map((name) => ({ id: name, label: name })),
      ]);
      offer(run, [
        { id: asIs, label: t("all runs ({0})", choices.runs.length) },
        ...[...choices.runs].reverse().map(({ file, at }) => ({
          id: file,
          label: at === undefined ? file : `${at.slice(0, 16).replace("T", " ")} · ${file}`,
        })),
      ]);
    },
  };
}

function slowdownOf(id: Slowdown): OptionChange {
  if (id === "history") return { contention: undefined, capacity: undefined };
  return { contention: id === "none" ? { alpha: 0, beta: 0 } : firstLaw, capacity: undefined };
}

function slowdownKind({ contention, capacity }: RunOptions): Slowdown {
  if (contention === undefined && capacity === undefined) return "history";
  const isNone = contention?.alpha === 0 && contention.beta === 0 && capacity === undefined;
  return isNone ? "none" : "own";
}

function text(id: string, placeholder: string): HTMLInputElement {
  return element("input", { type: "text", id, placeholder, spellcheck: "false" });
}

function figure(id: string, step: string, title: string): HTMLInputElement {
  return element("input", { type: "number", id, min: 0, step, title });
}

function share(input: HTMLInputElement): number {
  return input.valueAsNumber >= 0 ? input.valueAsNumber : 0;
}

/** A field that is being typed into keeps what the person types. */
function put(input: HTMLInputElement, value: string): void {
  if (document.activeElement !== input) input.value = value;
}

/** A choice that is no longer offered is still shown, or the list would tell something else. */
function keepValue(control: HTMLSelectElement, value = asIs): void {
  const isOffered = [...control.options].some((option) => option.value === value);
  if (!isOffered) control.append(element("option", { value }, value));
  control.value = value;
}
