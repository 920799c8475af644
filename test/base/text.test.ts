import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDuration } from "../../server/src/base/duration";
import { lineIndex } from "../../server/src/base/text";

const text = fc
  .array(fc.constantFrom("a", "é", "😀", "\n", "\r\n", "\r", " "))
  .map((parts) => parts.join(""));

describe("lineIndex", () => {
  it("finds the way back from every offset", () => {
    fc.assert(
      fc.property(text, (source) => {
        const lines = lineIndex(source);
        for (let offset = 0; offset <= source.length; offset++) {
          const isInsideLineEnd = source[offset - 1] === "\r" && source[offset] === "\n";
          if (isInsideLineEnd) continue;
          expect(lines.offsetAt(lines.positionAt(offset))).toBe(offset);
        }
      }),
    );
  });

  it("counts lines as an editor does", () => {
    fc.assert(
      fc.property(text, (source) => {
        expect(lineIndex(source).lineCount).toBe(source.split(/\r\n|\r|\n/).length);
      }),
    );
  });

  it("clamps what lies outside", () => {
    const lines = lineIndex("ab\ncd");
    expect(lines.offsetAt({ line: 0, character: 99 })).toBe(2);
    expect(lines.offsetAt({ line: 9, character: 0 })).toBe(5);
    expect(lines.positionAt(-1)).toEqual({ line: 0, character: 0 });
  });
});

describe("formatDuration", () => {
  it.each([
    [0, "0 ms"],
    [42.4, "42 ms"],
    [999.6, "1.0 s"],
    [8_400, "8.4 s"],
    [9_960, "10 s"],
    [59_600, "1 m 00 s"],
    [484_000, "8 m 04 s"],
    [3_599_600, "1 h 00 m"],
    [7_380_000, "2 h 03 m"],
    [-61_000, "−1 m 01 s"],
    [Number.NaN, "unknown"],
  ])("%d ms is %s", (ms, words) => {
    expect(formatDuration(ms)).toBe(words);
  });
});
