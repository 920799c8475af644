/**
 * What dbt's adapters differ in as far as a project's manifest shows it: aliases of credential
 * keys, the name of the database, parent adapters for dispatch, quoting. Source: dbt-adapters
 * (`connections.py`, `relation.py` of each adapter).
 */
import { entryOf, isYamlList, isYamlMap, type YamlMap } from "../yaml/values";
import type { ProjectSources } from "./sources";

export interface Adapter {
  readonly type: string;
  /** The adapter and those it extends, nearest first: prefixes that `adapter.dispatch` tries. */
  readonly dispatchTypes: readonly string[];
  /** Other names of config keys, e.g. BigQuery's `dataset` for `schema`. */
  readonly aliases: Readonly<Record<string, string>>;
  /** Which parts of a relation's name are quoted by default. */
  readonly quoting: {
    readonly database: boolean;
    readonly schema: boolean;
    readonly identifier: boolean;
  };
  readonly quote: string;
  databaseOf(output: YamlMap): string | null;
  /** Why the adapter refuses `database` beside the output's other keys. */
  mismatchOf?(output: YamlMap): string | undefined;
}

const QUOTED = { database: true, schema: true, identifier: true };
const UNQUOTED = { database: false, schema: false, identifier: false };

function textAt(output: YamlMap, ...keys: readonly string[]): string | null {
  for (const key of keys) {
    const value = entryOf(output, key);
    if (typeof value === "string") return value;
    if (typeof value === "number") return String(value);
  }
  return null;
}

function adapter(type: string, parts: Partial<Adapter>): Adapter {
  return {
    type,
    dispatchTypes: [type],
    aliases: {},
    quoting: QUOTED,
    quote: '"',
    databaseOf: (output) => textAt(output, "database", "dbname"),
    ...parts,
  };
}

/**
 * DuckDB's database is named after the first part of its file's name; an in-memory one is `memory`
 * (dbt-duckdb 1.11 `credentials.py`).
 */
function duckdbDatabase(output: YamlMap): string | null {
  return textAt(output, "database") ?? databaseOfPath(output);
}

/** A `database` must be what the path says, or the alias of an attached one. */
function duckdbMismatch(output: YamlMap): string | undefined {
  const named = textAt(output, "database");
  const wanted = databaseOfPath(output);
  if (named === null || wanted === "" || named === wanted || entryOf(output, "remote"))
    return undefined;
  const attached = entryOf(output, "attach");
  const isAttached =
    isYamlList(attached) &&
    attached.some((one) => isYamlMap(one) && entryOf(one, "alias") === named);
  if (isAttached) return undefined;
  return `dbt-duckdb wants \`database: ${wanted}\`, the name that its \`path\` gives, or no \`database\` at all.`;
}

function databaseOfPath(output: YamlMap): string {
  const path = textAt(output, "path") ?? ":memory:";
  if (path === ":memory:") return "memory";
  const withoutQuery = path.split("?")[0]!;
  const remote = /^(?:md|motherduck):(.*)$/.exec(withoutQuery);
  const file = (remote?.[1] ?? withoutQuery).split("/").pop() ?? "";
  if (remote !== null) return file.replace(/(?!^)\.[^.]*$/, "") || "my_db";
  return file.replace(/^\.+/, "").split(".")[0] ?? "";
}

const POSTGRES_ALIASES = { dbname: "database", pass: "password" };

/** Adapters that extend dbt-postgres and differ in nothing that a manifest shows. */
const OF_POSTGRES = [
  "materialize",
  "risingwave",
  "greenplum",
  "timescaledb",
  "cratedb",
  "hologres",
];

const ADAPTERS: ReadonlyMap<string, Adapter> = new Map(
  [
    adapter("postgres", { aliases: POSTGRES_ALIASES }),
    adapter("redshift", { dispatchTypes: ["redshift", "postgres"], aliases: POSTGRES_ALIASES }),
    adapter("duckdb", { databaseOf: duckdbDatabase, mismatchOf: duckdbMismatch }),
    adapter("snowflake", { quoting: UNQUOTED }),
    adapter("bigquery", {
      quote: "`",
      aliases: {
        project: "database",
        dataset: "schema",
        target_project: "target_database",
        target_dataset: "target_schema",
        retries: "job_retries",
        timeout_seconds: "job_execution_timeout_seconds",
        dataproc_region: "compute_region",
      },
      databaseOf: (output) => textAt(output, "project", "database"),
    }),
    adapter("spark", {
      quoting: UNQUOTED,
      quote: "`",
      databaseOf: () => null,
      aliases: { host: "server_hostname" },
    }),
    adapter("databricks", {
      dispatchTypes: ["databricks", "spark"],
      quote: "`",
      aliases: {
        catalog: "database",
        target_catalog: "target_database",
        target_schema: "target_schema",
      },
      databaseOf: (output) => textAt(output, "catalog", "database") ?? "hive_metastore",
    }),
    adapter("trino", {
      aliases: { catalog: "database" },
      databaseOf: (o) => textAt(o, "database", "catalog"),
    }),
    adapter("athena", {
      aliases: { catalog: "database" },
      databaseOf: (o) => textAt(o, "database", "catalog"),
    }),
    adapter("clickhouse", { databaseOf: () => "" }),
    adapter("sqlserver", {
      dispatchTypes: ["sqlserver", "fabric"],
      databaseOf: (o) => textAt(o, "database"),
    }),
    adapter("synapse", {
      dispatchTypes: ["synapse", "fabric"],
      databaseOf: (o) => textAt(o, "database"),
    }),
    ...OF_POSTGRES.map((type) =>
      adapter(type, { dispatchTypes: [type, "postgres"], aliases: POSTGRES_ALIASES }),
    ),
  ].map((one) => [one.type, one]),
);

/** The adapter of that type; an unknown one behaves like Postgres without aliases. */
export function adapterOf(type: string): Adapter {
  return ADAPTERS.get(type) ?? adapter(type, {});
}

/** Types of outputs for which an adapter of dbt-core is published (Python package index, 2026). */
const PUBLISHED = `
  athena bigquery bodo clickhouse cratedb databend databricks datafusion db2 decodable deltalake
  deltastream doris dremio duckdb exasol extrica fabric fabricspark fal firebolt glue greenplum
  hana hive hologres ibm_netezza impala infer iomete layer_bigquery mariadb materialize maxcompute
  mindsdb monetdb mysql mysql5 netezza ocient oracle postgres postgresql presto questdb redshift
  risingwave rockset salesforce sapiq singlestore snowflake spark spark_livy sqlite sqlserver
  starrocks synapse teradata tidb timescaledb trino upsolver vertica watsonx_presto watsonx_spark
  yellowbrick ydb
`
  .trim()
  .split(/\s+/);
/** Source: dbt 2.0.0-alpha.4, `crates/dbt-schemas/src/schemas/profiles.rs`. */
const OF_FUSION = `redshift snowflake postgres bigquery trino datafusion spark databricks salesforce
  duckdb fdcs exasol fabric clickhouse`.split(/\s+/);

/** The names that a profile's `type` can have. */
export function publishedAdapters(isFusion: boolean): readonly string[] {
  return isFusion ? OF_FUSION : PUBLISHED;
}

/** Whether anybody offers an adapter for `type`. */
export function isPublishedAdapter(type: string, isFusion: boolean): boolean {
  return publishedAdapters(isFusion).includes(type);
}

/**
 * Whether a project speaks of an adapter of that type, as one of somebody's own: `dbt-type` is among
 * its requirements, or a macro is written for it (`type__today`). O(text of its macros).
 */
export function speaksOfAdapter(
  { requirements, packages }: Pick<ProjectSources, "requirements" | "packages">,
  type: string,
): boolean {
  const word = type.replaceAll(/[^\w]/g, "[-_.]").replaceAll("_", "[-_.]");
  if (new RegExp(`\\bdbt[-_.]${word}(?![-\\w])`, "i").test(requirements?.text ?? "")) return true;
  const ofMacro = new RegExp(`\\bmacro\\s+${word.replaceAll("[-_.]", "_")}__`);
  return packages.some(({ files }) =>
    files.some(({ kind, text }) => kind === "macro" && ofMacro.test(text)),
  );
}
