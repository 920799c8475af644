/** What the Schedule page and the extension say to each other. Types only. */

import type {
  ExportFormat,
  ModelEntry,
  RunChoices,
  ScheduledTask,
  SimulateParams,
  SimulateResult,
  SweepResult,
} from "../../server/src/protocol";
import type { LiveRun } from "./liveMessages";

/** The choices a person makes at the top of the page; absent = as the project says. */
export type RunOptions = Pick<
  SimulateParams,
  | "threads"
  | "hints"
  | "policy"
  | "command"
  | "whatIf"
  | "engine"
  | "target"
  | "select"
  | "exclude"
  | "at"
  | "run"
  | "capacity"
  | "contention"
>;

/** What the page needs of a model beside its place in the schedule. */
export type TaskFacts = Pick<
  ModelEntry,
  "uniqueId" | "name" | "resourceType" | "hint" | "complexity" | "recommendation" | "duration"
>;

export interface ProjectFacts {
  /** Any document of the project; kept by the page so that it can be opened again. */
  readonly uri: string;
  readonly name: string;
  readonly adapter: string | null;
  readonly threadsOrigin: string | null;
  /** Hints, dbt's order, selections and reports mean something here. */
  readonly isDbt: boolean;
  readonly tasks: readonly TaskFacts[];
}

/** What the controls can offer for this project. */
export interface Choices extends Pick<RunChoices, "engine" | "runs"> {
  readonly targets: readonly string[];
  readonly target: string | null;
  /** Whether the thread count stands in a file that can be changed. */
  readonly canWriteThreads: boolean;
}

export type ToPage =
  /** A page of the tasks that a later message with the same `pages` is about. */
  | { readonly type: "factsPage"; readonly pages: number; readonly items: readonly TaskFacts[] }
  | { readonly type: "tasksPage"; readonly pages: number; readonly items: readonly ScheduledTask[] }
  /** No message will ask for these pages. */
  | { readonly type: "dropPages"; readonly pages: number }
  | { readonly type: "project"; readonly project: ProjectFacts; readonly pages?: number }
  | { readonly type: "choices"; readonly choices: Choices }
  | {
      readonly type: "schedule";
      readonly request: number;
      readonly schedule: SimulateResult;
      readonly pages?: number;
    }
  /** Today's run, which those that follow are held against: hints ignored, dbt's order. */
  | { readonly type: "today"; readonly schedule: SimulateResult; readonly pages?: number }
  /** Run A, which the one on screen is compared with. */
  | {
      readonly type: "compared";
      readonly request: number;
      readonly schedule: SimulateResult;
      readonly pages?: number;
    }
  | { readonly type: "sweep"; readonly request: number; readonly sweep: SweepResult }
  /** Nothing can be shown at all. */
  | { readonly type: "failed"; readonly message: string }
  /** One question has no answer: what is on screen stays. */
  | { readonly type: "refused"; readonly request: number; readonly message: string }
  | { readonly type: "live"; readonly live: LiveRun }
  /** The project changed on disk or in the editor: ask again. */
  | { readonly type: "stale" }
  /** The cursor went into a model's file. */
  | { readonly type: "reveal"; readonly id: string };

/** A question about one run. `isBrief`: the schedule alone, as fast as it can be had. */
export interface RunQuestion {
  readonly type: "simulate";
  readonly request: number;
  readonly options: RunOptions;
  readonly isBrief: boolean;
}

export type FromPage =
  | { readonly type: "ready" }
  | RunQuestion
  | { readonly type: "compare"; readonly request: number; readonly options: RunOptions }
  | { readonly type: "sweep"; readonly request: number; readonly options: RunOptions }
  | { readonly type: "open"; readonly id: string }
  | { readonly type: "explain"; readonly id: string }
  /** Writes the thread count to the file that it comes from. */
  | { readonly type: "writeThreads"; readonly threads: number }
  | { readonly type: "export"; readonly format: ExportFormat; readonly options: RunOptions }
  /** A picture that the page has drawn, as a `data:` URL of a PNG. */
  | { readonly type: "savePicture"; readonly dataUrl: string };
