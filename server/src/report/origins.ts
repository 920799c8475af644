/** How many figures are measured, given, estimated and assumed, in the words every surface uses. */
import type { DurationOrigin } from "../workload/workload";

export type OriginCounts = Readonly<Record<DurationOrigin, number>>;

const ORIGINS: readonly DurationOrigin[] = ["measured", "given", "estimated", "assumed"];

/** Counts by origin; unknown figures (`undefined`) are left out. */
export function originCounts(origins: Iterable<DurationOrigin | undefined>): OriginCounts {
  const counts = { measured: 0, given: 0, estimated: 0, assumed: 0 };
  for (const origin of origins) if (origin !== undefined) counts[origin]++;
  return counts;
}

/** `143 measured (7 runs), 7 estimated`; `none known` where there is no figure. */
export function originsText(counts: OriginCounts, runs = 0): string {
  const parts = ORIGINS.filter((origin) => counts[origin] > 0).map((origin) => {
    const note =
      origin === "measured" && runs > 0 ? ` (${runs} ${runs === 1 ? "run" : "runs"})` : "";
    return `${counts[origin]} ${origin}${note}`;
  });
  return parts.length === 0 ? "none known" : parts.join(", ");
}
