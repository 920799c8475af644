/** What the hover says about the thing of a tabular model under the pointer. */
import type { ModelSnapshot } from "../../workspace/openModel";
import type { Hover } from "../hover";
import { subjectCard } from "./modelCards";
import { subjectAt } from "./subject";

/** The hover at `offset` of `file`; absent where there is nothing to say. */
export function modelHover(
  snapshot: ModelSnapshot,
  file: string,
  offset: number,
): Hover | undefined {
  const placed = subjectAt(snapshot, file, offset);
  return placed && { span: placed.span, card: subjectCard(snapshot, placed.subject) };
}
