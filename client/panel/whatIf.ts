/** "What if this model took half as long?": durations tried in place of the known ones. */

import { formatDuration } from "../../server/src/base/duration";
import { element } from "./element";
import { t } from "./language";
import type { RunOptions } from "./messages";
import { nameOf, type Run, type TaskView } from "./run";

/** Milliseconds by id. */
export type WhatIf = NonNullable<RunOptions["whatIf"]>;

/** Tries half of the task's known duration; a second time takes that back. */
export function halved(whatIf: WhatIf | undefined, task: TaskView): WhatIf | undefined {
  if (whatIf?.[task.id] !== undefined) return without(whatIf, task.id);
  const knownMs = task.facts?.duration?.ms ?? task.endMs - task.startMs;
  return { ...whatIf, [task.id]: knownMs / 2 };
}

/** Absent when nothing is tried any more. */
export function without(whatIf: WhatIf, id: string): WhatIf | undefined {
  const left = Object.entries(whatIf).filter(([other]) => other !== id);
  return left.length === 0 ? undefined : Object.fromEntries(left);
}

/** One removable mark per tried duration. */
export function whatIfMarks(
  run: Run,
  whatIf: WhatIf | undefined,
  changed: (whatIf: WhatIf | undefined) => void,
): HTMLElement[] {
  return Object.entries(whatIf ?? {}).map(([id, durationMs]) => {
    const name = run.byId.get(id)?.name ?? nameOf(id);
    const text = t("what if {0} took {1}", name, formatDuration(durationMs));
    const remove = element(
      "button",
      {
        type: "button",
        class: "plain",
        "aria-label": t("Take back: {0}", text),
        title: t("Take back"),
      },
      "×",
    );
    remove.addEventListener("click", () => changed(without(whatIf ?? {}, id)));
    return element("span", { class: "what-if" }, text, remove);
  });
}
