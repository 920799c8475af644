/**
 * Rates of processing fitted on recorded refreshes: per step the factor that brings the predicted
 * work nearest to the observed one (least squares through the origin).
 */
import type { ProcessingRates } from "../processingRates";
import type { RefreshTask } from "../refreshTask";
import type { ObservedJob, ObservedStep } from "./observedRefresh";

/** One job as observed and as predicted to take alone, in ms. */
export interface JobPair {
  readonly step: ObservedStep;
  readonly observedMs: number;
  readonly predictedMs: number;
}

export interface StepFit {
  readonly step: ObservedStep;
  /** Observed work over predicted work. */
  readonly factor: number;
  readonly jobs: number;
}

export interface RateFit {
  readonly rates: ProcessingRates;
  readonly steps: readonly StepFit[];
}

type Rate = Exclude<keyof ProcessingRates, "origin">;

const ENCODING = ["encodePerString", "encodePerHashedNumber", "encodePerValue"] as const;

/** Which rates a step's factor is about. */
const RATES: Readonly<Record<ObservedStep, readonly Rate[]>> = {
  partition: ["readPerRow", "readPerValue", ...ENCODING, "compressPerValue"],
  read: ["readPerRow", "readPerValue"],
  encode: ENCODING,
  compress: ["compressPerValue"],
  "calculated columns": ["calculatedColumnPerRow", "calculatedTablePerRow"],
  "attribute hierarchies": ["attributeHierarchyPerString", "attributeHierarchyPerNumber"],
  "user hierarchies": ["userHierarchyPerRow"],
  relationships: ["relationshipPerRow"],
  commit: ["commitMs"],
};

/** The rates that fit `pairs`; steps without a job keep theirs. O(pairs). */
export function fitRates(rates: ProcessingRates, pairs: readonly JobPair[]): RateFit {
  const byStep = new Map<ObservedStep, JobPair[]>();
  for (const pair of pairs) {
    if (pair.predictedMs <= 0) continue;
    byStep.set(pair.step, [...(byStep.get(pair.step) ?? []), pair]);
  }
  const fitted: Record<Rate, number> = { ...withoutOrigin(rates) };
  const steps: StepFit[] = [];
  // Whole partitions tell less than their steps and count only where those are not told.
  const isTold = ["read", "encode", "compress"].some((step) =>
    pairs.some((pair) => pair.step === step),
  );
  if (isTold) byStep.delete("partition");
  for (const [step, own] of byStep) {
    const products = own.reduce((sum, one) => sum + one.observedMs * one.predictedMs, 0);
    const squares = own.reduce((sum, one) => sum + one.predictedMs ** 2, 0);
    const factor = products / squares;
    steps.push({ step, factor, jobs: own.length });
    for (const rate of RATES[step]) fitted[rate] = rates[rate] * factor;
  }
  const origin = steps.length > 0 ? "estimated" : rates.origin;
  return { rates: { ...fitted, origin }, steps };
}

/** Jobs of one subject put together: `relationships` of a table may be several. */
export function jobPairs(
  jobs: readonly ObservedJob[],
  planned: readonly RefreshTask[],
  commitMs: number,
): readonly JobPair[] {
  const predicted = predictedWork(planned, commitMs);
  const observed = new Map<string, { readonly step: ObservedStep; ms: number }>();
  for (const job of jobs) {
    const key = jobKey(job);
    const known = observed.get(key) ?? { step: job.step, ms: 0 };
    known.ms += job.endMs - job.startMs;
    observed.set(key, known);
  }
  return [...observed].flatMap(([key, { step, ms }]): readonly JobPair[] => {
    const predictedMs = predicted.get(key);
    return predictedMs === undefined ? [] : [{ step, observedMs: ms, predictedMs }];
  });
}

/** What a job is about, the same for the observed and the predicted one. */
export function jobKey({
  step,
  table,
  partition,
}: Omit<ObservedJob, "label" | "startMs" | "endMs">) {
  const isCommit = step === "commit";
  return [step, isCommit ? "" : (table?.name ?? ""), partition?.name ?? ""]
    .join("\n")
    .toLowerCase();
}

/** The step of a trace that a predicted one shows as. */
export function observedAs(step: RefreshTask["step"]): ObservedStep {
  if (step === "calculated table") return "calculated columns";
  return step === "re-encode" ? "encode" : step;
}

/** Time of each subject's work when nothing else runs, in ms, by `jobKey`. */
function predictedWork(
  planned: readonly RefreshTask[],
  commitMs: number,
): ReadonlyMap<string, number> {
  const work = new Map<string, number>([[jobKey({ step: "commit" }), commitMs]]);
  const ends = new Map<string, number>();
  for (const { task, step, table, partition } of planned) {
    const key = jobKey({ step: observedAs(step), table, ...(partition && { partition }) });
    work.set(key, (work.get(key) ?? 0) + task.durationMs);
    if (partition === undefined) continue;
    // The pipeline overlaps: a partition alone takes as long as its longest chain of steps.
    const start = Math.max(0, ...task.dependsOn.map((id) => ends.get(id) ?? 0));
    ends.set(task.id, start + task.durationMs);
    const whole = jobKey({ step: "partition", table, partition });
    work.set(whole, Math.max(work.get(whole) ?? 0, start + task.durationMs));
  }
  return work;
}

function withoutOrigin({ origin: _, ...rates }: ProcessingRates): Record<Rate, number> {
  return rates;
}
