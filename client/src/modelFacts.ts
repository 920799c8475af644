/** Facts of a model put into words and order for lists and tables. Knows no editor. */

import type { ModelEntry } from "../../server/src/protocol";

/** `6 → 1`, `4 ✓`, `none → 2`; empty without a recommendation. */
export function threadsChange(model: ModelEntry): string {
  const configured = model.hint?.threads;
  const recommended = model.recommendation?.threads;
  if (recommended === undefined) return configured == null ? "" : `${configured}`;
  if (configured === recommended) return `${configured} ✓`;
  return `${configured ?? "none"} → ${recommended}`;
}

/** Models whose configured threads differ from the recommended ones first, then by duration. */
export function byDifference(a: ModelEntry, b: ModelEntry): number {
  return (
    Number(isAsRecommended(a)) - Number(isAsRecommended(b)) ||
    (b.duration?.ms ?? 0) - (a.duration?.ms ?? 0) ||
    (a.uniqueId < b.uniqueId ? -1 : 1)
  );
}

function isAsRecommended(model: ModelEntry): boolean {
  return model.recommendation === null || model.hint?.threads === model.recommendation.threads;
}
