/** Where a reader of SQL stands: which brackets are open and which clause each of them is in. */
import type { FlowKind } from "./jinjaFlow";

/** `other` = anything in which a comma is no join. */
export type Clause = "none" | "with" | "select" | "from" | "values" | "lateral view" | "other";

/** What lies between two brackets, or the whole text. */
export interface Frame {
  readonly parent: Frame | undefined;
  /** Index of the opening bracket; -1 for the whole text. */
  readonly openIndex: number;
  /** Opened right behind a name: arguments, not a query in brackets. */
  readonly isCall: boolean;
  /** Opened as the first thing in its parent: `((select …))` is one query. */
  readonly isChained: boolean;
  clause: Clause;
  hasSelect: boolean;
  isEmpty: boolean;
  isCounted: boolean;
}

/** What holds where a Jinja tag opens, to come back to. */
export interface SavedState {
  readonly kind: FlowKind;
  readonly frame: Frame;
  readonly depth: number;
  readonly fields: Frame;
}

/** A frame in which nothing has been read. */
export function newFrame(
  parent: Frame | undefined,
  openIndex: number,
  isChained: boolean,
  clause: Clause,
  isCall = false,
): Frame {
  return {
    parent,
    openIndex,
    isCall,
    isChained,
    clause,
    hasSelect: false,
    isEmpty: true,
    isCounted: false,
  };
}
