/** Values computed when first asked for, at most once. */

/** Function that calls `compute` on its first call and gives the same value ever after. */
export function lazy<T>(compute: () => T): () => T {
  let result: { readonly value: T } | undefined;
  return () => {
    result ??= { value: compute() };
    return result.value;
  };
}

/** One value per key, each computed on its first call; keys compare as in a `Map`. */
export function lazyBy<K, T>(compute: (key: K) => T): (key: K) => T {
  const results = new Map<K, T>();
  return (key) => {
    const known = results.get(key);
    if (known !== undefined || results.has(key)) return known as T;
    const value = compute(key);
    results.set(key, value);
    return value;
  };
}
