/**
 * Finds a run history whose newest run lies outside the window of the first article's queries: what
 * models took then need not be what they take now. One finding per project.
 */
import { hasEvidence } from "../evidence";
import { projectNameSite } from "../places";
import type { Rule } from "../rule";

/** `created_date >= current_date - interval 30 day` of model_performance_analysis. */
const WINDOW_DAYS = 30;
const DAY_MS = 86_400_000;

export const historyTooOld: Rule = {
  code: "history-too-old",
  severity: "information",
  title: "The newest recorded run is older than 30 days",

  *check(input) {
    const newestMs = input.runs().at(-1)?.generatedMs;
    if (newestMs === undefined || !hasEvidence(input)) return;
    if (input.nowMs - newestMs <= WINDOW_DAYS * DAY_MS) return;
    const site = projectNameSite(input.project);
    if (site === undefined) return;
    const day = new Date(newestMs).toISOString().slice(0, 10);
    yield {
      ...site,
      message: `The newest recorded run is of ${day}, more than ${WINDOW_DAYS} days ago: models and their data may have changed since, and all minutes rest on it. Run dbt again, or name newer history in heddle.history (--history).`,
    };
  },
};
