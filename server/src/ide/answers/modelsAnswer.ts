/**
 * CONTRACT "heddle.models/1": every enabled model, seed and snapshot with its resolved config,
 * dependencies, hint and its origin, complexity, recommendation and duration. Selects, computes
 * nothing itself.
 */
import { type ArticleClasses, articleClasses } from "../../advise/articleClasses";
import { compareText } from "../../base/problem";
import type { ModelDuration } from "../../dbt/artifacts/modelDuration";
import type { DbtNode, DbtProject, Json, ThreadsHint } from "../../dbt/project";
import type { ModelEntry, ModelsResult } from "../../protocol";
import type { ProjectSnapshot } from "../../workspace/snapshot";
import { memoryOf } from "../adviceRows";
import { engineFacts } from "../engineFacts";
import { isRunnable } from "../modelFacts";

/** The answer without the URI of the project's folder, which only an editor needs. */
export type ModelsAnswer = Omit<ModelsResult, "rootUri">;

export interface ModelsOptions {
  /** Kinds to list; absent = models, seeds and snapshots. */
  readonly resourceTypes?: readonly string[];
  /** unique_ids to list; absent = all. */
  readonly selection?: readonly string[];
}

/** The models of one project, sorted by unique_id. O(n log n) beside what the snapshot computes. */
export function modelsAnswer(snapshot: ProjectSnapshot, options: ModelsOptions = {}): ModelsAnswer {
  const { project } = snapshot;
  return {
    schema: "heddle.models/1",
    project: { ...projectEntry(project), engine: engineFacts(snapshot) },
    models: listedNodes(project, options).map((node) => modelEntry(snapshot, node)),
    disabled: [...project.disabled.keys()].sort(compareText),
    sources: [...project.sources.keys()].sort(compareText),
    problems: snapshot.problems().length,
  };
}

function listedNodes(project: DbtProject, options: ModelsOptions): readonly DbtNode[] {
  const types = options.resourceTypes && new Set(options.resourceTypes);
  const selection = options.selection && new Set(options.selection);
  return [...project.nodes.values()]
    .filter(
      (node) =>
        isRunnable(node) &&
        (types === undefined || types.has(node.resourceType)) &&
        (selection === undefined || selection.has(node.uniqueId)),
    )
    .sort((a, b) => compareText(a.uniqueId, b.uniqueId));
}

function projectEntry({ name, adapter, target, threads }: DbtProject): ModelsAnswer["project"] {
  return {
    name,
    adapter,
    target: target && {
      name: target.name,
      type: target.type,
      schema: target.schema,
      database: target.database,
      threads: target.threads,
    },
    threads: { value: threads.value, origin: threads.origin, effective: threads.effective },
  };
}

function modelEntry(snapshot: ProjectSnapshot, node: DbtNode): ModelEntry {
  const complexity = snapshot.complexity(node.uniqueId);
  const recommendation = snapshot.recommendation(node.uniqueId);
  const duration = snapshot.durations().get(node.uniqueId);
  return {
    uniqueId: node.uniqueId,
    resourceType: node.resourceType,
    name: node.name,
    package: node.package,
    version: node.version,
    file: node.file,
    fqn: node.fqn,
    config: publishedConfig(node.config),
    tags: node.tags,
    schema: node.schema,
    database: node.database,
    alias: node.alias,
    dependsOn: node.dependsOn,
    hint: node.hint === undefined ? null : hintEntry(snapshot, node.hint),
    complexity:
      complexity === undefined
        ? null
        : {
            score: complexity.score,
            breakdown: complexity.breakdown,
            class: complexity.class,
          },
    recommendation:
      recommendation === undefined
        ? null
        : {
            threads: recommendation.threads,
            basis: recommendation.basis,
            because: recommendation.because,
            confidence: recommendation.confidence,
            isHeuristic: recommendation.isHeuristic,
            couldBeWrong: recommendation.couldBeWrong,
            memory: memoryOf(snapshot, node) ?? null,
          },
    duration: duration === undefined ? null : durationEntry(duration),
    articleClasses: classesEntry(articleClasses(duration, node.hint)),
    uncertain: node.uncertain,
  };
}

/** The origin's line is 1-based: it is meant for people, who write and read `file:line`. */
function hintEntry(snapshot: ProjectSnapshot, hint: ThreadsHint): NonNullable<ModelEntry["hint"]> {
  const { file, span, via } = hint.origin;
  return {
    threads: hint.threads ?? null,
    origin: {
      file,
      line: snapshot.linesOf(file).positionAt(span.start).line + 1,
      via: shortVia(hint),
      path: via,
    },
    // No engine schedules by a per-model value (facts measured on dbt 1.9 – 1.12 and 2.0).
    effectiveInDbt: false,
  };
}

/** The key alone of a path of keys: `+threads`, `meta.heddle.threads`; calls and macros as named. */
function shortVia({ key, origin: { via } }: ThreadsHint): string {
  const keys = via.split(" › ");
  if (keys.length === 1) return via;
  return key === "threads" ? (keys.at(-1) ?? key) : key;
}

function classesEntry(
  classes: ArticleClasses | undefined,
): NonNullable<ModelEntry["articleClasses"]> | null {
  return classes === undefined
    ? null
    : { ...classes, performanceCategory: classes.performanceCategory ?? null };
}

function durationEntry(duration: ModelDuration): NonNullable<ModelEntry["duration"]> {
  const { ms, origin, runs, lowMs, highMs } = duration;
  return {
    ms,
    origin,
    ...(runs > 0 && { runs }),
    ...(lowMs !== undefined && { low: lowMs }),
    ...(highMs !== undefined && { high: highMs }),
  };
}

/** Hooks as their SQL; the manifest holds objects with the SQL in them. */
function publishedConfig(config: Readonly<Record<string, Json>>): Readonly<Record<string, Json>> {
  const published: Record<string, Json> = { ...config };
  for (const key of ["pre-hook", "post-hook"]) {
    const hooks = config[key];
    if (hooks === undefined || hooks === null) continue;
    published[key] = (Array.isArray(hooks) ? hooks : [hooks]).map(hookSql);
  }
  return published;
}

function hookSql(hook: Json): string {
  if (typeof hook === "string") return hook;
  const sql = isFields(hook) ? hook["sql"] : undefined;
  return typeof sql === "string" ? sql : JSON.stringify(hook);
}

function isFields(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
