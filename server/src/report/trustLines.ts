/** How much to trust a prediction, as lines of a report: what slows tasks down, past errors. */
import { formatDuration } from "../base/duration";
import { slowdownWords } from "../ide/answers/slowdownAnswer";
import type { PastError, SlowdownNote } from "../protocol";
import { type Block, toned } from "./document";

interface Trust {
  readonly slowdown?: SlowdownNote;
  readonly pastError?: PastError;
  readonly startupMs?: number;
}

/** Facts named `slowdown`, `past error` and `start-up`, as far as they are known. */
export function trustLines({ slowdown, pastError, startupMs }: Trust): readonly Block[] {
  const fact = (label: string, text: string): Block => ({
    kind: "fact",
    label,
    text: toned("dim", text),
  });
  return [
    ...(slowdown === undefined ? [] : [fact("slowdown", slowdownWords(slowdown))]),
    ...(pastError === undefined ? [] : [fact("past error", pastError.words)]),
    ...(startupMs === undefined
      ? []
      : [fact("start-up", `${formatDuration(startupMs)} before the first model, not included`)]),
  ];
}
