/** A labelled list of choices: the select element with its words. Holds no state. */

import { element } from "./element";

export interface ChoiceOption<Id extends string = string> {
  readonly id: Id;
  readonly label: string;
  readonly explanation?: string;
}

/** `id` is the element's, so that a label can point to it. */
export function choice(id: string, options: readonly ChoiceOption[]): HTMLSelectElement {
  return element("select", { id }, ...optionElements(options));
}

/** Other choices in the same element; keeps the chosen one where it is still there. */
export function offer(control: HTMLSelectElement, options: readonly ChoiceOption[]): void {
  const { value } = control;
  control.replaceChildren(...optionElements(options));
  if (options.some(({ id }) => id === value)) control.value = value;
}

function optionElements(options: readonly ChoiceOption[]): HTMLOptionElement[] {
  return options.map(({ id, label, explanation }) =>
    element("option", { value: id, title: explanation }, label),
  );
}

/** Calls `chosen` with the id of the option that the person picked. */
export function onChoice<Id extends string>(
  control: HTMLSelectElement,
  options: readonly ChoiceOption<Id>[],
  chosen: (id: Id) => void,
): void {
  control.addEventListener("change", () => {
    const option = options.find(({ id }) => id === control.value);
    if (option !== undefined) chosen(option.id);
  });
}

/** Label and field, side by side. */
export function field(id: string, text: string, ...controls: readonly HTMLElement[]): HTMLElement {
  return element("span", { class: "control" }, element("label", { for: id }, text), ...controls);
}
