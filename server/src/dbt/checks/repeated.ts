/** Finds what stands twice where dbt allows it once. */

/** Each later item with the first one of its key; items without a key are left out. O(items). */
export function* repeated<T>(
  items: Iterable<T>,
  keyOf: (item: T) => string | undefined,
): Generator<{ readonly item: T; readonly first: T; readonly key: string }> {
  const known = new Map<string, T>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const first = known.get(key);
    if (first === undefined) known.set(key, item);
    else yield { item, first, key };
  }
}
