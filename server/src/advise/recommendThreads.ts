/**
 * How many models of its kind may run beside a model: the first article's formula, matrix, boost
 * and reserve, each step with its reason (docs/advice.md). Knows one model and the run's width; how
 * the run gets shorter by it is for the simulation to say.
 */
import { formatDuration } from "../base/duration";
import type { Confidence } from "../base/problem";
import type { ModelDuration } from "../dbt/artifacts/modelDuration";
import type { ResourceType } from "../dbt/project";
import type { Complexity, ComplexityClass } from "../sql/complexity";
import { basisOf, confidenceOf, doubts } from "./basis";
import {
  MATRIX,
  matrixClass,
  performanceCategory,
  type ResourceCategory,
  resourceCategory,
  SIGNIFICANT_RUNS,
} from "./classify";

/** Which evidence decided: run history, the user's own duration, the score, or the kind alone. */
export type RecommendationBasis = "history" | "given" | "complexity" | "matrix";

export interface Recommendation {
  /** Threads for `meta.heddle.threads`; at least 1. */
  readonly threads: number;
  readonly basis: RecommendationBasis;
  /** Row of the article's matrix. */
  readonly class: ComplexityClass;
  /** One phrase per step, most important first. */
  readonly because: readonly string[];
  /** By runs, their spread and their number; low where the SQL's shape alone decides. */
  readonly confidence: Confidence;
  /** True where nothing measured is behind it. */
  readonly isHeuristic: boolean;
  /** What could make it wrong, the gravest first; often nothing. */
  readonly couldBeWrong: readonly string[];
  /** Any hint from here to `rangeHigh` is as good; both respect the reserve. */
  readonly rangeLow: number;
  readonly rangeHigh: number;
  /** False where the run is so narrow that no hint changes anything. */
  readonly makesDifference: boolean;
}

export interface RecommendInput {
  readonly resourceType: ResourceType;
  /** Absent for nodes without SQL (seeds, Python models). */
  readonly complexity?: Complexity;
  readonly duration?: ModelDuration;
  /** Threads of the run. */
  readonly runThreads: number;
  /** Share of the threads to keep free; the article's 20. */
  readonly reservePercent: number;
  /** On the critical path of today's run. */
  readonly isCritical: boolean;
  /** Nodes of the run that depend on it directly. */
  readonly dependentCount: number;
}

/** Direct dependents from which the article calls an early model critical ("many dependencies"). */
const MANY_DEPENDENTS = 2;

/** Recommendation for one node; undefined where neither SQL nor history says anything. O(1). */
export function recommendThreads(input: RecommendInput): Recommendation | undefined {
  const evidence = evidenceOf(input);
  if (evidence === undefined) return undefined;
  const because = [...evidence.because];
  const row = MATRIX[evidence.class];
  const high = row.high ?? Number.POSITIVE_INFINITY;
  const formula = input.complexity?.threads ?? row.threads;
  let threads = Math.min(Math.max(formula, row.low), high);

  if (isBoosted(input, evidence.basis)) {
    if (threads + 1 <= high) {
      threads++;
      because.push(`on the critical path, ${input.dependentCount} models wait on it: 1 more`);
    } else because.push(`on the critical path, but ${row.name} models get ${high} at most`);
  }

  const limit = reservedThreads(input.runThreads, input.reservePercent);
  if (threads > limit) {
    threads = limit;
    because.push(reserveReason(input, limit));
  }
  const makesDifference = input.runThreads > 1;
  if (!makesDifference) because.push("with 1 thread no hint changes anything");
  return {
    threads,
    basis: evidence.basis,
    class: evidence.class,
    because,
    ...trustIn(evidence.basis, input.duration),
    rangeLow: Math.min(row.low, threads),
    rangeHigh: Math.max(Math.min(high, limit), threads),
    makesDifference,
  };
}

function trustIn(
  basis: RecommendationBasis,
  duration: ModelDuration | undefined,
): Pick<Recommendation, "confidence" | "isHeuristic" | "couldBeWrong"> {
  if (duration === undefined || (basis !== "history" && basis !== "given")) {
    const doubt = "no run on record: what the SQL looks like decides, not what it costs";
    return { confidence: "low", isHeuristic: true, couldBeWrong: [doubt] };
  }
  const known = basisOf([duration]);
  return { confidence: confidenceOf(known), isHeuristic: false, couldBeWrong: doubts(known) };
}

/** Threads left once the reserve is kept: never below 1. */
export function reservedThreads(runThreads: number, reservePercent: number): number {
  // Whole percents: with binary fractions 10 × (1 − 0.9) is a bit less than 1.
  return Math.max(1, Math.floor((runThreads * (100 - reservePercent)) / 100));
}

interface Evidence {
  readonly basis: RecommendationBasis;
  readonly class: ComplexityClass;
  readonly because: readonly string[];
}

function evidenceOf({ complexity, duration, resourceType }: RecommendInput): Evidence | undefined {
  const byScore = complexity?.class;
  const scoreReason = complexity === undefined ? [] : [scoreWords(complexity)];
  if (duration?.origin === "measured" || duration?.origin === "given") {
    const category = categoryOf(duration);
    return {
      basis: duration.origin === "measured" ? "history" : "given",
      class: matrixClass(category, byScore),
      because: [...historyWords(duration, category), ...scoreReason],
    };
  }
  if (byScore !== undefined) return { basis: "complexity", class: byScore, because: scoreReason };
  if (resourceType === "seed") {
    return { basis: "matrix", class: "utility", because: ["a seed is static data"] };
  }
  return undefined;
}

/** With five runs (or the user's word) time alone decides; with fewer the rows must agree. */
function categoryOf(duration: ModelDuration): ResourceCategory {
  if (duration.origin === "given" || duration.runs >= SIGNIFICANT_RUNS) {
    return performanceCategory(duration.ms);
  }
  return resourceCategory(duration.ms, duration.rows);
}

function historyWords(duration: ModelDuration, category: ResourceCategory): string[] {
  const time = formatDuration(duration.ms);
  if (duration.origin === "given") return [`given duration: ${category} (${time})`];
  const runs = duration.runs === 1 ? "1 run" : `${duration.runs} runs`;
  const words = [`run history: ${category} (${time}, ${runs})`];
  const isRowsDecisive =
    duration.runs < SIGNIFICANT_RUNS &&
    duration.rows === undefined &&
    resourceCategory(duration.ms, Number.POSITIVE_INFINITY) !== category;
  if (isRowsDecisive) words.push("rows unknown, so no heavier class with so few runs");
  return words;
}

function scoreWords({ score, threads }: Complexity): string {
  if (threads === 1) return `complexity ${score} > 15`;
  if (threads === 2) return `complexity ${score} > 8`;
  if (threads === 4) return `complexity ${score} > 3`;
  return `complexity ${score} ≤ 3`;
}

/** The boost needs a critical path that rests on evidence, not on assumed durations. */
function isBoosted(input: RecommendInput, basis: RecommendationBasis): boolean {
  return (
    input.isCritical &&
    input.dependentCount >= MANY_DEPENDENTS &&
    (basis === "history" || basis === "given")
  );
}

function reserveReason({ runThreads, reservePercent }: RecommendInput, limit: number): string {
  const threads = runThreads === 1 ? "1 thread" : `${runThreads} threads`;
  if (reservePercent === 0) return `the run has ${threads}`;
  return `${reservePercent} % of ${threads} stay in reserve: ${limit} at most`;
}
