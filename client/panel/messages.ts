/** What the Schedule page and the extension say to each other. Types only. */

import type {
  ModelEntry,
  SimulateParams,
  SimulateResult,
  SweepResult,
} from "../../server/src/protocol";

/** The choices a person makes at the top of the page; absent = as the project says. */
export type RunOptions = Pick<
  SimulateParams,
  "threads" | "hints" | "policy" | "command" | "whatIf"
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
  readonly tasks: readonly TaskFacts[];
}

export type ToPage =
  | { readonly type: "project"; readonly project: ProjectFacts }
  | {
      readonly type: "schedule";
      readonly request: number;
      readonly schedule: SimulateResult;
      /** Today's run: hints ignored, dbt's order, the profile's threads. */
      readonly today: SimulateResult;
    }
  | { readonly type: "sweep"; readonly request: number; readonly sweep: SweepResult }
  | { readonly type: "failed"; readonly message: string }
  /** The project changed on disk or in the editor: ask again. */
  | { readonly type: "stale" }
  /** The cursor went into a model's file. */
  | { readonly type: "reveal"; readonly id: string };

export type FromPage =
  | { readonly type: "ready" }
  | { readonly type: "simulate"; readonly request: number; readonly options: RunOptions }
  | { readonly type: "sweep"; readonly request: number; readonly options: RunOptions }
  | { readonly type: "open"; readonly id: string }
  | { readonly type: "explain"; readonly id: string };
