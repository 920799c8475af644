/** A binary heap of whole numbers in one typed array: free threads, seats and pool places. */

/** Smallest number first. The invariant over time is the heap order of `items[0 … size-1]`. */
export class IntHeap {
  private readonly items: Int32Array;
  private count = 0;

  constructor(capacity: number) {
    this.items = new Int32Array(capacity);
  }

  get size(): number {
    return this.count;
  }

  /** O(log size). */
  push(value: number): void {
    const items = this.items;
    let at = this.count++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (items[parent]! <= value) break;
      items[at] = items[parent]!;
      at = parent;
    }
    items[at] = value;
  }

  /** Removes and returns the smallest number; only where `size > 0`. O(log size). */
  pop(): number {
    const items = this.items;
    const result = items[0]!;
    const last = items[--this.count]!;
    const count = this.count;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= count) break;
      if (child + 1 < count && items[child + 1]! < items[child]!) child++;
      if (items[child]! >= last) break;
      items[at] = items[child]!;
      at = child;
    }
    items[at] = last;
    return result;
  }
}
