/** The language server as the build makes it, in a folder of a test. */
import { join } from "node:path";
import { build } from "esbuild";

/** The server's program in `outdir`; `root` is the checkout, for callers that are bundled themselves. */
export async function bundleServer(root: string, outdir: string): Promise<string> {
  await build({
    absWorkingDir: root,
    entryPoints: {
      server: "server/src/lspMain.ts",
      serverThread: "server/src/lspThreadMain.ts",
    },
    outdir,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    mainFields: ["module", "main"],
    logLevel: "silent",
  });
  return join(outdir, "server.js");
}
