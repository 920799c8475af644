/** `heddle shred WORDS` in a folder, in this process: what it prints and its status. */
import { runCli } from "../../server/src/cli/runCli";
import { processIo } from "../../server/src/node/processIo";
import { shredHost } from "../../server/src/node/shredHost";

export async function shred(cwd: string, ...words: readonly string[]) {
  let out = "";
  let err = "";
  const outlet = {
    out: (text: string) => {
      out += text;
    },
    err: (text: string) => {
      err += text;
    },
    progress: () => {},
  };
  const refuse = async () => 2;
  const own = { version: "1", serveLanguage: refuse, serveTools: refuse, shredHost };
  const io = processIo({ cwd, hasColor: false, startedMs: 0 }, outlet, own);
  const status = await runCli(["shred", ...words], io);
  return { status, out, err };
}
