/**
 * The one guard at the edge: whatever a handler throws becomes a neutral answer and one line in the
 * log, so that no file and no message can end the server.
 */
import {
  type CancellationToken,
  ErrorCodes,
  LSPErrorCodes,
  ResponseError,
} from "vscode-languageserver";
import type { ProjectSnapshot } from "../workspace/snapshot";
import type { Session } from "./session";

/** Answers one method. `params` are as the client sent them: a malformed one may throw. */
export interface RequestHandler<Params, Result> {
  /** The answer when the handler fails. */
  neutral(params: Params): Result;
  /**
   * Given where an editor asks anew after every keystroke and the answer rests on the run: the project
   * whose run that is.
   */
  restsOn?(session: Session, params: Params): ProjectSnapshot | undefined;
  answer(session: Session, params: Params, token: CancellationToken): Result | Promise<Result>;
}

/** Where a session stands in its life, as far as answering is concerned. */
export interface Lifecycle {
  readonly session: Session | undefined;
  readonly isShutDown: boolean;
  /** Settles when the client's settings are known, or when it did not answer in time. */
  readonly ready: Promise<void>;
}

/** Calls `handler` for one message, guarded. Rejects only with what the protocol itself asks for. */
export async function answerGuarded<Params, Result>(
  method: string,
  handler: RequestHandler<Params, Result>,
  lifecycle: Lifecycle,
  args: readonly unknown[],
): Promise<Result> {
  if (lifecycle.isShutDown) {
    throw new ResponseError(ErrorCodes.InvalidRequest, `${method}: the server is shutting down`);
  }
  const { session } = lifecycle;
  if (session === undefined) {
    throw new ResponseError(ErrorCodes.ServerNotInitialized, `${method}: not initialized yet`);
  }
  const token = args.at(-1) as CancellationToken;
  const params = (args.length > 1 ? args[0] : {}) as Params;
  await lifecycle.ready;
  throwIfCancelled(method, token);
  try {
    const project = handler.restsOn?.(session, params);
    if (project !== undefined) {
      await session.pause.before(project, token);
      throwIfCancelled(method, token);
    }
    return await handler.answer(session, params, token);
  } catch (error) {
    if (error instanceof ResponseError) throw error;
    session.log(failureLine(method, session.projects.revision, error));
    return handler.neutral(params);
  }
}

/** Ends a request that nobody waits for any more. */
export function throwIfCancelled(method: string, token: CancellationToken): void {
  if (token.isCancellationRequested) {
    throw new ResponseError(LSPErrorCodes.RequestCancelled, `${method}: cancelled`);
  }
}

/** `textDocument/hover at revision 12: Cannot read …`, with the place in the code. */
export function failureLine(method: string, revision: number, error: unknown): string {
  const what = error instanceof Error ? error.message : String(error);
  const at = error instanceof Error ? (/\n\s+(at [^\n]+)/.exec(error.stack ?? "")?.[1] ?? "") : "";
  return `${method} at revision ${revision}: ${what.replace(/\s+/g, " ")}${at === "" ? "" : ` (${at})`}`;
}
