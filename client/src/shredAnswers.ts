/** What the extension reads of `heddle shred … --json`; the schemas say what else is in there. */

export interface Division {
  readonly column?: string | null;
  readonly function: "mod" | "hash" | "round-robin";
  readonly shards: number;
}

export interface Candidate extends Division {
  readonly imbalance: number;
  readonly empty: number;
}

export interface ShredAnalysis {
  readonly rows: number;
  readonly candidates: readonly Candidate[];
  readonly recommended: Candidate;
}

export interface ShredPlan {
  readonly file: string;
  readonly rows: number;
  readonly shards: number;
  readonly target: string;
  readonly guarantee: string;
  readonly touches: readonly string[];
  readonly verdict: "shred" | "do-not-shred";
  /** Whether what is known suffices for the verdict. */
  readonly decided: boolean;
  readonly because: string;
  readonly instead: string | null;
  /** The plan as a workload, for the schedule. */
  readonly workload: object;
}

/** The options that ask for this division. */
export function wordsOfDivision(division: Division): readonly string[] {
  const { column, shards } = division;
  return [
    ...["--function", division.function, "--shards", String(shards)],
    ...(column === undefined || column === null ? [] : ["--column", column]),
  ];
}
