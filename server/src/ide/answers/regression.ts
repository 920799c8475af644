/**
 * Whether the last value of a series is out of the ordinary, by the robust z-score: its distance
 * from the median in units of the median absolute deviation (Iglewicz and Hoaglin, 1993).
 */

export interface Regression {
  readonly method: "robust z-score";
  readonly verdict: "slower" | "faster" | "ordinary";
  /** Distance from the median in standard deviations, positive = slower. */
  readonly score: number;
  readonly medianMs: number;
  readonly latestMs: number;
}

/** Iglewicz and Hoaglin's limit for outliers. */
const LIMIT = 3.5;
/** MAD × this estimates the standard deviation of normal values. */
const MAD_TO_DEVIATION = 1.4826;
const LEAST_BEFORE = 5;
/** Runs that agree to the second would make an outlier of every other second. */
const LEAST_DEVIATION_SHARE = 0.02;

/** The last of `series` against those before it; absent with fewer than five of them. */
export function regressionOf(series: readonly number[]): Regression | undefined {
  const latestMs = series.at(-1);
  const before = series.slice(0, -1);
  if (latestMs === undefined || before.length < LEAST_BEFORE) return undefined;
  const medianMs = median(before);
  const deviation = median(before.map((value) => Math.abs(value - medianMs))) * MAD_TO_DEVIATION;
  const scale = Math.max(deviation, medianMs * LEAST_DEVIATION_SHARE);
  const score = scale === 0 ? 0 : (latestMs - medianMs) / scale;
  const verdict = score > LIMIT ? "slower" : score < -LIMIT ? "faster" : "ordinary";
  return { method: "robust z-score", verdict, score, medianMs, latestMs };
}

function median(values: readonly number[]): number {
  const ascending = [...values].sort((a, b) => a - b);
  const at = ascending.length >> 1;
  return ascending.length % 2 === 1 ? ascending[at]! : (ascending[at - 1]! + ascending[at]!) / 2;
}
