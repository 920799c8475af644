/** `heddle.refresh/1`: how to refresh a tabular model, with the parallelism worth asking for. */
import { refreshLength } from "../../advise/refreshLength";
import { sweep } from "../../schedule/sweep";
import { type RefreshScript, refreshScript } from "../../tabular/refreshScript";
import type { TabularModel } from "../../tabular/tabularModel";
import { type ProcessingSettings, tabularWorkload } from "../../tabular/tabularWorkload";
import type { DurationOrigin } from "../../workload/workload";

export interface RefreshAnswer extends RefreshScript {
  readonly schema: "heddle.refresh/1";
  readonly name: string;
  readonly path: string;
  readonly maxParallelism: number;
  readonly because: string;
  /** With the parallelism of the model, or of a server of which nothing is known. */
  readonly today: { readonly maxParallelism: number; readonly makespanMs: number };
  readonly makespanMs: number;
  /** Origin of the rates: model files hold no speeds. */
  readonly durations: DurationOrigin;
  /** The same under the other belief about encoders; docs/tabular.md. */
  readonly otherEncoder: {
    readonly encoder: ProcessingSettings["encoder"];
    readonly makespanMs: number;
  };
}

/** More jobs at once than services run for one refresh. */
const MOST = 64;

/** Absent where the model holds no data to refresh. One sweep over 64 counts. */
export function refreshAnswer(
  model: TabularModel,
  processing: ProcessingSettings,
  asked?: number,
): RefreshAnswer | undefined {
  const workload = tabularWorkload(model, processing);
  const { threads } = workload.capacity;
  const options = {
    hints: "ignored",
    policy: "dbt-core",
    from: 1,
    to: Math.max(MOST, threads),
  } as const;
  const swept = sweep(workload, options);
  const makespanOf = ({ points }: typeof swept, count: number) =>
    points.find((point) => point.threads === count)?.makespanMs ?? 0;
  const maxParallelism = asked ?? swept.recommended.threads;
  const script = refreshScript(model, maxParallelism);
  if (script === undefined) return undefined;
  const encoder = processing.encoder === "perTable" ? "perPartition" : "perTable";
  const otherLength = refreshLength({ ...processing, encoder, threads: maxParallelism });
  return {
    schema: "heddle.refresh/1",
    name: model.name,
    path: model.path,
    maxParallelism,
    because: asked === undefined ? swept.recommended.because : "asked for by --threads",
    today: { maxParallelism: threads, makespanMs: makespanOf(swept, threads) },
    makespanMs: makespanOf(swept, maxParallelism),
    durations: processing.rates.origin,
    otherEncoder: { encoder, makespanMs: otherLength(model) },
    ...script,
  };
}
