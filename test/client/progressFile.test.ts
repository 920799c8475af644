/** What a running `heddle run` publishes, read as it grows, whatever stands in it. */

import { describe, expect, it } from "vitest";
import { createProgressReader } from "../../client/src/progressFile";

const HEAD =
  '{"schema":"heddle.progress/1","startedAt":1700000000000,"total":3,"threads":2,"predictedMs":8700}';
const LINES = [
  HEAD,
  '{"id":"a","predicted":[0,750]}',
  '{"id":"a","startMs":5}',
  '{"id":"a","endMs":800,"status":"success"}',
  '{"atMs":900,"left":{"ms":7000,"leastMs":6000,"mostMs":9000},"waiting":[{"id":"c","parents":["b"],"pool":null}]}',
];
const WHOLE = `${LINES.join("\n")}\n`;

function readAll(text: string) {
  const reader = createProgressReader();
  reader.read(text);
  return reader.take(true);
}

describe("a growing progress file", () => {
  it("tells what is predicted, has happened, is left and waits", () => {
    expect(readAll(WHOLE)).toEqual({
      startedAt: 1_700_000_000_000,
      total: 3,
      threads: 2,
      predictedMs: 8700,
      nowMs: 900,
      left: { ms: 7000, leastMs: 6000, mostMs: 9000 },
      waiting: [{ id: "c", parents: ["b"], pool: null }],
      state: "running",
      isWhole: true,
      events: [
        { kind: "predicted", id: "a", fromMs: 0, toMs: 750 },
        { kind: "start", id: "a", atMs: 5 },
        { kind: "end", id: "a", atMs: 800, status: "success" },
      ],
    });
  });

  it("cut anywhere and read on, it says the same as read at once", () => {
    for (let cut = 0; cut <= WHOLE.length; cut++) {
      const reader = createProgressReader();
      reader.read(WHOLE.slice(0, cut));
      reader.read(WHOLE);
      expect(reader.take(true)).toEqual(readAll(WHOLE));
    }
  });

  it("tells each event once, unless asked for everything", () => {
    const reader = createProgressReader();
    reader.read(`${LINES.slice(0, 2).join("\n")}\n`);
    expect(reader.take(false)).toMatchObject({ isWhole: true, events: [{ kind: "predicted" }] });
    reader.read(WHOLE);
    expect(reader.take(false)).toMatchObject({
      isWhole: false,
      events: [{ kind: "start" }, { kind: "end" }],
    });
    expect(reader.take(true)?.events.length).toBe(3);
  });

  it("the end of the run", () => {
    expect(readAll(`${WHOLE}{"overMs":8600}\n`)).toMatchObject({
      state: "over",
      nowMs: 8600,
      left: null,
      waiting: [],
    });
  });

  it("another run in its place", () => {
    const reader = createProgressReader();
    reader.read(WHOLE);
    reader.read(`${HEAD.replace("1700000000000", "1700000009999")}\n{"id":"b","startMs":1}\n`);
    expect(reader.take(false)).toMatchObject({
      startedAt: 1_700_000_009_999,
      isWhole: true,
      events: [{ kind: "start", id: "b", atMs: 1 }],
    });
  });

  it("lines of anything else are let pass", () => {
    const odd = [
      "",
      "not JSON",
      "[]",
      "null",
      '{"id":7,"startMs":1}',
      '{"id":"a","startMs":-1}',
      '{"id":"a","endMs":3}',
      '{"id":"a","predicted":["0",{}]}',
      '{"atMs":"soon"}',
      '{"__proto__":{"id":"a","startMs":1}}',
    ];
    expect(readAll(`${HEAD}\n${odd.join("\n")}\n`)).toMatchObject({ events: [], nowMs: 0 });
    expect(readAll('{"atMs":900,"left":5,"waiting":[1,{"id":"c"}]}\n')).toBeUndefined();
    expect(readAll(`${HEAD}\n{"atMs":9,"left":5,"waiting":[1,{"id":"c"}]}\n`)).toMatchObject({
      left: null,
      waiting: [],
    });
  });
});
