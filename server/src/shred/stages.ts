/** Which engine does stage 1 of a run. */
import { duckdbStageOne } from "./duckdbStageOne";
import type { ShredHost } from "./host";
import type { Manifest } from "./manifest";
import { sparkStageOne } from "./sparkStageOne";
import { nodeStageOne, type StageOne } from "./stageOne";

/** What an engine needs of the one call that runs it; no part of the run's identity. */
export interface EngineStart {
  /** The words that submit a job to Spark. */
  readonly sparkSubmit: readonly string[];
  readonly signal: AbortSignal;
}

export function stageOneOf(host: ShredHost, manifest: Manifest, start: EngineStart): StageOne {
  if (manifest.engine === "spark") return sparkStageOne(host, start.sparkSubmit, start.signal);
  return manifest.engine === "duckdb" ? duckdbStageOne(host) : nodeStageOne(host);
}
