/**
 * Lets answers wait for a pause in typing where each would simulate a large project's run anew: what
 * is typed next is answered first, and what an earlier keystroke asked need not be answered at all.
 */
import type { CancellationToken } from "vscode-languageserver";
import type { ProjectSnapshot } from "../workspace/snapshot";
import { BUDGETS, type Environment } from "./environment";

/** Whose run answers rest on. */
export type RunOwner = Pick<ProjectSnapshot, "isSettled"> & {
  readonly project: { readonly nodes: Pick<ProjectSnapshot["project"]["nodes"], "size"> };
};

export interface TypingPause {
  /** Somebody has typed. */
  edited(): void;
  /** Settles at once where the answer costs little, else when nobody has typed for a while. */
  before(owner: RunOwner, token: Pick<CancellationToken, "isCancellationRequested">): Promise<void>;
}

export function createTypingPause({
  elapsedMs,
  timers,
}: Pick<Environment, "elapsedMs" | "timers">): TypingPause {
  let editedMs = Number.NEGATIVE_INFINITY;
  return {
    edited() {
      editedMs = elapsedMs();
    },
    async before(owner, token) {
      if (owner.project.nodes.size <= BUDGETS.nodesWhileTyping || owner.isSettled()) return;
      for (;;) {
        const leftMs = editedMs + BUDGETS.publishAfterEditMs - elapsedMs();
        if (leftMs <= 0 || token.isCancellationRequested) return;
        await new Promise<void>((resolve) => timers.after(leftMs, resolve));
      }
    },
  };
}
