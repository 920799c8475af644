/** Whatever is typed, the workspace knows what a fresh look would know. */
import { expect, it } from "vitest";
import { typingSession } from "./typingSession";

it.each([1, 2, 3, 4, 5, 6])("answers like a fresh look after edits, session %i", (seed) => {
  const { compared, difference } = typingSession(seed, { edits: 60, compareEvery: 3 });
  expect(difference).toBeUndefined();
  expect(compared).toBe(20);
});
