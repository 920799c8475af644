/** The client's words for durations are the server's. */

import fc from "fast-check";
import { expect, it } from "vitest";
import { formatDifference, formatDuration } from "../../client/src/duration";
import { formatDuration as formatOfServer } from "../../server/src/base/duration";

it("says every duration as the server does", () => {
  fc.assert(
    fc.property(fc.double({ min: -1e9, max: 1e9, noNaN: true }), (ms) => {
      expect(formatDuration(ms)).toBe(formatOfServer(ms));
    }),
    { numRuns: 2000 },
  );
  for (const ms of [
    0,
    999.4,
    999.5,
    9_949,
    9_950,
    59_499,
    59_500,
    3_599_499,
    3_599_500,
    Number.NaN,
  ]) {
    expect(formatDuration(ms)).toBe(formatOfServer(ms));
  }
});

it("says differences with a sign", () => {
  expect(formatDifference(12_000)).toBe("+12 s");
  expect(formatDifference(-220_000)).toBe("−3 m 40 s");
  expect(formatDifference(0.2)).toBe("±0 s");
});
