/** The language server as the build makes it, in a folder of a test. */
import { build } from "esbuild";

/** Writes the bundle to `outfile`; `root` is the checkout, for callers that are bundled themselves. */
export async function bundleServer(root: string, outfile: string): Promise<string> {
  await build({
    absWorkingDir: root,
    entryPoints: ["server/src/lspMain.ts"],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    mainFields: ["module", "main"],
    logLevel: "silent",
  });
  return outfile;
}
