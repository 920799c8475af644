/**
 * A map that is another map with a few values replaced. Keys neither come nor go, so the order and
 * the places of the keys are shared, and an edit of a project of 30,000 nodes copies one list.
 */

interface Table<K, V> {
  readonly keys: readonly K[];
  readonly placeOf: ReadonlyMap<K, number>;
  readonly values: readonly V[];
}

const TABLES = new WeakMap<ReadonlyMap<unknown, unknown>, Table<unknown, unknown>>();

/**
 * `map` with the values of `changes`, whose keys must all be in it. `map` itself stays as it is and
 * must not change any more. O(size) the first time; then a copy of the list of values.
 */
export function patchedMap<K, V>(
  map: ReadonlyMap<K, V>,
  changes: ReadonlyMap<K, V>,
): ReadonlyMap<K, V> {
  if (changes.size === 0) return map;
  const table = (TABLES.get(map) as Table<K, V> | undefined) ?? tableOf(map);
  const values = table.values.slice();
  for (const [key, value] of changes) {
    const place = table.placeOf.get(key);
    if (place === undefined) {
      throw new Error(`patchedMap: the map has no key ${String(key)} to replace.`);
    }
    values[place] = value;
  }
  const next = { ...table, values };
  const patched = view(next);
  TABLES.set(patched, next);
  return patched;
}

function tableOf<K, V>(map: ReadonlyMap<K, V>): Table<K, V> {
  const keys = [...map.keys()];
  return {
    keys,
    placeOf: new Map(keys.map((key, place) => [key, place])),
    values: [...map.values()],
  };
}

function view<K, V>({ keys, placeOf, values }: Table<K, V>): ReadonlyMap<K, V> {
  function* entries(): MapIterator<[K, V]> {
    for (let place = 0; place < keys.length; place++) yield [keys[place]!, values[place]!];
  }
  const map: ReadonlyMap<K, V> = {
    size: keys.length,
    has: (key) => placeOf.has(key),
    get(key) {
      const place = placeOf.get(key);
      return place === undefined ? undefined : values[place];
    },
    forEach(each) {
      for (let place = 0; place < keys.length; place++) each(values[place]!, keys[place]!, map);
    },
    keys: () => keys.values(),
    values: () => values.values(),
    entries,
    [Symbol.iterator]: entries,
  };
  return map;
}
