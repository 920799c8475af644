/** What a command prints, kept instead of shown: for callers that pass it on as a whole. */
import type { CommandOutlet } from "./processIo";

export interface CollectedOutput {
  readonly outlet: CommandOutlet;
  /** All of stdout and stderr so far. */
  read(): { readonly out: string; readonly err: string };
}

export function collectedOutput(): CollectedOutput {
  const out: string[] = [];
  const err: string[] = [];
  return {
    outlet: {
      out: (text) => void out.push(text),
      err: (text) => void err.push(text),
      progress: () => {},
    },
    read: () => ({ out: out.join(""), err: err.join("") }),
  };
}
