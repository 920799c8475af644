/** One task of a model's refresh with what it is about: a table, a partition of it, and the step. */
import type { Task } from "../workload/workload";
import type { TabularPartition, TabularTable } from "./tabularModel";

/** `re-encode` only where a column is supposed to be encoded anew (`TabularColumn.reencodedIn`). */
export type PipelineStep = "read" | "encode" | "re-encode" | "compress";

export type RecalcStep =
  | "calculated table"
  | "calculated columns"
  | "attribute hierarchies"
  | "user hierarchies"
  | "relationships";

export interface RefreshTask {
  readonly task: Task;
  readonly step: PipelineStep | RecalcStep;
  readonly table: TabularTable;
  /** Of all steps of the pipeline. */
  readonly partition?: TabularPartition;
}
