/** A database as the shredder uses it: sessions that take SQL, one file at a time loaded by each. */

export type SqlValue = string | number | bigint | boolean | null;

export interface SqlSession {
  /** Runs one or more statements; the rows of the last. Rejects with the database's message. */
  query(sql: string): Promise<readonly (readonly SqlValue[])[]>;
  /** Feeds a file to `COPY … FROM STDIN` (Postgres); the rows that the database took. */
  copyFrom(sql: string, path: string): Promise<number>;
  /** Stops what is running, as a cancel does; it then rejects. */
  interrupt(): void;
  close(): Promise<void>;
}

export interface SqlDatabase {
  connect(): Promise<SqlSession>;
  close(): Promise<void>;
}

/** `"name"` with quotes doubled, as SQL wants identifiers. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** `'text'` with quotes doubled. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name with an optional schema before a dot: `sales.orders` is two identifiers. */
export function qualified(name: string): string {
  return name.split(".").map(identifier).join(".");
}
