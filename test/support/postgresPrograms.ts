/** The programs of a Postgres server as Debian and others install them: a folder per version. */
import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";

const BASE = "/usr/lib/postgresql";

/** PATH with the server's programs after everything else on it. */
export function pathWithPostgres(): string {
  const versions = existsSync(BASE) ? readdirSync(BASE) : [];
  return [process.env["PATH"], ...versions.map((version) => join(BASE, version, "bin"))].join(
    delimiter,
  );
}
