/** Zoom, pan, marks and their texts. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  keepInside,
  panned,
  showing,
  type TimeWindow,
  tickLabel,
  ticks,
  wholeRun,
  zoomed,
} from "../../client/panel/timeScale";

const endMs = fc.integer({ min: 100, max: 100_000_000 });
const share = fc.double({ min: 0, max: 1, noNaN: true });

/** A run's end and some window within it. */
const windowInRun = fc.tuple(endMs, share, share).map(([end, a, b]) => ({
  end,
  window: keepInside({ fromMs: Math.min(a, b) * end, toMs: Math.max(a, b) * end }, end),
}));

function isInside(window: TimeWindow, end: number): boolean {
  return window.fromMs >= -1e-6 && window.toMs <= end + 1e-6 && window.toMs > window.fromMs;
}

describe("zoom and pan", () => {
  it("never leave the run", () => {
    fc.assert(
      fc.property(
        windowInRun,
        share,
        fc.double({ min: 0.01, max: 20, noNaN: true }),
        (at, where, by) => {
          const { window, end } = at;
          expect(isInside(zoomed(window, by, where * end, end), end)).toBe(true);
          expect(isInside(panned(window, by - 10, end), end)).toBe(true);
        },
      ),
    );
  });

  it("zooming in keeps the anchor where it is", () => {
    fc.assert(
      fc.property(windowInRun, share, ({ window, end }, where) => {
        const length = window.toMs - window.fromMs;
        fc.pre(length > 100);
        const anchor = window.fromMs + where * length;
        const after = zoomed(window, 0.5, anchor, end);
        const placeAfter = (anchor - after.fromMs) / (after.toMs - after.fromMs);
        expect(placeAfter).toBeCloseTo(where, 6);
      }),
    );
  });

  it("panning keeps the length, zooming out far shows the whole run", () => {
    fc.assert(
      fc.property(windowInRun, share, ({ window, end }, by) => {
        const moved = panned(window, by, end);
        expect(moved.toMs - moved.fromMs).toBeCloseTo(window.toMs - window.fromMs, 3);
        expect(zoomed(window, 1e9, window.fromMs, end)).toEqual(wholeRun(end));
      }),
    );
  });

  it("showing a stretch brings it into view and leaves a view that has it alone", () => {
    fc.assert(
      fc.property(windowInRun, share, share, ({ window, end }, a, b) => {
        const [from, to] = [Math.min(a, b) * end, Math.max(a, b) * end];
        const after = showing(window, from, to, end);
        expect(after.fromMs).toBeLessThanOrEqual(from + 1e-6);
        expect(after.toMs).toBeGreaterThanOrEqual(to - 1e-6);
        if (window.fromMs <= from && window.toMs >= to) expect(after).toBe(window);
      }),
    );
  });
});

describe("marks", () => {
  it("lie in the window, evenly, not nearer than asked", () => {
    fc.assert(
      fc.property(windowInRun, fc.integer({ min: 200, max: 3000 }), ({ window }, width) => {
        const marks = ticks(window, width, 90);
        const pixelsPerMs = width / (window.toMs - window.fromMs);
        for (const mark of marks) {
          expect(mark).toBeGreaterThanOrEqual(window.fromMs);
          expect(mark).toBeLessThanOrEqual(window.toMs);
        }
        for (let index = 1; index < marks.length; index++) {
          expect((marks[index]! - marks[index - 1]!) * pixelsPerMs).toBeGreaterThan(89.99);
        }
      }),
    );
  });

  const texts: readonly (readonly [number, string])[] = [
    [0, "0"],
    [200, "200 ms"],
    [1_500, "1.5 s"],
    [30_000, "30 s"],
    [300_000, "5 m"],
    [330_000, "5:30"],
    [3_600_000, "1 h"],
    [5_400_000, "1 h 30"],
    [36_000_000, "10 h"],
  ];
  for (const [ms, text] of texts) {
    it(`${ms} ms reads ${text}`, () => expect(tickLabel(ms)).toBe(text));
  }
});
