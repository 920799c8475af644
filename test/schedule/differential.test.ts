/**
 * Our simulator against an independent one in Python that was written from the published meaning
 * alone: same start order, times, threads and causes on random workloads. Its answers are recorded
 * as digests; where Python is at hand it is asked again, and a difference is shown task by task.
 */
import { describe, expect, it } from "vitest";
import {
  askOracle,
  digestOf,
  EXACT_SUITES,
  ourAnswer,
  PYTHON,
  recordedAnswers,
  STRETCHED_SUITES,
} from "../support/scheduleOracle";

const recorded = recordedAnswers();

describe("simulate agrees with an independent simulator", () => {
  for (const [name, cases] of EXACT_SUITES) {
    it(`${name}: ${cases.length} random workloads`, () => {
      const ours = cases.map(ourAnswer);
      if (PYTHON !== undefined) {
        for (const [index, theirs] of askOracle(cases).entries()) {
          expect(ours[index], `seed ${index}`).toEqual(theirs);
        }
      }
      expect(ours.map(digestOf)).toEqual(recorded.exact[name]);
    });
  }
});

describe("where tasks slow each other down, simulate agrees with work counted task by task", () => {
  for (const [name, cases] of STRETCHED_SUITES) {
    it(`${name}: ${cases.length} random workloads`, () => {
      const ours = cases.map(ourAnswer);
      for (const [index, { makespan }] of ours.entries()) {
        expect(makespan / recorded.stretched[name]![index]!, `seed ${index}`).toBeCloseTo(1, 6);
      }
      if (PYTHON === undefined) return;
      for (const [index, theirs] of askOracle(cases).entries()) {
        const { order, start, end } = ours[index]!;
        expect(order, `seed ${index}`).toEqual(theirs.order);
        for (const id of order) {
          expect(start[id]! / theirs.makespan).toBeCloseTo(theirs.start[id]! / theirs.makespan, 6);
          expect(end[id]! / theirs.makespan).toBeCloseTo(theirs.end[id]! / theirs.makespan, 6);
        }
      }
    });
  }
});
