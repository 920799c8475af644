/** What an editor does with the edits of one file. */
import type { TextEdit } from "../../server/src/base/problem";

/** `text` with all `edits` applied at once; throws where two of them overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = "";
  let done = 0;
  for (const { span, newText } of [...edits].sort((a, b) => a.span.start - b.span.start)) {
    if (span.start < done) throw new Error(`Edits overlap at ${span.start}.`);
    result += text.slice(done, span.start) + newText;
    done = span.end;
  }
  return result + text.slice(done);
}
