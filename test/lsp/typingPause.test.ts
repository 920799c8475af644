import { describe, expect, it } from "vitest";
import { createTypingPause, type RunOwner } from "../../server/src/lsp/typingPause";

const NEVER = { isCancellationRequested: false };

/**
 * Somebody types at each of `typedMs`, and asks at the last of them. The time of the answer, where one
 * before took `tookMs` and the run is not known.
 */
async function checkAnswered(
  {
    tookMs,
    typedMs,
    isKnown = false,
  }: { tookMs: number; typedMs: readonly number[]; isKnown?: boolean },
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
  const owner = (isSettled: boolean): RunOwner => ({
    isSettled: () => isSettled,
    project: { root: "/shop" },
  });
  await pause.measured(owner(false), () => {
    nowMs += tookMs;
  });
  nowMs = 1_000;
  let answeredMs: number | undefined;
  const ask = async () => {
    await pause.before(owner(isKnown), NEVER);
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
  it("comes at once where the last one did", () =>
    checkAnswered({ tookMs: 30, typedMs: [1_000] }, 1_000));

  it("comes at once where the run is known, however long it took", () =>
    checkAnswered({ tookMs: 900, typedMs: [1_000], isKnown: true }, 1_000));

  it("waits for a pause where it takes long", () =>
    checkAnswered({ tookMs: 31, typedMs: [1_000] }, 1_200));

  it("waits for the last of several keystrokes", () =>
    checkAnswered({ tookMs: 900, typedMs: [1_000, 1_090, 1_180] }, 1_380));
});

describe("an answer that nobody waits for any more", () => {
  it("does not wait either", async () => {
    const pause = createTypingPause({
      elapsedMs: () => 0,
      timers: { after: () => () => undefined, turn: () => Promise.resolve() },
    });
    pause.edited();
    const owner: RunOwner = { isSettled: () => false, project: { root: "/shop" } };
    await pause.before(owner, { isCancellationRequested: true });
  });
});
