/** How well runs are predicted from earlier ones, and what recorded runs of empty models show. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { calibrateRuns, type RunCalibration } from "../../server/src/schedule/calibrateRuns";
import { observedMakespan } from "../../server/src/schedule/observedRun";
import { type Sweep, sweep } from "../../server/src/schedule/sweep";
import { type EarlierPrediction, medianAlone, predictFromEarlier } from "./predictFromEarlier";
import { recordedRuns, workloadOfRun } from "./recordedRuns";

const FOLDER = join(process.env["HEDDLE_ROOT"] ?? process.cwd(), "test/data/runs");

/** Every run of test/data/runs/repeated but the first of its project, oldest first. */
export function evaluateEarlier(): readonly EarlierPrediction[] {
  return readdirSync(join(FOLDER, "repeated"))
    .sort()
    .flatMap((project) => {
      const runs = recordedRuns(join(FOLDER, "repeated", project));
      return runs.slice(1).map((run, at) => predictFromEarlier(run, runs.slice(0, at + 1)));
    });
}

export interface TinyEvaluation {
  readonly calibration: RunCalibration;
  readonly models: number;
  /** Makespan by thread count, in ms. */
  readonly recordedMs: ReadonlyMap<number, number>;
  readonly predicted: Sweep;
}

/** Runs of a project of empty models, where dbt's own work is all there is. */
export function evaluateTiny(): TinyEvaluation {
  const runs = recordedRuns(join(FOLDER, "tiny"));
  const calibration = calibrateRuns(runs.map(({ observed }) => observed));
  const [first] = runs;
  if (first === undefined) throw new Error("no recorded runs of empty models");
  const aloneMs = medianAlone(calibration, runs);
  const alone = workloadOfRun(first, ({ id }) => aloneMs.get(id) ?? 0);
  return {
    calibration,
    models: first.observed.tasks.length,
    recordedMs: new Map(runs.map(({ observed }) => [observed.threads, observedMakespan(observed)])),
    predicted: sweep(alone, {
      hints: "ignored",
      policy: "dbt-core",
      ...calibration.slowdown,
      from: 1,
      to: 16,
    }),
  };
}
