/** Colours of a terminal for tones; the one place that knows escape sequences. */
import type { Span, Tone } from "./document";

/** Shows a span; without colours, its text alone. */
export type Paint = (span: Span) => string;

const CODES: Readonly<Record<Tone, string>> = {
  plain: "",
  strong: "1",
  dim: "2",
  good: "32",
  error: "1;31",
  warning: "33",
  information: "36",
  hint: "2",
};

export const paintPlain: Paint = ({ text }) => text;

/** The sixteen colours that every theme defines, so that light and dark terminals both work. */
export const paintColor: Paint = ({ text, tone }) =>
  CODES[tone] === "" ? text : `\u001b[${CODES[tone]}m${text}\u001b[0m`;
