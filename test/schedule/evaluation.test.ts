/** Predictions of the recorded real dbt runs stay within the limits that docs/evaluation.md shows. */
import { describe, expect, it } from "vitest";
import { evaluateEarlier } from "../support/evaluateEarlier";
import { evaluateContention, evaluateRuns, spreadOf } from "../support/evaluateRuns";

const runs = evaluateRuns();

describe("recorded dbt runs", () => {
  it("are all there", () => {
    expect(runs.length).toBeGreaterThanOrEqual(21);
    expect(runs.reduce((sum, { run }) => sum + run.observed.tasks.length, 0)).toBeGreaterThan(800);
  });

  it("never start a task before one that was ready 15 ms earlier", () => {
    for (const { run, orderViolationMs } of runs) {
      expect(orderViolationMs, run.name).toBeLessThan(15);
    }
  });

  it("take as long as predicted from measured start and end", () => {
    const { median, worst } = spreadOf(runs.map(({ fromSpans }) => fromSpans));
    expect(median).toBeLessThan(0.005);
    expect(worst).toBeLessThan(0.032);
    const known = spreadOf(runs.map(({ fromSpansAndHandover }) => fromSpansAndHandover));
    expect(known.median).toBeLessThan(0.002);
    expect(known.worst).toBeLessThan(0.01);
  });

  it("take as long as predicted from execution_time", () => {
    const { median, worst } = spreadOf(runs.map(({ fromExecution }) => fromExecution));
    expect(median).toBeLessThan(0.01);
    expect(worst).toBeLessThan(0.04);
  });

  it("take as long as predicted from the SQL's time and overhead learned elsewhere", () => {
    const { median, worst } = spreadOf(runs.map(({ fromNominal }) => fromNominal));
    expect(median).toBeLessThan(0.03);
    expect(worst).toBeLessThan(0.07);
  });

  it("lie inside the band of jittered durations", () => {
    for (const { run, isInBand } of runs) expect(isInBand, run.name).toBe(true);
  });
});

describe("runs predicted from earlier runs of their project", () => {
  const known = evaluateEarlier().filter(({ isKnownWidth }) => isKnownWidth);
  const calm = known.filter(({ isCalm }) => isCalm);

  it("take as long as predicted where the machine was left to dbt", () => {
    expect(calm.length).toBeGreaterThan(10);
    for (const { run, error } of calm) expect(Math.abs(error), run.name).toBeLessThan(0.1);
  });

  it("are mostly met even where it was not", () => {
    expect(known.length).toBeGreaterThan(10);
    expect(spreadOf(known.map(({ error }) => error)).median).toBeLessThan(0.1);
  });
});

describe("recorded CPU-bound runs", () => {
  const { calibration, predicted, recordedMs, bestRecorded } = evaluateContention();

  it("show a capacity of about the machine's two cores", () => {
    expect(calibration.kind).toBe("capacity");
    expect(calibration.capacity).toBeGreaterThan(1.6);
    expect(calibration.capacity).toBeLessThan(2.1);
  });

  it("are predicted at every width", () => {
    for (const [threads, ms] of recordedMs) {
      const point = predicted.points.find((one) => one.threads === threads);
      expect(Math.abs(point!.makespanMs / ms - 1), `${threads} threads`).toBeLessThan(0.06);
    }
  });

  it("are recommended the fewest threads that are as fast as any", () => {
    expect(predicted.recommended.threads).toBeLessThanOrEqual(4);
    expect(bestRecorded).toBeLessThanOrEqual(4);
    const at = (threads: number) => predicted.points[threads - 1]!.makespanMs;
    expect(at(predicted.recommended.threads)).toBeLessThanOrEqual(at(bestRecorded) * 1.02);
    expect(predicted.recommended.threads).toBe(2);
  });
});
