/** Waiting on conditions, never on time: each wait names what it waits for and has a deadline. */

const deadlineMs = 120_000;
const intervalMs = 40;

/**
 * The first result of `look` that is neither undefined nor false. Throws with `what` and the last
 * failure when it does not come in time.
 */
export async function until<Found>(
  what: string,
  look: () => Found | undefined | false | Promise<Found | undefined | false>,
): Promise<Found> {
  const end = Date.now() + deadlineMs;
  let lastFailure = "";
  while (Date.now() < end) {
    try {
      const found = await look();
      if (found !== undefined && found !== false) return found;
    } catch (error) {
      lastFailure = `: ${String(error)}`;
    }
    await new Promise((resolve) => setTimeout(resolve, intervalMs));
  }
  throw new Error(`waited ${deadlineMs / 1000} s for ${what}${lastFailure}`);
}

/** Throws with both sides when they differ. */
export function equal(actual: unknown, expected: unknown, what: string): void {
  const [left, right] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (left !== right) throw new Error(`${what}: expected ${right}, got ${left}`);
}

/** Throws with the text when the pattern does not match it. */
export function matches(text: string, pattern: RegExp, what: string): void {
  if (!pattern.test(text)) throw new Error(`${what}: ${JSON.stringify(text)} is not ${pattern}`);
}
