/**
 * `workspace/executeCommand` for clients without Heddle's own commands: what a click on a lens says
 * in Neovim, Helix or Emacs.
 */
import type { ExecuteCommandParams } from "vscode-languageserver";
import { formatDuration } from "../../base/duration";
import { explain } from "../../ide/explain";
import { nodeOfFile } from "../../ide/modelFacts";
import type { CommandTarget } from "../../protocol";
import type { RequestHandler } from "../guard";
import type { Words } from "../language/words";
import { type Located, locate } from "../session";

export const executeCommand: RequestHandler<ExecuteCommandParams, string | null> = {
  neutral: () => null,
  answer(session, { command, arguments: args }) {
    const target = args?.[0] as CommandTarget | undefined;
    const located = target && locate(session, target.uri);
    if (located === undefined) return null;
    const text = answerTo(session.words, command, located, target?.id);
    if (text !== undefined) session.show(text);
    return text ?? null;
  },
};

function answerTo(
  words: Words,
  command: string,
  { project, file }: Located,
  id?: string,
): string | undefined {
  if (command === "heddle.explainModel") {
    const node = id === undefined ? nodeOfFile(project, file) : project.findNode(id);
    return node && explain(project, node, undefined, words.card).text;
  }
  if (command !== "heddle.simulateRun") return undefined;
  const { makespanMs, lowerBoundMs, threads, utilization } = project.schedule();
  const busy = Math.round(utilization * 100);
  return words.line(
    `${project.project.name}: ${formatDuration(makespanMs)} with ${threads} threads, ` +
      `${busy} % busy; at least ${formatDuration(lowerBoundMs)} in any order`,
  );
}
