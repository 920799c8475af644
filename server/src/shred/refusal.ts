/** Why a shred cannot go on, in one line for the person: what, where, what to do. */

/** Thrown where the input or the machine stands in the way; everything else thrown is a fault of ours. */
export class Refusal extends Error {
  override readonly name = "Refusal";
}

/** The work was cancelled by the person; everything it had begun is rolled back. */
export class Cancelled extends Error {
  override readonly name = "Cancelled";
  constructor() {
    super("cancelled");
  }
}
