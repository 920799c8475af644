/**
 * Lets answers wait for a pause in typing where each would simulate a large project's run anew: what
 * is typed next is answered first, and what an earlier keystroke asked need not be answered at all.
 */
import type { CancellationToken } from "vscode-languageserver";
import type { ProjectSnapshot } from "../workspace/snapshot";
import { BUDGETS, type Environment } from "./environment";

/** Whose run answers rest on. */
export type RunOwner = Pick<ProjectSnapshot, "isSettled"> & {
  readonly project: Pick<ProjectSnapshot["project"], "root">;
};

export interface TypingPause {
  /** Somebody has typed. */
  edited(): void;
  /** Settles at once where the answer costs little, else when nobody has typed for a while. */
  before(
    project: RunOwner,
    token: Pick<CancellationToken, "isCancellationRequested">,
  ): Promise<void>;
  /** Does `work`, which rests on the run of `project`, and notes what that took. */
  measured<T>(project: RunOwner, work: () => T | Promise<T>): Promise<T>;
}

export function createTypingPause({
  elapsedMs,
  timers,
}: Pick<Environment, "elapsedMs" | "timers">): TypingPause {
  let editedMs = Number.NEGATIVE_INFINITY;
  /** What the last answer took that had to simulate the run, by root of the project. */
  const tookMs = new Map<string, number>();

  const isDear = (project: RunOwner): boolean =>
    !project.isSettled() && (tookMs.get(project.project.root) ?? 0) > BUDGETS.answerWhileTypingMs;
  return {
    edited() {
      editedMs = elapsedMs();
    },
    async before(project, token) {
      if (!isDear(project)) return;
      for (;;) {
        const leftMs = editedMs + BUDGETS.publishAfterEditMs - elapsedMs();
        if (leftMs <= 0 || token.isCancellationRequested) return;
        await new Promise<void>((resolve) => timers.after(leftMs, resolve));
      }
    },
    async measured(project, work) {
      if (project.isSettled()) return work();
      const startedMs = elapsedMs();
      const answer = await work();
      tookMs.set(project.project.root, elapsedMs() - startedMs);
      return answer;
    },
  };
}
