/**
 * The config keys worth completing, each with a sentence of help: dbt's own that decide what a run
 * costs, and Heddle's. A table, not a validator: dbt knows more keys than stand here.
 */

export interface ConfigKey {
  readonly name: string;
  readonly help: string;
  /** Value to insert in `config()`, as a snippet with `$1` for the cursor. */
  readonly snippet: string;
  /** Words to offer as values. */
  readonly values?: readonly { readonly text: string; readonly help: string }[];
}

const MATERIALIZATIONS = [
  { text: "view", help: "A query that readers run each time; builds in no time." },
  { text: "table", help: "Built anew in every run." },
  { text: "incremental", help: "Adds or replaces new rows only; the first run builds all." },
  { text: "ephemeral", help: "Never built: its SQL is pasted into its readers. Takes no thread." },
  { text: "materialized_view", help: "A table that the database keeps up to date." },
];

const SWITCH = [
  { text: "true", help: "" },
  { text: "false", help: "" },
];

/** Keys of models, in the order in which they are offered. */
export const CONFIG_KEYS: readonly ConfigKey[] = [
  {
    name: "materialized",
    help: "How the model is built. Chains of views move their work into the first table below them.",
    snippet: "'$1'",
    values: MATERIALIZATIONS,
  },
  {
    name: "meta",
    help: "Free data for tools, legal in every dbt. Heddle reads `meta.heddle.threads` and `meta.heddle.durationMs`.",
    snippet: "{'heddle': {'threads': $1}}",
  },
  {
    name: "threads",
    help: "A hint that Heddle simulates. dbt 1 ignores it, dbt 2 refuses the project: `meta.heddle.threads` is legal in both.",
    snippet: "$1",
  },
  {
    name: "enabled",
    help: "Whether the model is part of the project.",
    snippet: "$1",
    values: SWITCH,
  },
  { name: "tags", help: "Names to select by: `dbt run --select tag:nightly`.", snippet: "['$1']" },
  { name: "schema", help: "Schema to build in, appended to the target's own.", snippet: "'$1'" },
  { name: "alias", help: "Name of the relation, where it is not the model's.", snippet: "'$1'" },
  {
    name: "unique_key",
    help: "Column or columns that tell rows apart in an incremental model.",
    snippet: "'$1'",
  },
  {
    name: "incremental_strategy",
    help: "How new rows enter an incremental model.",
    snippet: "'$1'",
    values: [
      { text: "append", help: "Adds rows, replaces none." },
      { text: "merge", help: "Updates rows by `unique_key`, adds the others." },
      { text: "delete+insert", help: "Deletes rows by `unique_key`, then adds." },
      { text: "insert_overwrite", help: "Replaces whole partitions." },
      {
        text: "microbatch",
        help: "One query for each batch of `event_time`; a batch takes a thread.",
      },
    ],
  },
  {
    name: "concurrent_batches",
    help: "Whether the batches of a microbatch model may run side by side. The first and the last never do.",
    snippet: "$1",
    values: SWITCH,
  },
  { name: "pre_hook", help: "SQL before the model, on the model's own thread.", snippet: '"$1"' },
  { name: "post_hook", help: "SQL after the model, on the model's own thread.", snippet: '"$1"' },
  {
    name: "full_refresh",
    help: "Whether `--full-refresh` may rebuild it.",
    snippet: "$1",
    values: SWITCH,
  },
];

/** Keys below `meta.heddle`. */
export const HEDDLE_KEYS: readonly ConfigKey[] = [
  {
    name: "threads",
    help: "Heddle's hint for this model, legal in every dbt. What it means is chosen when simulating: seats, exclusive or slots.",
    snippet: "$1",
  },
  {
    name: "durationMs",
    help: "The model's time in milliseconds, where no run has measured it or the measured one should not count.",
    snippet: "$1",
  },
];
