// Processor time of a process with all its descendants, from Linux's /proc.

import { existsSync, readdirSync, readFileSync } from "node:fs";

/** Linux counts processor time in hundredths of a second. */
const tickMs = 10;

/** Milliseconds so far; NaN where there is no /proc. Processes that have ended do not count. */
export function processorMs(rootPid) {
  if (!existsSync("/proc/self/stat")) return Number.NaN;
  const known = new Map();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      // The name of the program stands in brackets and may hold anything.
      const fields = stat.slice(stat.lastIndexOf(") ") + 2).split(" ");
      const ticks = Number(fields[11]) + Number(fields[12]);
      known.set(name, { parent: fields[1], ms: ticks * tickMs });
    } catch {
      // It ended while we looked.
    }
  }
  const isOurs = (pid) =>
    pid === String(rootPid) || (known.has(pid) && isOurs(known.get(pid).parent));
  let total = 0;
  for (const [pid, { ms }] of known) if (isOurs(pid)) total += ms;
  return total;
}
