/** One question at a time, the latest one next, old answers dropped. */

import { expect, it } from "vitest";
import { createConversation } from "../../client/panel/conversation";
import type { FromPage, RunOptions, ToPage } from "../../client/panel/messages";

/** Records what the page asks; `answer` plays the extension's answer to a request. */
function talk() {
  const sent: FromPage[] = [];
  const conversation = createConversation((message) => sent.push(message));
  const answer = (request: number, type: "schedule" | "sweep" = "schedule"): boolean =>
    conversation.accepts({ type, request } as ToPage);
  const asked = (): string =>
    sent
      .map((message) =>
        "options" in message
          ? `${message.type}${message.request}:${words(message.options)}`
          : message.type,
      )
      .join(" ");
  return { conversation, answer, asked };
}

function words({ threads, hints }: RunOptions): string {
  return `${threads ?? ""}${hints ?? ""}`;
}

it("asks for run and sweep at first, then for the run alone while only threads change", () => {
  const { conversation, answer, asked } = talk();
  conversation.ask({ threads: 4 });
  expect(answer(1)).toBe(true);
  conversation.ask({ threads: 5 });
  expect(asked()).toBe("simulate1:4 sweep1:4 simulate2:5");
});

it("asks for the sweep again when the hints change", () => {
  const { conversation, answer, asked } = talk();
  conversation.ask({ threads: 4 });
  answer(1);
  conversation.ask({ threads: 4, hints: "seats" });
  expect(asked()).toBe("simulate1:4 sweep1:4 simulate2:4seats sweep2:4seats");
});

it("keeps only the latest of many changes while one question is under way", () => {
  const { conversation, answer, asked } = talk();
  for (const threads of [1, 2, 3, 4]) conversation.ask({ threads });
  expect(asked()).toBe("simulate1:1 sweep1:1");
  answer(1);
  expect(asked()).toBe("simulate1:1 sweep1:1 simulate2:4");
});

it("drops answers to questions that were given up", () => {
  const { conversation, answer } = talk();
  conversation.ask({ threads: 1 });
  conversation.forget();
  conversation.ask({ threads: 1 });
  expect(answer(1)).toBe(false);
  expect(answer(1, "sweep")).toBe(false);
  expect(answer(2)).toBe(true);
  expect(answer(2, "sweep")).toBe(true);
});

it("a failure is an answer: the next question goes out", () => {
  const { conversation, asked } = talk();
  conversation.ask({ threads: 1 });
  conversation.ask({ threads: 2 });
  expect(conversation.accepts({ type: "failed", message: "no project" })).toBe(true);
  expect(asked()).toBe("simulate1:1 sweep1:1 simulate2:2");
});
