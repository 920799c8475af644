/**
 * What the hover says about the place under the pointer, as a card. Finds the place and picks the
 * card; each card's words are its own file's.
 */
import type { Span } from "../base/text";
import type { ProjectSnapshot } from "../workspace/snapshot";
import type { Card } from "./card";
import { hintCard } from "./hintCard";
import { macroCard } from "./macroCard";
import { modelCard } from "./modelCard";
import type { OtherClock } from "./otherClock";
import { placeAt } from "./place";
import { refCard } from "./refCard";
import { runThreadsCard } from "./runThreadsCard";

export interface Hover {
  readonly span: Span;
  readonly card: Card;
}

/** The hover at `offset` of `file` (relative to the root); absent where there is nothing to say. */
export function hover(
  project: ProjectSnapshot,
  file: string,
  offset: number,
  other?: OtherClock,
): Hover | undefined {
  const place = placeAt(project, file, offset);
  switch (place?.kind) {
    case undefined:
      return undefined;
    case "model":
      return { span: place.span, card: modelCard(project, place.node) };
    case "ref":
      return { span: place.span, card: refCard(project, place.node, place.ref) };
    case "macro":
      return { span: place.span, card: macroCard(project, place, other) };
    case "hint":
      return { span: place.span, card: hintCard(project, file, place) };
    case "runThreads":
      return { span: place.span, card: runThreadsCard(project) };
  }
}
