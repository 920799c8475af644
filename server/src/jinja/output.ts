/** Output of a running template: pieces collected, then joined as Jinja2 joins them. */
import { typeError } from "./errors";
import type { Frame } from "./frame";
import { unknownMarker } from "./print";
import type { Value } from "./values";
import { isUnknown, textOf, typeName } from "./values";

/** The same frame writing to an output of its own. */
export function innerOutput(frame: Frame): Frame {
  return { ...frame, output: [] };
}

/** The text of the pieces; a piece that is no text fails as `"".join` does. */
export function joinOutput(pieces: readonly Value[]): string {
  let text = "";
  for (let index = 0; index < pieces.length; index++) {
    const piece = pieces[index]!;
    const part = isUnknown(piece) ? unknownMarker(piece.reason) : textOf(piece);
    if (part === undefined) {
      throw typeError(`sequence item ${index}: expected str instance, ${typeName(piece)} found`);
    }
    text += part;
  }
  return text;
}

/** Adds text to the output and to the budget. */
export function write(frame: Frame, text: string): void {
  frame.evaluation.machine.write(text.length);
  frame.output.push(text);
}
