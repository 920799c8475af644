/** Where the other bundles of this installation lie: all beside the one that asks. */
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** Path of a bundle, for a worker. */
export function bundlePath(name: string): string {
  return resolve(__dirname, name);
}

/** The same for `import()`, which takes no path with a drive letter. */
export function bundleUrl(name: string): string {
  return pathToFileURL(bundlePath(name)).href;
}
