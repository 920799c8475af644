/** Repeatable random numbers: the seed is an argument, so that the same input gives the same bytes. */

/** Uniform numbers in [0, 1) from a 32-bit state (the mulberry32 generator, public domain). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Standard normal numbers from uniform ones (Box and Muller 1958). */
export function normalRandom(uniform: () => number): () => number {
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** Shuffles `items[start … end-1]` in place (Fisher and Yates). */
export function shuffleRange(
  items: Int32Array,
  start: number,
  end: number,
  uniform: () => number,
): void {
  for (let last = end - 1; last > start; last--) {
    const other = start + Math.floor(uniform() * (last - start + 1));
    const kept = items[last]!;
    items[last] = items[other]!;
    items[other] = kept;
  }
}
