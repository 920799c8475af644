/** A project of any size as `heddle models --json` would tell of it: layers, hints, few long models. */

import type { ModelEntry, ModelsResult } from "../../../server/src/protocol";
import { seededRandom } from "../../../server/src/schedule/seededRandom";

const layers = ["stg", "int", "fct", "mart"] as const;
const origins = ["measured", "measured", "measured", "estimated"] as const;

/** Always the same project for the same size and seed. */
export function demoModels(size: number, threads: number, seed = 1): ModelsResult {
  const uniform = seededRandom(seed);
  const below = (count: number): number => Math.floor(uniform() * count);
  const layerSize = Math.ceil(size / layers.length);
  const ids: string[] = [];
  const models = Array.from({ length: size }, (_, index): ModelEntry => {
    const layer = Math.floor(index / layerSize);
    const name = `${layers[layer] ?? "mart"}_${index}`;
    const first = Math.max(0, (layer - 1) * layerSize);
    const parentCount = layer === 0 ? 0 : 1 + below(3);
    const parents = Array.from({ length: parentCount }, () => ids[first + below(layerSize)]);
    const seconds = uniform() < 0.03 ? 60 + below(400) : 1 + below(20);
    const uniqueId = `model.shop.${name}`;
    ids.push(uniqueId);
    return {
      uniqueId,
      resourceType: "model",
      name,
      package: "shop",
      version: null,
      file: `models/${name}.sql`,
      fqn: ["shop", name],
      config: {},
      tags: [],
      schema: null,
      database: null,
      alias: null,
      dependsOn: [...new Set(parents.filter((id) => id !== undefined))],
      hint: seconds > 60 ? { threads: 6, origin: null, effectiveInDbt: false } : null,
      complexity: null,
      recommendation: seconds > 60 ? { threads: 1, basis: "history", because: [] } : null,
      duration: { ms: seconds * 1000, origin: origins[below(origins.length)] ?? "measured" },
      uncertain: [],
    };
  });
  return {
    schema: "heddle.models/1",
    rootUri: "file:///shop",
    project: {
      name: "shop",
      adapter: "postgres",
      target: null,
      threads: { value: threads, origin: "profiles.yml", effective: threads },
    },
    models,
    disabled: [],
    sources: [],
    problems: 0,
  };
}
