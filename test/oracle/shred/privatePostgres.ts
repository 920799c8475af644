/** A Postgres server of its own in a temporary folder, as an unprivileged user; gone after `stop`. */
import { execFileSync } from "node:child_process";
import { chownSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

export interface PrivatePostgres {
  /** `postgres://…` of its database, by its socket. */
  readonly url: string;
  stop(): void;
}

/**
 * Starts a server below `folder`; undefined where none is installed. Commits do not wait for the disk
 * unless `settings` say so.
 */
export function startPostgres(
  folder: string,
  settings: Readonly<Record<string, string>> = { fsync: "off" },
): PrivatePostgres | undefined {
  const bin = binaries();
  if (bin === undefined) return undefined;
  const place = join(folder, "pg");
  mkdirSync(place, { recursive: true });
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    const id = (flag: string) =>
      Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
    chownSync(folder, id("-u"), id("-g"));
    chownSync(place, id("-u"), id("-g"));
  }
  const run = (program: string, ...words: readonly string[]) => {
    const prefix = isRoot
      ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
      : [];
    const [first = "", ...rest] = [...prefix, join(bin, program), ...words];
    execFileSync(first, rest, { cwd: place, stdio: "ignore" });
  };
  const data = join(place, "data");
  run("initdb", "-D", data, "-U", "heddle", "-A", "trust");
  const own = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  const options = `-k ${place} -c listen_addresses='' ${own.join(" ")} -c max_connections=60 -c max_prepared_transactions=64`;
  run("pg_ctl", "-D", data, "-l", join(place, "log"), "-o", options, "-w", "start");
  return {
    url: `postgres://heddle@${encodeURIComponent(place)}/postgres`,
    stop() {
      run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop");
      rmSync(place, { recursive: true, force: true });
    },
  };
}

function binaries(): string | undefined {
  const root = "/usr/lib/postgresql";
  if (!existsSync(root)) return undefined;
  const versions = readdirSync(root).sort((a, b) => Number(b) - Number(a));
  return versions
    .map((version) => join(root, version, "bin"))
    .find((bin) => existsSync(join(bin, "initdb")));
}
