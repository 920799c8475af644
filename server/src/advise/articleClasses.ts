/**
 * What the first article's three queries would say of one model: the classes of its history, as
 * printed there. Averages are Heddle's typical duration and the latest rows; a thread hint stands
 * for the query's `threads_used`.
 */
import type { ModelDuration } from "../dbt/artifacts/modelDuration";
import type { ThreadsHint } from "../dbt/project";
import {
  type MonitoringAdvice,
  monitoringAdvice,
  type PriorityTier,
  performanceCategory,
  priorityTier,
  type ResourceCategory,
  resourceCategory,
  SIGNIFICANT_RUNS,
} from "./classify";

export interface ArticleClasses {
  /** `model_performance_analysis`, by time and rows. */
  readonly resourceCategory: ResourceCategory;
  readonly priorityTier: PriorityTier;
  /** `current_performance_analysis`, which leaves out models of fewer than five runs. */
  readonly performanceCategory?: Exclude<ResourceCategory, "minimal">;
  /** `threading_analysis`. */
  readonly monitoring: MonitoringAdvice;
}

/** The classes of a measured model; absent without run history. O(1). */
export function articleClasses(
  duration: ModelDuration | undefined,
  hint: ThreadsHint | undefined,
): ArticleClasses | undefined {
  if (duration?.origin !== "measured") return undefined;
  const { ms, rows, runs } = duration;
  return {
    resourceCategory: resourceCategory(ms, rows),
    priorityTier: priorityTier(ms),
    ...(runs >= SIGNIFICANT_RUNS && { performanceCategory: performanceCategory(ms) }),
    monitoring: monitoringAdvice(ms, hint?.threads ?? 1, rows),
  };
}
