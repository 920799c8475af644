/**
 * Ends this process with the one that started it, so that no server is left behind when an editor
 * crashes. Watches the channel to the parent; knows no protocol.
 */

/** Ends the process as soon as the parent's channel (IPC, or stdin) is gone. */
export function exitWithParent(): void {
  process.on("disconnect", () => process.exit(0));
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    // The reader has gone; whatever else fails on stdout is told by whoever writes.
    if (error.code === "EPIPE") process.exit(0);
  });
}

/** How the parent speaks to this process: as the command line says, else by what is there. */
export function transport(): "ipc" | "stdio" | "other" {
  const words = process.argv.slice(2);
  if (words.includes("--node-ipc")) return "ipc";
  if (words.includes("--stdio")) return "stdio";
  const isNamed = words.some((word) => word.startsWith("--socket") || word.startsWith("--pipe"));
  if (isNamed) return "other";
  return process.send === undefined ? "stdio" : "ipc";
}

/** Whether this machine's disks usually take `A.sql` and `a.sql` for one file. */
export function ignoresCase(): boolean {
  return process.platform === "win32" || process.platform === "darwin";
}
