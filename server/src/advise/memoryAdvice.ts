/**
 * What memory a heavy or medium model should get, written for the database in use: hooks where a
 * session can set it, config keys where the adapter has some, else where it is set. The amounts are
 * the first article's (`configure_model_resources` and "Resource Allocation Guidelines"); what other
 * databases have in their place is in docs/advice.md with its sources.
 */
import type { Complexity, ComplexityClass } from "../sql/complexity";

/** The article's three volumes of data, told apart by the rows of its classification. */
export type DataVolume = "small" | "medium" | "large";

export interface MemoryAdvice {
  /** One line for a person: what to give, or where it is set. */
  readonly what: string;
  /** Values for `pre_hook` and `post_hook`; none where the database has no such statement. */
  readonly preHooks: readonly string[];
  readonly postHooks: readonly string[];
  /** Config keys of the adapter with what goes into them, in words. */
  readonly config: Readonly<Record<string, string>>;
}

export interface MemoryQuestion {
  readonly adapter: string | null;
  readonly class: ComplexityClass;
  /** Absent for models without SQL. */
  readonly complexity?: Complexity;
  /** Rows of the latest run; absent where the adapter reports none. */
  readonly rows?: number;
  /** Tables are worth their statistics afterwards; views have none. */
  readonly materialized: string;
}

/**
 * Advice for a heavy model, in Postgres for a medium one too; absent for light ones, which live with
 * the default, and for databases that Heddle does not know.
 */
export function memoryAdvice(question: MemoryQuestion): MemoryAdvice | undefined {
  const { adapter } = question;
  const isHeavy = question.class === "heavy-analytical";
  if (adapter === null || !(isHeavy || question.class === "medium-processing")) return undefined;
  if (POSTGRES_KIN.has(adapter)) return postgresAdvice(question, isHeavy);
  return isHeavy ? ELSEWHERE.get(adapter) : undefined;
}

/** Databases that have Postgres' settings. */
export const POSTGRES_KIN: ReadonlySet<string> = new Set([
  "postgres",
  "alloydb",
  "greenplum",
  "cratedb",
]);

/** Unknown rows are the article's default, `data_volume='medium'`. */
export function dataVolume(rows: number | undefined): DataVolume {
  if (rows === undefined) return "medium";
  if (rows > 1_000_000) return "large";
  return rows > 100_000 ? "medium" : "small";
}

interface PostgresMemory {
  readonly workMem: string;
  readonly tempBuffers?: string;
  /** The server's own is 2 since Postgres 15. */
  readonly hashMultiplier?: string;
}

/** `heavy_analytical` of the article; its small volume is below its own guideline of 2–4 GB. */
const HEAVY: Readonly<Record<DataVolume, PostgresMemory>> = {
  small: { workMem: "2GB", tempBuffers: "128MB" },
  medium: { workMem: "2GB", tempBuffers: "128MB" },
  large: { workMem: "4GB", tempBuffers: "256MB" },
};
/** `aggregation_intensive`: half of it, multiplied where it is hashed. */
const AGGREGATING: Readonly<Record<DataVolume, PostgresMemory>> = {
  small: { workMem: "1GB", hashMultiplier: "3.0" },
  medium: { workMem: "1GB", hashMultiplier: "3.0" },
  large: { workMem: "2GB", hashMultiplier: "4.0" },
};
/** The guideline for medium models: 512 MB–1 GB. */
const MEDIUM: Readonly<Record<DataVolume, PostgresMemory>> = {
  small: { workMem: "512MB" },
  medium: { workMem: "512MB" },
  large: { workMem: "1GB" },
};

function postgresAdvice(
  { complexity, rows, materialized }: MemoryQuestion,
  isHeavy: boolean,
): MemoryAdvice {
  const isAggregating = isHeavy && complexity !== undefined && isMostlyHashed(complexity);
  const table = isAggregating ? AGGREGATING : isHeavy ? HEAVY : MEDIUM;
  const { workMem, tempBuffers, hashMultiplier } = table[dataVolume(rows)];
  const isTable = materialized === "table" || materialized === "incremental";
  return {
    what: [
      `work_mem ${workMem}`,
      ...(hashMultiplier === undefined ? [] : [`hash_mem_multiplier ${hashMultiplier}`]),
      ...(tempBuffers === undefined ? [] : [`temp_buffers ${tempBuffers}`]),
    ].join(", "),
    preHooks: [
      `set work_mem = '${workMem}'`,
      ...(tempBuffers === undefined ? [] : [`set temp_buffers = '${tempBuffers}'`]),
      ...(hashMultiplier === undefined ? [] : [`set hash_mem_multiplier = ${hashMultiplier}`]),
    ],
    postHooks: isHeavy && isTable ? ["analyze {{ this }}"] : [],
    config: {},
  };
}

/** `group by` and joins hash, window functions sort: the article's two heavy kinds. */
function isMostlyHashed({ breakdown }: Complexity): boolean {
  return breakdown.aggregations > breakdown.windowFunctions;
}

const everywhere = (what: string): MemoryAdvice => ({
  what,
  preHooks: [],
  postHooks: [],
  config: {},
});

/** What a heavy model gets in other databases; sources in docs/advice.md, section 6. */
const ELSEWHERE: ReadonlyMap<string, MemoryAdvice> = new Map([
  [
    "snowflake",
    {
      ...everywhere("a larger warehouse for this model"),
      config: { snowflake_warehouse: "one or two sizes up" },
    },
  ],
  [
    "databricks",
    {
      ...everywhere("another compute for this model"),
      config: { databricks_compute: "a larger one of the profile's `compute:`" },
    },
  ],
  [
    "redshift",
    {
      ...everywhere("three slots of its queue"),
      preHooks: ["set wlm_query_slot_count to 3"],
    },
  ],
  [
    "bigquery",
    everywhere(
      "slots come from the reservation; `maximum_bytes_billed` in the profile limits cost",
    ),
  ],
  ["duckdb", everywhere("`memory_limit` under `settings:` of the profile, for the whole run")],
  ["spark", everywhere("executor memory of the session, for the whole run")],
  [
    "mysql",
    {
      ...everywhere("larger buffers for its session"),
      preHooks: [
        "set session join_buffer_size = 268435456",
        "set session sort_buffer_size = 268435456",
      ],
    },
  ],
]);
