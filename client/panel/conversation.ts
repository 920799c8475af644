/**
 * The page's side of the conversation with the extension. A change is answered in two steps: the
 * bare schedule at once, then, when nothing moves any more, all that stands around it. One brief
 * question is under way at a time and the latest change is asked next, so dragging never queues;
 * the second step is given up as soon as something else is asked.
 */

import type { FromPage, RunOptions, ToPage } from "./messages";

export interface Conversation {
  /**
   * Asks for this run. While `isMoving` the bare schedule is enough; the call that ends the
   * movement brings the rest, and the sweep where that differs from the last one asked.
   */
  ask(options: RunOptions, isMoving?: boolean): void;
  /** Asks for the run that the others are compared with. */
  compare(options: RunOptions): void;
  /** Forgets what was asked, so that the next `ask` asks everything again. */
  forget(): void;
  /** True for messages that answer the latest question or none at all. */
  accepts(message: ToPage): boolean;
}

interface Question {
  readonly options: RunOptions;
  readonly isMoving: boolean;
}

interface UnderWay extends Question {
  readonly request: number;
  readonly isBrief: boolean;
}

/** Pure but for `send`. */
export function createConversation(send: (message: FromPage) => void): Conversation {
  let lastRequest = 0;
  let sweepRequest = 0;
  let compareRequest = 0;
  let underWay: UnderWay | undefined;
  let waiting: Question | undefined;
  let sweepKey: string | undefined;

  function put(question: Question, isBrief: boolean): void {
    const { options } = question;
    underWay = { ...question, request: ++lastRequest, isBrief };
    send({ type: "simulate", request: lastRequest, options, isBrief });
  }

  /** After the bare schedule: whatever came meanwhile, else the rest of the same run. */
  function goOn({ options, isMoving, isBrief }: UnderWay): void {
    underWay = undefined;
    const next = waiting;
    waiting = undefined;
    if (next !== undefined) put(next, true);
    else if (isBrief && !isMoving) {
      put({ options, isMoving }, false);
      putSweep(options);
    }
  }

  function putSweep(options: RunOptions): void {
    const { threads: _any, ...rest } = options;
    const key = JSON.stringify(rest);
    if (key === sweepKey) return;
    sweepKey = key;
    sweepRequest = ++lastRequest;
    send({ type: "sweep", request: sweepRequest, options });
  }

  return {
    ask(options, isMoving = false) {
      const question = { options, isMoving };
      if (underWay?.isBrief === true) waiting = question;
      else put(question, true);
    },
    compare(options) {
      compareRequest = ++lastRequest;
      send({ type: "compare", request: compareRequest, options });
    },
    forget() {
      underWay = undefined;
      waiting = undefined;
      sweepKey = undefined;
    },
    accepts(message) {
      switch (message.type) {
        case "sweep":
          return message.request === sweepRequest;
        case "compared":
          return message.request === compareRequest;
        case "failed":
          if (underWay !== undefined) goOn({ ...underWay, isBrief: false });
          return true;
        case "refused":
        case "schedule": {
          if (underWay === undefined || message.request !== underWay.request) {
            return message.type === "refused" && message.request === compareRequest;
          }
          // A question that was refused has no second step either.
          goOn(message.type === "refused" ? { ...underWay, isBrief: false } : underWay);
          return true;
        }
        default:
          return true;
      }
    },
  };
}
