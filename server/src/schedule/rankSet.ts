/** A set of ranks that gives its smallest in a few steps: waiting tasks under a fixed order. */

const BITS = 32;

/**
 * Ranks `0 … capacity-1` as bits in layers of words: a word's bit in the layer above tells whether
 * it holds any. The invariant over time is that agreement. All steps are O(log₃₂ capacity).
 */
export class RankSet {
  private readonly layers: readonly Int32Array[];

  constructor(capacity: number) {
    const layers: Int32Array[] = [];
    let words = Math.max(1, capacity);
    do {
      words = Math.ceil(words / BITS);
      layers.push(new Int32Array(words));
    } while (words > 1);
    this.layers = layers;
  }

  clear(): void {
    for (const layer of this.layers) layer.fill(0);
  }

  add(rank: number): void {
    let at = rank;
    for (const layer of this.layers) {
      const word = at >>> 5;
      const before = layer[word]!;
      layer[word] = before | (1 << (at & 31));
      if (before !== 0) return;
      at = word;
    }
  }

  remove(rank: number): void {
    let at = rank;
    for (const layer of this.layers) {
      const word = at >>> 5;
      const left = layer[word]! & ~(1 << (at & 31));
      layer[word] = left;
      if (left !== 0) return;
      at = word;
    }
  }

  /** The smallest rank in the set; -1 when it is empty. */
  smallest(): number {
    const { layers } = this;
    let at = 0;
    for (let depth = layers.length - 1; depth >= 0; depth--) {
      const word = layers[depth]![at]!;
      if (word === 0) return -1;
      at = at * BITS + (31 - Math.clz32(word & -word));
    }
    return at;
  }
}
