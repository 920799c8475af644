/** Why a command cannot be carried out, as a value: one line of what, where and what to do. */

/** Wrong usage or unreadable input; ends the command with status 2. */
export interface Failure {
  readonly failed: string;
}

export function failure(message: string): Failure {
  return { failed: message };
}

export function hasFailed(result: unknown): result is Failure {
  return typeof result === "object" && result !== null && "failed" in result;
}
