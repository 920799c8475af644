/**
 * Every option of the command line in one table: what it is called, what it takes and what the
 * help says. Knows neither how options are parsed nor what commands do with them.
 */
import { ENGINE_NAMES } from "../dbt/engine";

export interface Option {
  readonly name: string;
  readonly short?: string;
  /** Name of the value in help; absent for switches. */
  readonly value?: string;
  readonly choices?: readonly string[];
  readonly isRepeatable?: boolean;
  /** The value may be left out; the next word is one only where it ends as `value` does. */
  readonly isValueOptional?: boolean;
  readonly help: string;
}

export const OPTIONS = {
  json: { help: "print JSON (the same as --format json)" },
  format: { value: "FORMAT", help: "how to print" },
  out: { short: "o", value: "FILE", help: "write to FILE instead of stdout" },
  quiet: { short: "q", help: "print results only, no progress and no notes" },
  "no-color": { help: "print without colours (so does the variable NO_COLOR)" },
  help: { short: "h", help: "print this help" },
  version: { help: "print the version" },
  engine: {
    value: "ENGINE",
    choices: ENGINE_NAMES,
    help: "dbt 1.x (dbt-core-1.9: as that release reads it) or dbt 2",
  },
  threads: { value: "N", help: "threads of the run instead of the profile's" },
  target: { short: "t", value: "NAME", help: "target of profiles.yml" },
  "profiles-dir": { value: "DIR", help: "folder of profiles.yml" },
  vars: { value: "YAML", help: "variables, as dbt's --vars takes them" },
  select: {
    short: "s",
    value: "SELECTOR",
    isRepeatable: true,
    help: "only these nodes (dbt's grammar)",
  },
  exclude: { value: "SELECTOR", isRepeatable: true, help: "not these nodes (dbt's grammar)" },
  selector: { value: "NAME", help: "the nodes of this selector of selectors.yml" },
  "indirect-selection": {
    value: "MODE",
    choices: ["eager", "cautious", "buildable", "empty"],
    help: "which tests come with selected nodes (default eager)",
  },
  state: { value: "DIR", help: "an earlier run's target folder, for state:, result: and the like" },
  at: { value: "ISO-TIME", help: "the clock that macros see" },
  env: { value: "NAME=VALUE", isRepeatable: true, help: "what env_var sees" },
  run: { value: "FILE", help: "compare this past run with its prediction, task by task; or last" },
  history: {
    value: "GLOB",
    isRepeatable: true,
    help: "run_results.json files to learn durations from",
  },
  "fail-on": {
    value: "SEVERITY",
    choices: ["error", "warning", "information", "hint", "never"],
    help: "exit with 1 from this severity on (default error)",
  },
  baseline: {
    value: "FILE",
    help: "leave out the findings of FILE (default .heddle-baseline.json of the project)",
  },
  "no-baseline": { help: "report every finding, whatever the baseline holds" },
  "write-baseline": {
    value: "FILE.json",
    isValueOptional: true,
    help: "write all findings to the baseline and report none of them",
  },
  deadline: { value: "DURATION", help: "how long a run may take, e.g. 45m" },
  "price-per-thread-hour": { value: "PRICE", help: "adds what runs cost: threads × hours × PRICE" },
  "price-per-warehouse-hour": { value: "PRICE", help: "adds what runs cost: hours × PRICE" },
  "resource-type": {
    value: "TYPE",
    choices: ["model", "seed", "snapshot"],
    isRepeatable: true,
    help: "only nodes of this type",
  },
  against: {
    value: "MANIFEST",
    help: "compare with a manifest.json that dbt wrote; exit with 1 where anything differs",
  },
  hints: {
    value: "MEANING",
    choices: ["ignored", "seats", "exclusive", "slots"],
    help: "what a threads hint means (default ignored, as dbt does)",
  },
  policy: {
    value: "POLICY",
    choices: ["dbt-core", "fusion", "longest-path"],
    help: "order of ready tasks (default dbt-core)",
  },
  command: {
    value: "COMMAND",
    choices: ["run", "build"],
    help: "dbt command to simulate (default run)",
  },
  capacity: { value: "C", help: "the database does the work of C threads" },
  contention: { value: "ALPHA,BETA", help: "Universal Scalability Law of the database" },
  "overhead-ms": { value: "N", help: "milliseconds added to every task" },
  "what-if": {
    value: "ID=CHANGE",
    isRepeatable: true,
    help: "another duration (orders=2m30s), fails, split:4, view, hint:2, after:OTHER",
  },
  batches: {
    value: "ID=N",
    isRepeatable: true,
    help: "this microbatch model runs N batches, in parallel where dbt does",
  },
  "fail-fast": { help: "what fails by --what-if ends the run, as with dbt's --fail-fast" },
  "single-threaded": { help: "as dbt's --single-threaded: one node at a time, by level and name" },
  grid: { help: "also every meaning of hints under every order, side by side" },
  reserve: { value: "PERCENT", help: "keep this share of the threads free (default 0)" },
  template: { help: "FILE is bare Jinja: no project, no dbt names" },
  context: { value: "FILE.json", help: "names that the template sees" },
  call: { value: "EXPRESSION", help: "evaluate one macro call of the project" },
  batch: { value: "FILE.json", help: "render a list of { template, context }" },
  dbt: { value: "PROGRAM", help: "the dbt to start (default: dbt on PATH)" },
  "no-live": { help: "on a terminal, show dbt's own output only" },
  "no-keep": { help: "keep no copy of the run's results for the next plan" },
  "dry-run": { help: "print the plan and what it gains, and run nothing" },
  shards: { value: "N", help: "how many shards" },
  model: { value: "NAME", help: "the dbt model whose rows are divided" },
  column: { value: "COLUMN", help: "the key that decides a row's shard" },
  function: {
    value: "FUNCTION",
    choices: ["mod", "hash", "round-robin"],
    help: "how the key decides",
  },
  nulls: { value: "SHARD|spread", help: "where rows without a key go (default shard 0)" },
  into: {
    value: "TARGET",
    help: "csv:DIR, parquet:DIR, duckdb:FILE?table=T, postgres://HOST/DB?table=T",
  },
  commit: {
    value: "STRATEGY",
    choices: ["append", "replace", "attach", "two-phase"],
    help: "how a table that is there takes the rows (default append)",
  },
  workers: { value: "N", help: "shards loaded at a time (default: the processors)" },
  "run-dir": { value: "DIR", help: "folder of the run's record (default .heddle/shred/RUN)" },
  delimiter: { value: "CHARACTER", help: "between fields (default: detected; tab is written \\t)" },
  quote: { value: "CHARACTER", help: 'around fields (default ")' },
  escape: { value: "CHARACTER", help: "before a quote inside quotes (default: the quote)" },
  "no-header": { help: "the first row is data" },
  "load-command": {
    value: "COMMAND",
    help: "your loader, started per shard with {shard} and {file}",
  },
  "undo-command": { value: "COMMAND", help: "takes back what the load command did for {shard}" },
  "spark-submit": {
    value: "COMMAND",
    help: "submits jobs for --engine spark, with its options (default spark-submit)",
  },
  "rows-per-second": { value: "N", help: "what one instance of your loader takes" },
  "trial-command": {
    value: "COMMAND",
    help: "your loader in a form that leaves nothing, for the plan to measure",
  },
  "no-calibration": { help: "predict from assumptions instead of measuring this machine" },
  stdio: { help: "speak over stdin and stdout" },
} as const satisfies Readonly<Record<string, Omit<Option, "name">>>;

export type OptionName = keyof typeof OPTIONS;

/** The option called `name` with its description. O(1). */
export function optionOf(name: OptionName): Option {
  return { name, ...OPTIONS[name] };
}

/** Options that every command takes. */
export const EVERYWHERE: readonly OptionName[] = ["help", "version", "out", "quiet", "no-color"];

/** Options that say which nodes of a project are meant. */
export const SELECTING = [
  "select",
  "exclude",
  "selector",
  "indirect-selection",
  "state",
] as const satisfies readonly OptionName[];

/** Options that say how a project is to be read. */
export const READING: readonly OptionName[] = [
  "engine",
  "target",
  "profiles-dir",
  "vars",
  "env",
  "at",
  "history",
  "threads",
  ...SELECTING,
];
