/** The bare schedule first, the rest when nothing moves; the latest question next, old answers dropped. */

import { expect, it } from "vitest";
import { createConversation } from "../../client/panel/conversation";
import type { FromPage, RunOptions, ToPage } from "../../client/panel/messages";

/** Records what the page asks; `answer` plays the extension's answer to a request. */
function talk() {
  const sent: FromPage[] = [];
  const conversation = createConversation((message) => sent.push(message));
  const answer = (request: number, type: ToPage["type"] = "schedule"): boolean =>
    conversation.accepts({ type, request } as ToPage);
  /** `brief1:4` = request 1 asks for the bare schedule with 4 threads. */
  const asked = (): string => sent.map(words).join(" ");
  return { conversation, answer, asked };
}

function words(message: FromPage): string {
  if (!("request" in message)) return message.type;
  const { type, request, options } = message;
  const name = message.type !== "simulate" ? type : message.isBrief ? "brief" : "whole";
  return `${name}${request}:${optionWords(options)}`;
}

function optionWords({ threads, hints }: RunOptions): string {
  return `${threads ?? ""}${hints ?? ""}`;
}

it("asks for the bare schedule, then for the rest and the sweep", () => {
  const { conversation, answer, asked } = talk();
  conversation.ask({ threads: 4 });
  expect(asked()).toBe("brief1:4");
  expect(answer(1)).toBe(true);
  expect(asked()).toBe("brief1:4 whole2:4 sweep3:4");
  expect(answer(2)).toBe(true);
  expect(answer(3, "sweep")).toBe(true);
});

it("asks for no other sweep while only threads change", () => {
  const { conversation, answer, asked } = talk();
  conversation.ask({ threads: 4 });
  answer(1);
  answer(2);
  conversation.ask({ threads: 5 });
  answer(4);
  expect(asked()).toBe("brief1:4 whole2:4 sweep3:4 brief4:5 whole5:5");
});

it("asks for the sweep again when the hints change", () => {
  const { conversation, answer, asked } = talk();
  conversation.ask({ threads: 4 });
  answer(1);
  answer(2);
  conversation.ask({ threads: 4, hints: "seats" });
  answer(4);
  expect(asked()).toBe("brief1:4 whole2:4 sweep3:4 brief4:4seats whole5:4seats sweep6:4seats");
});

it("keeps only the latest of many changes while one bare schedule is under way", () => {
  const { conversation, answer, asked } = talk();
  for (const threads of [1, 2, 3, 4]) conversation.ask({ threads }, true);
  expect(asked()).toBe("brief1:1");
  answer(1);
  expect(asked()).toBe("brief1:1 brief2:4");
});

it("wants no more than bare schedules while something moves", () => {
  const { conversation, answer, asked } = talk();
  conversation.ask({ threads: 4 }, true);
  answer(1);
  conversation.ask({ threads: 5 }, true);
  answer(2);
  conversation.ask({ threads: 5 }, false);
  answer(3);
  expect(asked()).toBe("brief1:4 brief2:5 brief3:5 whole4:5 sweep5:5");
});

it("gives up waiting for the rest as soon as something else is asked", () => {
  const { conversation, answer, asked } = talk();
  conversation.ask({ threads: 4 });
  answer(1);
  conversation.ask({ threads: 5 });
  expect(asked()).toBe("brief1:4 whole2:4 sweep3:4 brief4:5");
  expect(answer(2)).toBe(false);
  expect(answer(4)).toBe(true);
});

it("drops answers to questions that were forgotten", () => {
  const { conversation, answer } = talk();
  conversation.ask({ threads: 1 });
  conversation.forget();
  conversation.ask({ threads: 1 });
  expect(answer(1)).toBe(false);
  expect(answer(2)).toBe(true);
});

it("takes only the latest run to compare with", () => {
  const { conversation, answer, asked } = talk();
  conversation.compare({ threads: 1 });
  conversation.compare({ threads: 2 });
  expect(asked()).toBe("compare1:1 compare2:2");
  expect(answer(1, "compared")).toBe(false);
  expect(answer(2, "compared")).toBe(true);
});

it("a failure is an answer: the next question goes out", () => {
  const { conversation, asked } = talk();
  conversation.ask({ threads: 1 });
  conversation.ask({ threads: 2 });
  expect(conversation.accepts({ type: "failed", message: "no project" })).toBe(true);
  expect(asked()).toBe("brief1:1 brief2:2");
});

it("asks for nothing more about a question that was refused", () => {
  const { conversation, answer, asked } = talk();
  conversation.ask({ threads: 1 });
  expect(answer(1, "refused")).toBe(true);
  expect(asked()).toBe("brief1:1");
  conversation.ask({ threads: 2 });
  expect(asked()).toBe("brief1:1 brief2:2");
});
