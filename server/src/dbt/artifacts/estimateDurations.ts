/**
 * A duration for every node that dbt would run: given, else measured, else estimated from the
 * measured models, else assumed for its class. Always with its origin, never without a figure.
 */
import { type ComplexityClass, complexityClass } from "../../sql/complexity";
import type { DbtNode, DbtProject } from "../project";
import {
  type DurationFit,
  fitDurations,
  type MeasuredModel,
  type ModelFeatures,
} from "./fitDurations";
import type { Durations, ModelDuration } from "./modelDuration";
import { weightedQuantile } from "./weightedStatistics";

export interface EstimatedDurations {
  readonly durations: Durations;
  /** What estimates rest on; absent where too few models are measured. */
  readonly fit?: DurationFit;
}

/** A duration without any run, and where it comes from in words that all such nodes share. */
interface Assumption {
  readonly ms: number;
  readonly source: string;
}

const assumedFor = (what: string, ms: number): Assumption => ({
  ms,
  source: `default for ${what}: no run is recorded`,
});

/**
 * For a model that builds a relation, by the class of its SQL: the means that the article measured
 * for heavy, medium and light models.
 */
const OF_CLASS: Readonly<Record<ComplexityClass, Assumption>> = {
  "heavy-analytical": assumedFor("heavy analytical models", 480_000),
  "medium-processing": assumedFor("medium processing models", 120_000),
  "lightweight-staging": assumedFor("lightweight staging models", 30_000),
  utility: assumedFor("utility models", 30_000),
};
/** Creating a view costs a statement, whatever stands in it; seeds and tests are small. */
const OF_VIEWS = assumedFor("views", 1_000);
const OF_FUNCTIONS = assumedFor("functions", 1_000);
const OF_SEEDS = assumedFor("seeds", 2_000);
const OF_TESTS = assumedFor("tests", 1_000);

/** Fewer measured nodes of a kind than this say nothing about the others of that kind. */
const LEAST_OF_KIND = 3;

/** Resource types that occupy a worker in `dbt run` or `dbt build`. */
const RUNNABLE = new Set([
  "model",
  "seed",
  "snapshot",
  "test",
  "unit_test",
  "exposure",
  "saved_query",
  "function",
]);

/**
 * Durations of all runnable nodes of `project`. `measured` comes from `collectDurations`;
 * `scoreOf` is the complexity score of a node's SQL. O(nodes + edges).
 */
export function estimateDurations(
  project: Pick<DbtProject, "nodes">,
  measured: Durations,
  scoreOf: (node: DbtNode) => number,
): EstimatedDurations {
  const featuresOf = (node: DbtNode): ModelFeatures => ({
    score: scoreOf(node),
    fanIn: node.dependsOn.length,
    materialized: materializedOf(node),
    parentRows: node.dependsOn.reduce((sum, id) => sum + (measured.get(id)?.rows ?? 0), 0),
  });
  const learned: MeasuredModel[] = [];
  const byKind = new Map<string, number[]>();
  for (const node of project.nodes.values()) {
    const ms = measured.get(node.uniqueId)?.ms;
    if (ms === undefined) continue;
    const times = byKind.get(node.resourceType);
    if (times === undefined) byKind.set(node.resourceType, [ms]);
    else times.push(ms);
    if (node.resourceType === "model") learned.push({ ...featuresOf(node), ms });
  }
  const fit = fitDurations(learned);
  const known = [...byKind].filter(([, times]) => times.length >= LEAST_OF_KIND);
  const typical = new Map(known.map(([kind, times]) => [kind, typicalTimes(kind, times)]));

  const durations = new Map<string, ModelDuration>();
  for (const node of project.nodes.values()) {
    if (!RUNNABLE.has(node.resourceType)) continue;
    const duration =
      givenDuration(node) ??
      withoutWork(node) ??
      measured.get(node.uniqueId) ??
      (node.resourceType === "model"
        ? estimatedModel(node, featuresOf, fit)
        : typicalOfKind(node, typical)) ??
      assumed(node, scoreOf);
    durations.set(node.uniqueId, duration);
  }
  return fit === undefined ? { durations } : { durations, fit };
}

function givenDuration(node: DbtNode): ModelDuration | undefined {
  if (node.givenDurationMs === undefined) return undefined;
  return {
    uniqueId: node.uniqueId,
    ms: node.givenDurationMs,
    origin: "given",
    runs: 0,
    source: "meta.heddle.durationMs",
  };
}

/** Nodes that pass through the queue and do nothing in the database. */
function withoutWork(node: DbtNode): ModelDuration | undefined {
  const isEphemeral = node.resourceType === "model" && materializedOf(node) === "ephemeral";
  if (!isEphemeral && node.resourceType !== "exposure" && node.resourceType !== "saved_query") {
    return undefined;
  }
  const why = isEphemeral
    ? "ephemeral: its SQL runs inside the models that use it"
    : "nothing to run";
  return { uniqueId: node.uniqueId, ms: 0, origin: "assumed", runs: 0, source: why };
}

function estimatedModel(
  node: DbtNode,
  featuresOf: (node: DbtNode) => ModelFeatures,
  fit: DurationFit | undefined,
): ModelDuration | undefined {
  if (fit === undefined) return undefined;
  const ms = fit.estimate(featuresOf(node));
  return {
    uniqueId: node.uniqueId,
    ms,
    origin: "estimated",
    runs: 0,
    lowMs: ms * fit.lowFactor,
    highMs: ms * fit.highFactor,
    source: `by ${fit.basis}, fitted on ${fit.models} measured models (±${Math.round(fit.error * 100)} %)`,
  };
}

/** What the measured nodes of a kind take, in words that all others of that kind share. */
function typicalTimes(kind: string, times: readonly number[]) {
  const observations = times.map((value) => ({ value, weight: 1 }));
  return {
    ms: weightedQuantile(observations, 0.5),
    origin: "estimated",
    runs: 0,
    lowMs: weightedQuantile(observations, 0.05),
    highMs: weightedQuantile(observations, 0.95),
    source: `median of ${times.length} measured ${kind.replace("_", " ")}s`,
  } as const;
}

function typicalOfKind(
  { uniqueId, resourceType }: DbtNode,
  typical: ReadonlyMap<string, ReturnType<typeof typicalTimes>>,
): ModelDuration | undefined {
  const times = typical.get(resourceType);
  return times && { uniqueId, ...times };
}

function assumed(node: DbtNode, scoreOf: (node: DbtNode) => number): ModelDuration {
  const { ms, source } = assumptionFor(node, scoreOf);
  return { uniqueId: node.uniqueId, ms, origin: "assumed", runs: 0, source };
}

function assumptionFor(node: DbtNode, scoreOf: (node: DbtNode) => number): Assumption {
  if (node.resourceType === "seed") return OF_SEEDS;
  if (node.resourceType === "test" || node.resourceType === "unit_test") return OF_TESTS;
  if (node.resourceType === "function") return OF_FUNCTIONS;
  if (materializedOf(node) === "view") return OF_VIEWS;
  return OF_CLASS[complexityClass(scoreOf(node))];
}

function materializedOf(node: DbtNode): string {
  const value = node.config["materialized"];
  return typeof value === "string" ? value : node.resourceType === "model" ? "view" : "table";
}
