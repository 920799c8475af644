/** What a calibration needs of a kind of target: places for rehearsed runs, and the direct load. */
import type { Sample } from "./calibrationSample";
import type { ShredHost } from "./host";
import type { Manifest } from "./manifest";
import type { OpenTarget } from "./target";

/** A target for one rehearsal: empty, like the user's, opened as a run opens its own. */
export interface TrialTarget {
  /** TARGET in words. */
  readonly written: string;
  readonly open: (manifest: Manifest) => Promise<OpenTarget>;
}

export interface Trials {
  newTarget(): Promise<TrialTarget>;
  /** Milliseconds in which the target takes the sample by its own means. */
  direct(sample: Sample): Promise<number>;
  /** Removes what was made outside the calibration's folders. */
  close?(): Promise<void>;
}

/** Milliseconds that `work` takes. */
export async function timed(host: ShredHost, work: () => Promise<unknown>): Promise<number> {
  const started = host.elapsedMs();
  await work();
  return host.elapsedMs() - started;
}
