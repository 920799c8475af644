/** A run that goes on: bars so far over those predicted, counts, and the words beside them. */

import { describe, expect, it } from "vitest";
import { countOf, elapsedMs, heard, runSoFar } from "../../client/panel/live";
import { factsOf, leftWords, waitingWords } from "../../client/panel/liveView";
import { randomWorkload } from "../support/randomWorkload";
import { checkLive, liveRun, liveState } from "./checkLive";
import { runOf } from "./checkRows";

const CHAIN = "a:3 b:5 -> c:2";
const PREDICTED = "a=0-3 b=0-5 c=5-7";

describe("bars of a running run", () => {
  it("by model: what runs grows over what was predicted", () => {
    checkLive(
      CHAIN,
      `${PREDICTED} +a@0 +b@0 -a@2`,
      4,
      "models",
      `
      a|aa.    |
      b|bbbb.  |
      c|     ..|`,
    );
  });

  it("by thread: only what has started, on the first free thread", () => {
    checkLive(
      CHAIN,
      `${PREDICTED} +a@0 +b@0 -a@2 -b@6 +c@6`,
      8,
      "threads",
      `
      1|aa    cc|
      2|bbbbbb  |`,
    );
  });

  it("failed and skipped tasks", () => {
    checkLive(
      CHAIN,
      `${PREDICTED} +a@0 -a@1 +b@0 -b@3!error -c@3!skipped`,
      4,
      "models",
      `
      a|a..    |
      b|BBB..  |
      c|     ..|`,
    );
  });

  it("tasks that no plan knows stand where they ran", () => {
    checkLive("a:3", "+a@0 +z@1", 3, "models", "a|aaa|\n z|zz |".replace("zz ", " zz"));
  });

  for (let seed = 1; seed <= 20; seed++) {
    it(`never two on one thread at once, and no more than ran (seed ${seed})`, () => {
      const model = runOf(randomWorkload(seed, { tasks: 30, isPlain: true }), 3);
      const events = model.tasks.flatMap(({ id, startMs, endMs }) => [
        { kind: "start" as const, id, atMs: startMs },
        { kind: "end" as const, id, atMs: endMs, status: "success" },
      ]);
      const state = heard(undefined, liveRun("", { events, nowMs: 1e6, state: "over" }), 0);
      const tasks = state === undefined ? [] : runSoFar(model, state, 0).tasks;
      expect(tasks.length).toBe(model.tasks.length);
      for (const one of tasks) {
        expect(one.thread).toBeLessThan(3);
        const others = tasks.filter(({ thread, id }) => thread === one.thread && id < one.id);
        for (const other of others) {
          expect(
            Math.min(one.endMs, other.endMs) - Math.max(one.startMs, other.startMs),
          ).toBeLessThan(1e-6);
        }
      }
    });
  }
});

describe("what is heard", () => {
  it("adds to what was known of the same run", () => {
    const first = liveState("a=0-3 +a@0", 1);
    const then = heard(first, liveRun("-a@2", { isWhole: false, nowMs: 2 }), 10);
    expect(then?.nodes.get("a")).toEqual({
      predicted: { startMs: 0, endMs: 3 },
      startMs: 0,
      endMs: 2,
      status: "success",
    });
  });

  it("a part of an unknown run says nothing", () => {
    expect(heard(undefined, liveRun("+a@0", { isWhole: false }), 0)).toBeUndefined();
    const other = liveRun("+a@0", { isWhole: false, startedAt: 2 });
    expect(heard(liveState("a=0-3", 0), other, 0)).toBeUndefined();
  });

  it("counts what is done, failed, skipped and runs", () => {
    const state = liveState("+a@0 -a@1 +b@0 -b@1!error -c@1!skipped +d@1 e=0-3", 2);
    expect(countOf(state)).toEqual({ done: 3, failed: 1, skipped: 1, running: 1 });
  });

  it("goes on by the page's clock while it runs, and stands still when it is over", () => {
    expect(elapsedMs(liveState("", 500), 250)).toBe(750);
    expect(elapsedMs(liveState("", 500, { state: "over" }), 250)).toBe(500);
  });
});

describe("words of a running run", () => {
  const left = { ms: 33_000, leastMs: 28_000, mostMs: 41_000 };

  it("how long the rest takes, less with every second", () => {
    const state = liveState("", 0, { left });
    expect(leftWords(state, 0)).toBe("about 33 s left (28 s to 41 s)");
    expect(leftWords(state, 30_000)).toBe("about 3.0 s left (0 s to 11 s)");
    const bare = liveState("", 0, { left: { ...left, leastMs: null, mostMs: null } });
    expect(leftWords(bare, 0)).toBe("about 33 s left");
    expect(leftWords(liveState("", 0), 0)).toBe("time left unknown: no earlier run");
  });

  it("how it ended", () => {
    const over = { state: "over", predictedMs: 9_000 } as const;
    expect(leftWords(liveState("", 8_000, over), 0)).toBe("took 8.0 s, predicted 9.0 s");
    expect(leftWords(liveState("", 8_000, { state: "over" }), 0)).toBe("took 8.0 s");
    const lost = liveState("", 8_000, { state: "lost" });
    expect(leftWords(lost, 0)).toBe("nothing heard of this run any more");
  });

  it("the facts", () => {
    const state = liveState("+a@0 -a@1!error -b@1!skipped +c@1", 42_000, { predictedMs: 75_000 });
    expect(factsOf(state, 0).join(" · ")).toBe(
      "running for 42 s · 1 m 15 s predicted · 1 of 2 threads busy · 1 failed · 1 skipped",
    );
  });

  it("what waits for what", () => {
    const id = "model.p.orders";
    const parents = ["model.p.clv", "model.p.a", "model.p.b"];
    expect(waitingWords({ id, parents, pool: null })).toBe(
      "next orders: waits for clv, a and 1 more",
    );
    expect(waitingWords({ id, parents: [], pool: "heavy" })).toBe(
      "next orders: waits for a seat of heavy",
    );
    expect(waitingWords({ id, parents: [], pool: null })).toBe("next orders: waits for a thread");
  });
});
