/** The entries of a baseline and what they did to the findings of a check. Types only. */

/** `count` findings of rule `code` on the same `text` of the same `file`. */
export interface BaselineEntry {
  readonly file: string;
  readonly code: string;
  readonly text: string;
  readonly count: number;
}

/** What a baseline did to an answer. */
export interface BaselineUse {
  readonly file: string;
  /** Findings that the baseline knows and the answer leaves out. */
  readonly accepted: number;
  /** Entries, or the rest of their count, that nothing matches any more. */
  readonly unused: readonly BaselineEntry[];
}
