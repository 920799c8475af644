/** `heddle render` of a project: one of its files, or a call of its macros. */
import type { RenderAnswer } from "../ide/answers/renderAnswer";
import type { CommandContext } from "./command";
import { type Failure, failure } from "./failure";

export function renderCall(
  _context: CommandContext,
  _call: string,
  _path: string | undefined,
): RenderAnswer | Failure {
  return failure("not yet");
}

export function renderProjectFile(
  _context: CommandContext,
  _file: string,
  _path: string | undefined,
): RenderAnswer | Failure {
  return failure("not yet");
}
