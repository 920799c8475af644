/**
 * Inputs that can be simulated, each with its selection and its words for a header; shared by
 * simulate, sweep and plan.
 */
import { baseName } from "../base/fileSystem";
import { type RefreshSource, refreshSource } from "../ide/answers/refreshSource";
import { type RunSource, workloadSource } from "../ide/answers/runSource";
import { engineFacts, engineWords } from "../ide/engineFacts";
import { count } from "../ide/words";
import { type OriginCounts, originCounts } from "../report/origins";
import type { Workload } from "../workload/workload";
import type { ModelSnapshot } from "../workspace/openModel";
import type { ProjectSnapshot } from "../workspace/snapshot";
import type { CommandContext } from "./command";
import { type Failure, failure, hasFailed } from "./failure";
import { type OpenInput, openInputs } from "./inputs";
import { type TabularInput, whyNoModel } from "./openTabular";
import { choosingOption, selectionOf } from "./selection";
import { supposedOf } from "./supposedRefresh";

export interface RunInput {
  readonly name: string;
  readonly kind: OpenInput["kind"];
  readonly source: RunSource;
  /** unique_ids; absent = all. */
  readonly selection?: readonly string[];
  /** The model, where the input is a tabular one. */
  readonly model?: ModelSnapshot;
  /** The same as it is simulated. */
  readonly refresh?: RefreshSource;
  /** The project, where the input is one. */
  readonly snapshot?: ProjectSnapshot;
}

/** Inputs of PATH, each as something that can be simulated. */
export function openRuns(context: CommandContext): readonly RunInput[] | Failure {
  const inputs = openInputs(context, context.args.positionals[0]);
  return hasFailed(inputs) ? inputs : runsOf(context, inputs);
}

/** Inputs that are open already, each as something that can be simulated. */
export function runsOf(
  context: CommandContext,
  inputs: readonly OpenInput[],
): readonly RunInput[] | Failure {
  const runs: RunInput[] = [];
  for (const input of inputs) {
    const run = runOf(context, input);
    if (hasFailed(run)) return run;
    runs.push(run);
  }
  return runs;
}

function runOf(context: CommandContext, input: OpenInput): RunInput | Failure {
  const choosing = choosingOption(context);
  if (input.kind === "tabular") {
    if (choosing !== undefined) {
      return failure(`${input.path} is a tabular model; --${choosing} is for dbt projects`);
    }
    const refresh = refreshOf(context, input);
    return hasFailed(refresh)
      ? refresh
      : {
          name: refresh.workload.name,
          kind: "tabular",
          source: refresh.source,
          model: input.snapshot,
          refresh,
        };
  }
  if (input.kind === "workload") {
    if (choosing !== undefined) {
      return failure(`${input.path} is a workload; --${choosing} is for dbt projects`);
    }
    return {
      name: input.workload.name,
      kind: "workload",
      source: workloadSource(input.workload),
    };
  }
  const { snapshot } = input;
  const selection = selectionOf(context, snapshot, { isRun: true });
  if (hasFailed(selection)) return selection;
  return {
    name: snapshot.project.name || baseName(snapshot.project.root),
    kind: "dbt",
    source: snapshot,
    snapshot,
    ...(selection !== undefined && { selection }),
  };
}

/** The full refresh of a model, or what a script makes the model beside it do. */
function refreshOf(context: CommandContext, input: TabularInput): RefreshSource | Failure {
  const supposed = supposedOf(context, input);
  if (hasFailed(supposed)) return supposed;
  const refresh = refreshSource(input.snapshot, supposed);
  if (refresh !== undefined) return refresh;
  if (input.snapshot.script === undefined) return whyNoModel(input);
  return failure(
    `${input.path} is a TMSL script, and no model of its database lies beside it; put the .bim or TMDL folder next to it`,
  );
}

/** `150 models`, `dbt-core 1.x`, `postgres`, `threads 16 (profiles.yml)`. */
export function headerFacts(
  { snapshot }: RunInput,
  workload: Workload,
  threads: number,
  threadsOrigin: string,
): readonly string[] {
  const kinds = new Map<string, number>();
  for (const { kind = "task" } of workload.tasks) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const counts = [...kinds].map(([kind, amount]) => count(amount, kind));
  return [
    ...(counts.length === 0 ? ["no tasks"] : counts),
    ...(snapshot === undefined
      ? []
      : [engineOf(snapshot), snapshot.project.adapter ?? "adapter unknown"]),
    `threads ${threads} (${threadsOrigin})`,
  ];
}

function engineOf(snapshot: ProjectSnapshot): string {
  const facts = engineFacts(snapshot);
  if (facts.origin !== "default") return engineWords(facts);
  return facts.name === "fusion" ? "dbt 2" : "dbt-core 1";
}

/** How the durations of a workload are known. */
export function durationsOf(workload: Workload): OriginCounts {
  return originCounts(workload.tasks.map(({ durationOrigin }) => durationOrigin));
}

/** Where the run's thread count comes from, in the words of the header. */
export function threadsOriginOf(context: CommandContext, { snapshot, refresh }: RunInput): string {
  if (context.args.has("threads")) return "--threads";
  if (refresh !== undefined) return refresh.parallelism;
  return snapshot === undefined ? "workload" : snapshot.project.threads.origin;
}
