/** Order statistics of weighted observations, and whether a series has a direction. Numbers only. */

export interface Observation {
  readonly value: number;
  readonly weight: number;
}

/**
 * The `share` quantile (0 … 1) of at least one observation, interpolated between the middles of
 * their weights; 0.5 is the weighted median. O(n log n).
 */
export function weightedQuantile(observations: readonly Observation[], share: number): number {
  const sorted = [...observations].sort((a, b) => a.value - b.value);
  const total = sorted.reduce((sum, observation) => sum + observation.weight, 0);
  let before = 0;
  let previousPlace = 0;
  let previousValue = sorted[0]!.value;
  for (const { value, weight } of sorted) {
    const place = (before + weight / 2) / total;
    if (share <= place) {
      const width = place - previousPlace;
      if (before === 0 || width === 0) return value;
      return previousValue + ((share - previousPlace) / width) * (value - previousValue);
    }
    before += weight;
    previousPlace = place;
    previousValue = value;
  }
  return previousValue;
}

/** With fewer observations no order of them is significant. */
const LEAST_FOR_TREND = 5;

/**
 * Slope per step of a series in time order, or `undefined` where it has no clear direction: the
 * Mann–Kendall test at 5 % (normal approximation), then Theil and Sen's median of slopes. O(n²).
 */
export function trendOf(series: readonly number[]): number | undefined {
  const count = series.length;
  if (count < LEAST_FOR_TREND) return undefined;
  let concordance = 0;
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) concordance += Math.sign(series[j]! - series[i]!);
  }
  const variance = (count * (count - 1) * (2 * count + 5)) / 18;
  const score = (Math.abs(concordance) - 1) / Math.sqrt(variance);
  if (score < 1.96) return undefined;
  const slopes: Observation[] = [];
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) {
      slopes.push({ value: (series[j]! - series[i]!) / (j - i), weight: 1 });
    }
  }
  return weightedQuantile(slopes, 0.5);
}
