/**
 * Keys that an output of profiles.yml lacks though its adapter cannot do without them. One that names
 * no server at all is an abridged one, as examples have, and is left alone.
 * Source: dbt-adapters `connections.py` of each adapter (`…Credentials`).
 */
import type { YamlMap } from "../../yaml/values";

interface Wanted {
  /** The key that tells a real output from an abridged one. */
  readonly server: string;
  /** Names of each key that must be there, the usual one first. */
  readonly keys: readonly (readonly string[])[];
}

const WANTED: Readonly<Record<string, Wanted>> = {
  postgres: {
    server: "host",
    keys: [["user"], ["password", "pass"], ["port"], ["dbname", "database"], ["schema"]],
  },
  redshift: { server: "host", keys: [["port"], ["dbname", "database"], ["schema"]] },
  snowflake: { server: "account", keys: [["database"], ["schema"]] },
};

/** The keys, by their usual names. O(keys). */
export function missingCredentials(type: string, output: YamlMap): readonly string[] {
  const wanted = WANTED[type];
  if (wanted === undefined || !Object.hasOwn(output, wanted.server)) return [];
  return wanted.keys
    .filter((names) => !names.some((name) => Object.hasOwn(output, name)))
    .map(([name]) => name!);
}
