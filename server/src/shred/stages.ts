/** Which engine does stage 1 of a run. */
import type { ShredHost } from "./host";
import type { Manifest } from "./manifest";
import { Refusal } from "./refusal";
import { nodeStageOne, type StageOne } from "./stageOne";

export function stageOneOf(host: ShredHost, manifest: Manifest): StageOne {
  if (manifest.engine !== "node") {
    throw new Refusal(`--engine ${manifest.engine} is not built yet; use node`);
  }
  return nodeStageOne(host);
}
