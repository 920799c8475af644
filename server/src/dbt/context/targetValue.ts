/**
 * `target` as templates see it: the chosen output of the profile without its secrets.
 * Source: dbt-core 1.11 `config/profile.py` (`to_target_dict`).
 */
import { dictOf } from "../../jinja/dicts";
import { unknown, type Value } from "../../jinja/values";
import type { Profile } from "../profiles";
import { toJinja } from "./values";

const SECRET = /pass|token|secret|private_key|keyfile|credential/i;

export function targetValue(profile: Profile): Value {
  const { target } = profile;
  if (target === null) return unknown("the profile");
  const pairs = new Map<string, Value>();
  for (const [key, value] of Object.entries(profile.output)) {
    if (SECRET.test(key)) continue;
    pairs.set(key, profile.uncertain.has(key) ? unknown(`target.${key}`) : toJinja(value));
  }
  const or = (key: string, value: string | null): void => {
    if (!profile.uncertain.has(key)) pairs.set(key, value);
  };
  or("schema", target.schema);
  or("database", target.database);
  if (target.type === "bigquery") {
    or("project", target.database);
    or("dataset", target.schema);
  }
  if (target.type === "postgres" || target.type === "redshift") or("dbname", target.database);
  pairs.set("type", target.type);
  pairs.set("name", target.name);
  pairs.set("target_name", target.name);
  pairs.set("profile_name", profile.profileName ?? null);
  pairs.set(
    "threads",
    profile.uncertain.has("threads") ? unknown("target.threads") : BigInt(profile.threads.value),
  );
  return dictOf(pairs);
}
