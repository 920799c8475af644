/** The worker's side of a command: everything it says goes to the main thread as a message. */
import { parentPort } from "node:worker_threads";
import type { CliIo } from "../cli/io";
import type { CommandJob, CommandMessage } from "./commandThread";
import { type CommandOutlet, processIo } from "./processIo";

/** Worker thread: carries out `job` by `run` and sends everything to the main thread. */
export async function workOn(
  job: CommandJob,
  own: Pick<CliIo, "version" | "serveLanguage">,
  run: (words: readonly string[], io: CliIo) => Promise<number>,
): Promise<void> {
  const send = (message: CommandMessage) => parentPort?.postMessage(message);
  const outlet: CommandOutlet = {
    out: (text) => send({ kind: "out", text }),
    err: (text) => send({ kind: "err", text }),
    progress: (text) => send({ kind: "progress", text }),
  };
  send({ kind: "done", status: await run(job.words, processIo(job.view, outlet, own)) });
}
