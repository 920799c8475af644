/** One task of a model's refresh with what it is about: a table, a partition of it, and the step. */
import type { Task } from "../workload/workload";
import type { TabularPartition, TabularTable } from "./tabularModel";

export type PipelineStep = "read" | "encode" | "compress";

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
  /** Of reading, encoding and compressing. */
  readonly partition?: TabularPartition;
}
