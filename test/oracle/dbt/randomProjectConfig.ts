/** Random configuration of the resources of a random dbt project, and its literals in Jinja. */
import type { Release } from "../../../server/src/dbt/release";
import { type Dice, raw, type Yaml } from "./randomProjectText";

export type Fields = { [key: string]: Yaml };
export type Place = "tree" | "yaml" | "file";
export type ConfiguredKind = "model" | "seed" | "snapshot" | "test" | "source" | "function";

const TAGS = ["nightly", "pii", "a", "b", "finance", "Äther"];
const ODD_SCALARS = ["010", "0x1F", "12:30:00", "1_000", "~", "1e3", ".5", "+7", "0o17", "yes"];

/** Values for meta: everything that YAML 1.1 reads in a way of its own. */
export function metaOf(d: Dice, place: Place): Fields {
  const meta: Fields = {};
  for (const key of d.some(["owner", "level", "kind", "nested", "list"], 0.4)) {
    if (key === "nested") meta[key] = { deep: { [d.pick(["x", "y"])]: d.int(1, 9) }, z: null };
    else if (key === "list") meta[key] = [1, "two", d.chance(0.5)];
    else if (place !== "file" && d.chance(0.4)) meta[key] = raw(d.pick(ODD_SCALARS));
    else meta[key] = d.pick<Yaml>(["team a", "o'neil", d.int(0, 99), true, null, 1.5]);
  }
  return meta;
}

/** SQL of a hook; some refer to what already stands. */
function hookSql(d: Dice, refs: readonly string[]): string {
  const plain = ["select 1", "analyze {{ this }}", "{{ stamp('h') }}", "grant {{ target.name }}"];
  const texts =
    refs.length === 0 ? plain : [...plain, `select * from {{ ref('${d.pick(refs)}') }}`];
  return d.pick(texts);
}

function hooks(d: Dice, refs: readonly string[]): Yaml {
  const one = (): Yaml =>
    d.chance(0.3)
      ? { sql: hookSql(d, refs), transaction: d.chance(0.5) }
      : d.chance(0.1)
        ? '{"sql": "select 2", "transaction": false}'
        : hookSql(d, refs);
  return d.chance(0.5) ? one() : Array.from({ length: d.int(1, 3) }, one);
}

interface ConfigWish {
  readonly d: Dice;
  readonly release: Release;
  readonly kind: ConfiguredKind;
  readonly place: Place;
  /** Names that hooks may refer to. */
  readonly refs: readonly string[];
  /** Groups that exist. */
  readonly groups: readonly string[];
  /** How likely each key is. */
  readonly density: number;
}

/** Random config. Keys under their usual names, hooks now and then with an underscore. */
export function randomConfig({
  d,
  release,
  kind,
  place,
  refs,
  groups,
  density,
}: ConfigWish): Fields {
  const config: Fields = {};
  const maybe = (key: string, make: () => Yaml, weight = 1): void => {
    if (d.chance(density * weight)) config[key] = make();
  };
  const tags = (): Yaml => (d.chance(0.4) && kind !== "source" ? d.pick(TAGS) : d.some(TAGS, 0.4));
  // With a dash, dbt would render a hook in properties before it knows any macro.
  const hookKey = (when: string): string =>
    `${when}${place === "tree" && d.chance(0.5) ? "-" : "_"}hook`;
  maybe("tags", tags, 2);
  maybe("meta", () => metaOf(d, place), 2);
  maybe("custom_key", () => d.pick<Yaml>([1, "x", "two\nlines", ["p", "q"], { k: "it's" }, null]));
  if (kind === "source") {
    maybe("event_time", () => "at");
    return config;
  }
  if (kind === "test") {
    maybe("severity", () => d.pick(["warn", "error", "WARN"]), 2);
    maybe("store_failures", () => d.chance(0.5));
    maybe("store_failures_as", () => d.pick(["table", "view"]));
    maybe("where", () => d.pick(["1 = 1", "day > '2020-01-01'", "x ~ '^\\\\d+\\.\\t$'"]));
    maybe("limit", () => d.int(1, 100));
    maybe("warn_if", () => ">10");
    maybe("error_if", () => "!=0");
    maybe("fail_calc", () => "count(*)");
    maybe("schema", () => "audit");
    if (release >= 11) maybe("static_analysis", () => d.pick<Yaml>([true, false, "unsafe"]));
    return config;
  }
  if (kind === "model") {
    maybe("materialized", () => d.pick(["view", "table", "incremental", "ephemeral"]), 3);
    maybe("threads", () => d.int(1, 8));
    maybe("incremental_strategy", () => d.pick(["append", "delete+insert"]));
    maybe("on_configuration_change", () => d.pick(["apply", "continue", "fail"]));
    maybe("batch_size", () => d.pick(["day", "hour"]));
    maybe("lookback", () => d.int(0, 3));
    maybe("begin", () => "2024-01-01");
    maybe("concurrent_batches", () => d.chance(0.5));
    if (groups.length > 0) maybe("group", () => d.pick(groups), 0.5);
    if (release >= 10) {
      maybe("freshness", () => ({ build_after: { count: d.int(1, 9), period: "hour" } }), 0.7);
    }
    if (release >= 12) {
      maybe("on_error", () => d.pick(["continue", "skip_children"]));
      maybe("latest_version_pointer", () => ({ enabled: false }), 0.5);
    }
  }
  if (kind === "seed") {
    maybe("delimiter", () => ";");
    maybe("quote_columns", () => d.chance(0.5));
    maybe("column_types", () => ({ [d.pick(["id", "name"])]: "varchar(20)" }), 2);
  }
  if (kind === "function") {
    maybe("volatility", () => d.pick(["deterministic", "stable"]));
    return config;
  }
  maybe("schema", () =>
    d.pick(["alt", "raw_zone", "{{ target.schema }}_x"].slice(0, place === "file" ? 2 : 3)),
  );
  maybe("persist_docs", () => ({ relation: true, columns: d.chance(0.5) }));
  maybe(hookKey("pre"), () => hooks(d, refs));
  maybe(hookKey("post"), () => hooks(d, refs));
  maybe("grants", () => ({
    [d.pick(["select", place === "tree" ? "select" : "+select"])]: d.pick<Yaml>([
      "reader",
      ["r1", "r2"],
    ]),
    ...(d.chance(0.3) && { insert: ["loader"] }),
  }));
  maybe("docs", () => ({ show: d.chance(0.5), ...(d.chance(0.5) && { node_color: "#a1b2c3" }) }));
  maybe("column_types", () => ({ c: "int" }), 0.5);
  maybe("quoting", () => ({ identifier: d.chance(0.5) }), 0.5);
  maybe("full_refresh", () => d.pick<Yaml>([true, false]));
  maybe("unique_key", () =>
    d.pick<Yaml>(release >= 9 || kind === "model" ? ["id", ["id", "day"]] : ["id"]),
  );
  maybe("on_schema_change", () => d.pick(["ignore", "fail", "append_new_columns"]));
  maybe("packages", () => ["numpy"], 0.3);
  maybe("event_time", () => "at");
  maybe("contract", () => ({ alias_types: d.chance(0.5) }), 0.5);
  if (release >= 11) maybe("static_analysis", () => d.pick<Yaml>([true, false, "strict"]), 0.7);
  return config;
}

/** A value as a literal of Jinja. */
export function jinjaLiteral(value: Yaml): string {
  if (typeof value === "string")
    return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n")}'`;
  if (typeof value === "boolean") return value ? "True" : "false";
  if (value === null) return "none";
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) return `[${value.map((one: Yaml) => jinjaLiteral(one)).join(", ")}]`;
  const entries = Object.entries(value as { readonly [key: string]: Yaml });
  return `{${entries.map(([key, one]) => `'${key}': ${jinjaLiteral(one)}`).join(", ")}}`;
}
