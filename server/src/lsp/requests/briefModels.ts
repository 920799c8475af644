/**
 * The models of a project without what only a reader of the published JSON wants: a third of the
 * bytes, for lists and charts of an editor that reads them on a thread it shares.
 */
import type { ModelEntry, ModelsResult } from "../../protocol";

/** The same models with names, places and figures alone. O(models). */
export function briefModels<Answer extends Pick<ModelsResult, "models">>(answer: Answer): Answer {
  return { ...answer, models: answer.models.map(briefModel) };
}

function briefModel({ articleClasses: _none, ...model }: ModelEntry): ModelEntry {
  const { recommendation } = model;
  return {
    ...model,
    fqn: [],
    config: {},
    tags: [],
    dependsOn: [],
    uncertain: [],
    recommendation: recommendation && withoutMemory(recommendation),
  };
}

type Recommendation = NonNullable<ModelEntry["recommendation"]>;

function withoutMemory({ memory: _none, ...recommendation }: Recommendation): Recommendation {
  return recommendation;
}
