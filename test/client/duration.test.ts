import { describe, expect, it } from "vitest";
import { formatDifference } from "../../client/src/duration";

describe("formatDifference", () => {
  it.each([
    [0, "±0 s"],
    [0.4, "±0 s"],
    [-0.4, "±0 s"],
    [12_000, "+12 s"],
    [-220_000, "−3 m 40 s"],
  ])("%d ms is %s", (ms, words) => {
    expect(formatDifference(ms)).toBe(words);
  });
});
