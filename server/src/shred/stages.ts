/** Which engine does stage 1 of a run. */
import type { ShredHost } from "./host";
import type { Manifest } from "./manifest";
import { Refusal } from "./refusal";
import { csvStageOne, type StageOne } from "./stageOne";

export function stageOneOf(host: ShredHost, manifest: Manifest): StageOne {
  if (manifest.engine !== "node") {
    throw new Refusal(`--engine ${manifest.engine} is not built yet; use node`);
  }
  if (manifest.target.startsWith("parquet:")) {
    throw new Refusal("parquet: is not built yet; use csv:");
  }
  return csvStageOne(host);
}
