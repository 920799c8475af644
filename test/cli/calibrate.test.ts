import { describe, expect, it } from "vitest";
import { ecommerceFiles } from "../../examples/ecommerceProject";
import { checkRefused, plainFiles, runCommand, runJson } from "./commandLine";

const SHOP = plainFiles(Object.fromEntries(ecommerceFiles()));

interface Calibrated {
  readonly predictions: { readonly runs: readonly { readonly file: string }[] };
  readonly comparison?: {
    readonly file: string;
    readonly predictedMs: number;
    readonly observedMs: number;
    readonly error: number;
    readonly tasks: readonly {
      readonly id: string;
      readonly durationErrorMs: number;
      readonly endErrorMs: number;
      readonly observedStartMs: number;
      readonly predictedStartMs: number;
    }[];
  };
}

describe("calibrate --run", () => {
  it("compares a past run with its prediction, task by task", async () => {
    const { predictions, comparison } = (await runJson("calibrate --run last", SHOP)) as Calibrated;
    expect(comparison).toMatchObject({ ...predictions.runs.at(-1) });
    expect(comparison!.tasks).toHaveLength(150);
    for (const task of comparison!.tasks) {
      const laterStart = task.observedStartMs - task.predictedStartMs;
      expect(task.endErrorMs).toBeCloseTo(laterStart + task.durationErrorMs, 3);
    }
    const last = Math.max(...comparison!.tasks.map(({ observedStartMs }) => observedStartMs));
    expect(last).toBeLessThan(comparison!.observedMs);
    expect(comparison!.predictedMs / comparison!.observedMs - 1).toBeCloseTo(comparison!.error, 9);
  });

  it("finds a run by its path or its name, and says which there are", async () => {
    const { out } = await runCommand(["calibrate", "--run", "run_results-2026-11-10.json"], SHOP);
    expect(out).toMatch(/^history\/run_results-2026-11-10\.json · 16 threads · predicted /m);
    const byPath = await runJson("calibrate --run ./history/run_results-2026-11-10.json", SHOP);
    expect((byPath as Calibrated).comparison?.file).toBe("history/run_results-2026-11-10.json");
    const { runs } = ((await runJson("calibrate", SHOP)) as Calibrated).predictions;
    await checkRefused(
      "calibrate --run none.json",
      `--run none.json: not one of the last ${runs.length} runs: ${runs.map(({ file }) => file).join(", ")}, or last`,
      SHOP,
    );
  });
});
