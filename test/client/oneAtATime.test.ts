/** Changes that come faster than the work lead to one more run, not to many. */

import { expect, it } from "vitest";
import { oneAtATime } from "../../client/src/oneAtATime";

/** Work that waits until the test lets it end. */
function heldWork() {
  const ends: (() => void)[] = [];
  let most = 0;
  let running = 0;
  const work = async (): Promise<void> => {
    most = Math.max(most, ++running);
    await new Promise<void>((resolve) => ends.push(resolve));
    running--;
  };
  const endOne = async (): Promise<void> => {
    ends.shift()?.();
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  };
  return { work, endOne, started: () => ends.length, most: () => most };
}

it("many changes during one run lead to exactly one more", async () => {
  const { work, endOne, started, most } = heldWork();
  const start = oneAtATime(work);
  for (let change = 0; change < 5; change++) start();
  expect(started()).toBe(1);
  await endOne();
  expect(started()).toBe(1);
  await endOne();
  expect(started()).toBe(0);
  start();
  expect(started()).toBe(1);
  expect(most()).toBe(1);
});
