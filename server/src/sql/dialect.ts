/**
 * What differs between the SQL dialects as far as splitting a text into tokens goes: which
 * comments exist and what ends a string. Statements and functions are not its business.
 */

/** Lexical habits of one family of databases; `undefined` = decide by what stands around. */
export interface SqlDialect {
  /** `#` opens a comment up to the line's end. */
  readonly hashComments: boolean | undefined;
  /** `\'` inside a string does not end it. */
  readonly backslashEscapes: boolean | undefined;
  /** Block comments nest. */
  readonly nestedComments: boolean;
  /** `"x"` is a string rather than an identifier. */
  readonly doubleQuotedStrings: boolean;
  /** `'''x'''` and `"""x"""` are strings. */
  readonly tripleQuotes: boolean;
  /** `[x]` is an identifier. */
  readonly brackets: boolean | undefined;
  /** `$tag$x$tag$` is a string. */
  readonly dollarQuotes: boolean;
}

/** What an unknown database may do: the union of the families, ambiguity decided by context. */
export const ANY_DIALECT: SqlDialect = {
  hashComments: undefined,
  backslashEscapes: undefined,
  nestedComments: true,
  doubleQuotedStrings: false,
  tripleQuotes: false,
  brackets: undefined,
  dollarQuotes: true,
};

const POSTGRES: SqlDialect = {
  hashComments: false,
  backslashEscapes: false,
  nestedComments: true,
  doubleQuotedStrings: false,
  tripleQuotes: false,
  brackets: false,
  dollarQuotes: true,
};

const SNOWFLAKE: SqlDialect = {
  ...POSTGRES,
  backslashEscapes: true,
  nestedComments: false,
};

const BIGQUERY: SqlDialect = {
  hashComments: true,
  backslashEscapes: true,
  nestedComments: false,
  doubleQuotedStrings: true,
  tripleQuotes: true,
  brackets: false,
  dollarQuotes: false,
};

const MYSQL: SqlDialect = { ...BIGQUERY, tripleQuotes: false };

const SPARK: SqlDialect = {
  ...BIGQUERY,
  hashComments: false,
  nestedComments: true,
  tripleQuotes: false,
};

const TRANSACT_SQL: SqlDialect = {
  ...POSTGRES,
  brackets: true,
  dollarQuotes: false,
};

const ANSI: SqlDialect = { ...POSTGRES, nestedComments: false, dollarQuotes: false };

const DIALECTS: Readonly<Record<string, SqlDialect>> = {
  postgres: POSTGRES,
  alloydb: POSTGRES,
  greenplum: POSTGRES,
  materialize: POSTGRES,
  risingwave: POSTGRES,
  redshift: { ...POSTGRES, backslashEscapes: undefined },
  duckdb: POSTGRES,
  snowflake: SNOWFLAKE,
  bigquery: BIGQUERY,
  mysql: MYSQL,
  mariadb: MYSQL,
  singlestore: MYSQL,
  databricks: SPARK,
  spark: SPARK,
  sparksession: SPARK,
  sqlserver: TRANSACT_SQL,
  synapse: TRANSACT_SQL,
  fabric: TRANSACT_SQL,
  trino: ANSI,
  athena: ANSI,
  oracle: ANSI,
  clickhouse: {
    ...ANY_DIALECT,
    backslashEscapes: true,
    brackets: false,
  },
};

/** The habits of a dbt adapter's database by its `type`; `ANY_DIALECT` where it is not known. */
export function dialectOf(adapter: string | null | undefined): SqlDialect {
  return (adapter && Object.hasOwn(DIALECTS, adapter) && DIALECTS[adapter]) || ANY_DIALECT;
}
