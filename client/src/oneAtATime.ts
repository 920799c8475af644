/** Work that answers changes: never two at once, and many changes meanwhile lead to one more. */

/** A function that starts `work`, or has it run once more when it is already running. */
export function oneAtATime(work: () => Promise<void>): () => void {
  let isRunning = false;
  let isStale = false;
  return () => {
    isStale = true;
    if (isRunning) return;
    isRunning = true;
    void (async () => {
      try {
        while (isStale) {
          isStale = false;
          await work();
        }
      } finally {
        isRunning = false;
      }
    })();
  };
}
