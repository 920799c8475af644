/** Running tasks by end time, in typed arrays; equal ends come out in the order they went in. */

/** Earliest end first, ties in order of `push`. The invariant over time is the heap order. */
export class EndHeap {
  private readonly ends: Float64Array;
  private readonly sequences: Int32Array;
  private readonly tasks: Int32Array;
  private count = 0;
  private pushes = 0;

  constructor(capacity: number) {
    this.ends = new Float64Array(capacity);
    this.sequences = new Int32Array(capacity);
    this.tasks = new Int32Array(capacity);
  }

  get size(): number {
    return this.count;
  }

  clear(): void {
    this.count = 0;
    this.pushes = 0;
  }

  /** Earliest end; only where `size > 0`. */
  topEnd(): number {
    return this.ends[0]!;
  }

  /** Place among all pushes of the task that would come out next; only where `size > 0`. */
  topSequence(): number {
    return this.sequences[0]!;
  }

  /** O(log size). `sequence` breaks ties and defaults to the order of pushes. */
  push(end: number, task: number, sequence = this.pushes): void {
    this.pushes++;
    const { ends, sequences, tasks } = this;
    let at = this.count++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const parentEnd = ends[parent]!;
      if (parentEnd < end || (parentEnd === end && sequences[parent]! < sequence)) break;
      ends[at] = parentEnd;
      sequences[at] = sequences[parent]!;
      tasks[at] = tasks[parent]!;
      at = parent;
    }
    ends[at] = end;
    sequences[at] = sequence;
    tasks[at] = task;
  }

  /** Removes the earliest and returns its task; only where `size > 0`. O(log size). */
  pop(): number {
    const { ends, sequences, tasks } = this;
    const result = tasks[0]!;
    const count = --this.count;
    const end = ends[count]!;
    const sequence = sequences[count]!;
    const task = tasks[count]!;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= count) break;
      const right = child + 1;
      if (right < count) {
        const a = ends[child]!;
        const b = ends[right]!;
        if (b < a || (b === a && sequences[right]! < sequences[child]!)) child = right;
      }
      const childEnd = ends[child]!;
      if (childEnd > end || (childEnd === end && sequences[child]! > sequence)) break;
      ends[at] = childEnd;
      sequences[at] = sequences[child]!;
      tasks[at] = tasks[child]!;
      at = child;
    }
    ends[at] = end;
    sequences[at] = sequence;
    tasks[at] = task;
    return result;
  }
}
