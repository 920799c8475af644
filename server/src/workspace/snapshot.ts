/**
 * What everything above reads: one frozen state of the workspace. Values are lazy and computed at
 * most once per snapshot; a snapshot never changes, so a request can use it to its end.
 */

import type { Recommendation } from "../advise/recommendThreads";
import type { ReportSettings } from "../advise/reportSettings";
import type { Problem } from "../base/problem";
import type { LineIndex } from "../base/text";
import type { Durations } from "../dbt/artifacts/modelDuration";
import type { RunRecord } from "../dbt/artifacts/runRecord";
import type { DbtNode, DbtProject } from "../dbt/project";
import type { Settings } from "../protocol";
import type { RunCalibration } from "../schedule/calibrateRuns";
import type { WorkloadEdit } from "../schedule/editWorkload";
import type { PredictionHistory } from "../schedule/predictionHistory";
import type { Schedule, SimulateOptions } from "../schedule/schedule";
import type { Sweep } from "../schedule/sweep";
import type { Complexity } from "../sql/complexity";
import type { Workload } from "../workload/workload";
import type { SeenEngine } from "./engineSeen";
import type { RunMargins } from "./observedHistory";

export type RunCommand = "run" | "build";

/** What to simulate; absent = today's run: hints ignored, dbt's order, the profile's threads. */
export interface ScheduleRequest extends Partial<SimulateOptions> {
  readonly command?: RunCommand;
  readonly reservePercent?: number;
  /** unique_ids to run, as `--select` and `--exclude` chose them; absent = all. */
  readonly selection?: readonly string[];
  /** Durations to put in place of the known ones, in ms by unique_id. */
  readonly whatIf?: ReadonlyMap<string, number>;
  /** Changes of the graph, made after `whatIf`'s durations, in order. */
  readonly edits?: readonly WorkloadEdit[];
  /** Whether `workload` takes durations as recorded (by default) or as of a model that runs alone. */
  readonly durations?: "recorded" | "alone";
}

export interface SweepRequest extends ScheduleRequest {
  readonly from?: number;
  readonly to?: number;
}

/** Run history as found, for words like "7 runs since 3 Nov". */
export interface HistorySummary {
  readonly runs: number;
  readonly files: readonly string[];
  /** Time of the newest run, ISO; absent without history. */
  readonly newest?: string;
}

/** One dbt project in one state of its files and settings. */
export interface ProjectSnapshot {
  readonly project: DbtProject;
  readonly settings: Settings;
  /** A figure for every node that takes time in a run or build: measured, given, estimated or assumed. */
  durations(): Durations;
  history(): HistorySummary;
  /** Which dbt ran it last, as dbt's own files say; decides nothing. */
  engineSeen(): readonly SeenEngine[];
  /** Past runs of the target in use, failed ones among them, in no order. */
  runs(): readonly RunRecord[];
  /** What past runs say about models beside each other, and what lies around the models. */
  calibration(): RunCalibration & RunMargins;
  /** Past runs, each predicted from those before it. */
  predictions(): PredictionHistory;
  /**
   * The request as `schedule` and `sweep` simulate it: with what the history shows of models that
   * slow each other down, unless the request names a slowdown of its own.
   */
  calibrated(request?: ScheduleRequest): ScheduleRequest;
  workload(request?: ScheduleRequest): Workload;
  schedule(request?: ScheduleRequest): Schedule;
  /** Whether problems and answers about the run are known, or follow from those before by a little work. */
  isSettled(): boolean;
  /** Milliseconds that today's run gets shorter when a task takes `share` of its time. One simulation. */
  savingIf(uniqueId: string, share: number): number;
  sweep(request?: SweepRequest): Sweep;
  /** Complexity of a SQL model's text; absent for nodes without SQL. */
  complexity(uniqueId: string): Complexity | undefined;
  recommendation(uniqueId: string): Recommendation | undefined;
  /** `report:` of heddle.yml. */
  reportSettings(): ReportSettings;
  /** Everything found while reading and by the rules, sorted. */
  problems(): readonly Problem[];
  problemsIn(file: string): readonly Problem[];
  /** By file; lists that an edit left as they were are the same arrays as before it. */
  problemsByFile(): ReadonlyMap<string, readonly Problem[]>;
  /** Enabled and disabled nodes that `file` (relative to the root) defines or configures in place. */
  nodesIn(file: string): readonly DbtNode[];
  /** Node by unique_id, or by name where only one has it. */
  findNode(idOrName: string): DbtNode | undefined;
  textOf(file: string): string | undefined;
  /** Line index of a file's text, of an empty one where it is unknown; the same while the text is. */
  linesOf(file: string): LineIndex;
}

export interface Snapshot {
  readonly revision: number;
  readonly settings: Settings;
  readonly projects: readonly ProjectSnapshot[];
  /** The project that an absolute path belongs to (the innermost one). */
  projectOf(path: string): ProjectSnapshot | undefined;
}
