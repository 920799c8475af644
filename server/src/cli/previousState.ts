/**
 * What `--state DIR` holds of an earlier run, for `state:`, `result:` and `source_status:`. A file
 * that is not there is absent; which method misses it is said where a selection uses that method.
 */
import { isFailure, joinPath } from "../base/fileSystem";
import type { Problem } from "../base/problem";
import { parseManifest } from "../dbt/artifacts/manifest";
import { parseRunResults } from "../dbt/artifacts/runResults";
import { parseSourceFreshness } from "../dbt/artifacts/sourceFreshness";
import type { PreviousState } from "../dbt/select/method";
import type { CommandContext } from "./command";
import { type Failure, failure } from "./failure";
import { absolutePath } from "./paths";

/**
 * The earlier state of the project at `root`; empty without the option. The current sources.json
 * is the one in `target/`. A failure where the folder holds nothing that can be read.
 */
export function previousState({ args, io }: CommandContext, root: string): PreviousState | Failure {
  const written = args.value("state");
  if (written === undefined) return {};
  const folder = absolutePath(io, written);
  const faults: Problem[] = [];
  const read = <T extends { readonly problems: readonly Problem[] }>(
    path: string,
    parse: (text: string, file: string) => T,
  ): T | undefined => {
    const file = io.fileSystem.read(path);
    if (isFailure(file)) return undefined;
    const parsed = parse(file.text, path);
    faults.push(...parsed.problems);
    return parsed;
  };
  const manifest = read(joinPath(folder, "manifest.json"), parseManifest)?.manifest;
  const results = read(joinPath(folder, "run_results.json"), parseRunResults)?.run;
  const loadedBefore = read(joinPath(folder, "sources.json"), parseSourceFreshness)?.loadedAt;
  const loadedNow = read(joinPath(root, "target/sources.json"), parseSourceFreshness)?.loadedAt;
  const [fault] = faults;
  if (fault !== undefined) {
    const [what = ""] = fault.message.split("; ");
    return failure(`--state ${what.replace(folder, written)}`);
  }
  if (manifest === undefined && results === undefined && loadedBefore === undefined) {
    return failure(
      `--state ${written}: no manifest.json, run_results.json or sources.json in it; name the target folder of an earlier run`,
    );
  }
  return {
    ...(manifest !== undefined && { manifest }),
    ...(results !== undefined && { results }),
    ...(loadedBefore !== undefined &&
      loadedNow !== undefined && { freshness: { previous: loadedBefore, current: loadedNow } }),
  };
}
