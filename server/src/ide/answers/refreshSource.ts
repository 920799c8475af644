/**
 * A tabular model's refresh, or what a TMSL script makes the model beside it do, as something that
 * can be simulated: the source, the count of jobs at once with its origin, and what could lengthen it.
 */
import { type ReencodingRisk, reencodingRisk } from "../../advise/reencodingRisk";
import type { Follow } from "../../tabular/changedModel";
import { type Parallelism, parallelismOf } from "../../tabular/parallelism";
import { scriptWorkload } from "../../tabular/script/scriptWorkload";
import type { TabularModel } from "../../tabular/tabularModel";
import { tabularWorkload } from "../../tabular/tabularWorkload";
import type { Workload } from "../../workload/workload";
import type { ModelSnapshot } from "../../workspace/openModel";
import type { ScheduleRequest } from "../../workspace/snapshot";
import { type RunSource, runLength, workloadSource } from "./runSource";

export interface RefreshSource {
  /** The model that is refreshed. */
  readonly model: TabularModel;
  readonly workload: Workload;
  readonly source: RunSource;
  readonly parallelism: Parallelism["origin"] | "maxParallelism of the script";
  /** How much longer it can get; a run for each of some tables. Absent where nothing is at risk. */
  reencoding(request?: ScheduleRequest): ReencodingRisk | undefined;
}

/** Absent where there is no model to refresh. `supposed` is followed first: a what-if. */
export function refreshSource(
  snapshot: ModelSnapshot,
  supposed?: Follow,
): RefreshSource | undefined {
  const { script } = snapshot;
  const about = snapshot.model === undefined ? snapshot.subject() : snapshot;
  if (about?.model === undefined) return undefined;
  const { processing } = about;
  const ofScript = snapshot.model === undefined ? script : undefined;
  const workloadOf = (model: TabularModel): Workload =>
    ofScript === undefined
      ? tabularWorkload(model, processing)
      : scriptWorkload(ofScript, model, processing);
  const model = supposed === undefined ? about.model : supposed(about.model);
  const workload = workloadOf(model);
  const parallelism = parallelismOf(model, processing);
  const isOwn = workload.capacity.threads === parallelism.threads;
  return {
    model,
    workload,
    source: workloadSource(workload),
    parallelism: isOwn ? parallelism.origin : "maxParallelism of the script",
    reencoding(request = {}) {
      const lengthOf = (one: TabularModel) => runLength(workloadOf(one), request);
      return reencodingRisk(model, processing, { before: lengthOf(model), lengthOf });
    },
  };
}
