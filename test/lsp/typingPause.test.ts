import { describe, expect, it } from "vitest";
import { createTypingPause, type RunOwner } from "../../server/src/lsp/typingPause";

const NEVER = { isCancellationRequested: false };

const LARGE = 1501;

/** Somebody types at each of `typedMs` and asks at the first of them. When the answer comes. */
async function checkAnswered(
  typedMs: readonly number[],
  { nodes = LARGE, isSettled = false },
  expectedMs: number,
): Promise<void> {
  let nowMs = 0;
  const waiting: { readonly atMs: number; readonly task: () => void }[] = [];
  const pause = createTypingPause({
    elapsedMs: () => nowMs,
    timers: {
      after(ms, task) {
        waiting.push({ atMs: nowMs + ms, task });
        return () => undefined;
      },
      turn: () => Promise.resolve(),
    },
  });
  const owner: RunOwner = { isSettled: () => isSettled, project: { nodes: { size: nodes } } };
  let answeredMs: number | undefined;
  const ask = async () => {
    await pause.before(owner, NEVER);
    answeredMs ??= nowMs;
  };
  let asked: Promise<void> | undefined;
  for (const atMs of typedMs) {
    nowMs = atMs;
    pause.edited();
    asked ??= ask();
    await Promise.resolve();
  }
  while (answeredMs === undefined && waiting.length > 0) {
    const { atMs, task } = waiting.shift()!;
    nowMs = Math.max(nowMs, atMs);
    task();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await asked;
  expect(answeredMs).toBe(expectedMs);
}

describe("an answer that rests on the run", () => {
  it("comes at once in a small project", () => checkAnswered([1_000], { nodes: LARGE - 1 }, 1_000));

  it("comes at once where the run is known", () =>
    checkAnswered([1_000], { isSettled: true }, 1_000));

  it("waits for a pause in a large project", () => checkAnswered([1_000], {}, 1_200));

  it("waits for the last of several keystrokes", () =>
    checkAnswered([1_000, 1_090, 1_180], {}, 1_380));

  it("does not wait where nobody waits for it any more", async () => {
    const pause = createTypingPause({
      elapsedMs: () => 0,
      timers: { after: () => () => undefined, turn: () => Promise.resolve() },
    });
    pause.edited();
    const owner: RunOwner = { isSettled: () => false, project: { nodes: { size: LARGE } } };
    await pause.before(owner, { isCancellationRequested: true });
  });
});
