/**
 * The page's side of the conversation with the extension: one question under way at a time, the
 * latest change asked next, answers to older questions dropped. So dragging a slider never queues.
 */

import type { FromPage, RunOptions, ToPage } from "./messages";

export interface Conversation {
  /** Asks for this run, and for its sweep where that differs from the last one asked. */
  ask(options: RunOptions): void;
  /** Forgets what was asked, so that the next `ask` asks everything again. */
  forget(): void;
  /** True for messages that answer the latest question or none at all. */
  accepts(message: ToPage): boolean;
}

/** Pure but for `send`. */
export function createConversation(send: (message: FromPage) => void): Conversation {
  let lastRequest = 0;
  let sweepRequest = 0;
  let underWay: number | undefined;
  let waiting: RunOptions | undefined;
  let sweepKey: string | undefined;

  function put(options: RunOptions): void {
    underWay = ++lastRequest;
    send({ type: "simulate", request: underWay, options });
    const { threads: _any, ...rest } = options;
    const key = JSON.stringify(rest);
    if (key === sweepKey) return;
    sweepKey = key;
    sweepRequest = lastRequest;
    send({ type: "sweep", request: sweepRequest, options });
  }

  return {
    ask(options) {
      if (underWay === undefined) put(options);
      else waiting = options;
    },
    forget() {
      underWay = undefined;
      waiting = undefined;
      sweepKey = undefined;
    },
    accepts(message) {
      if (message.type === "sweep") return message.request === sweepRequest;
      if (message.type !== "schedule" && message.type !== "failed") return true;
      const isLatest = message.type === "failed" || message.request === underWay;
      if (!isLatest) return false;
      underWay = undefined;
      const next = waiting;
      waiting = undefined;
      if (next !== undefined) put(next);
      return true;
    },
  };
}
