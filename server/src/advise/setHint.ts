/** The fix that writes another number into a hint that is a plain number. */
import type { Fix } from "../base/problem";
import type { ConfigOrigin, DbtProject } from "../dbt/project";
import { hintSpan } from "./hintSpan";

/** Fixes for the hint at `origin`: one, or none where its value is computed. Never preferred. */
export function setHintFix(
  project: DbtProject,
  origin: ConfigOrigin,
  threads: number,
): readonly Fix[] {
  const span = hintSpan(project, origin);
  const written = project.files.get(origin.file)?.slice(span.start, span.end) ?? "";
  const number = /[=:]\s*(\d+)$/.exec(written)?.[1];
  if (number === undefined) return [];
  const edit = {
    file: origin.file,
    span: { start: span.end - number.length, end: span.end },
    newText: String(threads),
  };
  return [{ title: `Set the hint to ${threads}`, preferred: false, edits: [edit] }];
}
