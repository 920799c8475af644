/**
 * How many statements a database takes at a time where nobody has changed its settings. Only limits
 * at which further threads fail or wait; docs/advice.md has the sources and the softer ones.
 */

export interface AdapterLimit {
  /** Threads above this fail or wait. */
  readonly threads: number;
  /** What sets the limit, to be put behind "because". */
  readonly because: string;
}

const LIMITS: ReadonlyMap<string, AdapterLimit> = new Map([
  ["sqlite", { threads: 1, because: "a SQLite file has one writer at a time" }],
  [
    "postgres",
    { threads: 97, because: "max_connections is 100 by default and 3 are kept for superusers" },
  ],
  ["mysql", { threads: 151, because: "max_connections is 151 by default" }],
  ["redshift", { threads: 50, because: "all queues together have at most 50 query slots" }],
]);

/** The limit of an adapter; absent where the database queues or scales by itself. */
export function adapterLimit(adapter: string | null): AdapterLimit | undefined {
  return adapter === null ? undefined : LIMITS.get(adapter);
}
