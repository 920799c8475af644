/**
 * Folders under calibration: rehearsed runs beside the target's folder. What loads the shards is the
 * user's own; it is measured by a form of it that may be tried, where there is one.
 */
import { joinPath } from "../base/fileSystem";
import { filledWords } from "./fileTarget";
import type { ShredHost } from "./host";
import { openTarget } from "./openRun";
import type { Target } from "./target";
import { type Trials, timed } from "./trials";

/** `command`: words with `{shard}` and `{file}`, which leave nothing. */
export function folderTrials(
  host: ShredHost,
  target: Extract<Target, { readonly folder: string }>,
  folder: string,
  command: readonly string[] | undefined,
  signal: AbortSignal,
): Trials {
  let count = 0;
  return {
    async newTarget() {
      return {
        written: `${target.kind}:${joinPath(folder, `out-${count++}`)}`,
        async open({ commands: _, ...given }) {
          const load = command === undefined ? {} : { commands: { load: [...command] } };
          return (await openTarget(host, { ...given, ...load }, false)).target;
        },
      };
    },
    async direct({ path }) {
      if (command === undefined) return 0;
      const words = filledWords(command, 0, path);
      return timed(host, async () => {
        const status = await host.runProgram(words, signal);
        if (status !== 0) throw new Error(`${words.join(" ")} ended with ${status}`);
      });
    },
  };
}
