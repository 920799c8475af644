/** Every command in the order of `heddle --help`. Each command's work lies in the file it loads. */
import type { Command } from "./command";
import { type OptionName, READING } from "./options";

const SIMULATION: readonly OptionName[] = [
  "hints",
  "policy",
  "command",
  "capacity",
  "contention",
  "overhead-ms",
  "what-if",
  "reserve",
];

const STARTING: readonly OptionName[] = [
  "dbt",
  "dry-run",
  "hints",
  "capacity",
  "reserve",
  "engine",
  "history",
  "env",
  "at",
];

export const COMMANDS: readonly Command[] = [
  {
    name: "check",
    summary: "every finding the editor would show",
    usage: "[PATH]",
    maxPositionals: 1,
    options: ["json", "format", "fail-on", "baseline", "no-baseline", "write-baseline", ...READING],
    formats: ["text", "json", "sarif", "markdown", "html"],
    examples: [
      "heddle check",
      "heddle check --format sarif --out heddle.sarif",
      "heddle check --write-baseline    (accept what there is; report new findings from now on)",
    ],
    load: async () => (await import("./check")).check,
  },
  {
    name: "models",
    summary: "per model: hint and its origin, complexity, recommendation, duration",
    usage: "[PATH]",
    maxPositionals: 1,
    options: ["json", "format", "resource-type", ...READING],
    formats: ["text", "json", "markdown", "html", "workload"],
    examples: ["heddle models --select tag:nightly", "heddle models --json | jq '.models[].hint'"],
    load: async () => (await import("./models")).models,
  },
  {
    name: "explain",
    summary: "what the hover says about one model, as text",
    usage: "ID [PATH]",
    maxPositionals: 2,
    options: ["json", "format", ...READING],
    formats: ["text", "json", "markdown"],
    examples: ["heddle explain customer_lifetime_value"],
    load: async () => (await import("./explain")).explain,
  },
  {
    name: "render",
    summary: "what the Jinja of one file evaluates to, offline",
    usage: "FILE [PATH]",
    maxPositionals: 2,
    options: ["json", "format", "template", "context", "call", "batch", ...READING],
    formats: ["text", "json"],
    examples: [
      "heddle render models/marts/orders.sql",
      `heddle render --call "get_optimal_threads('orders')"`,
      "heddle render --template page.j2 --context names.json",
    ],
    load: async () => (await import("./render")).render,
  },
  {
    name: "simulate",
    summary: "the predicted schedule, its bounds and its bottleneck",
    usage: "[PATH]",
    maxPositionals: 1,
    options: ["json", "format", ...READING, ...SIMULATION],
    formats: ["text", "json", "markdown", "html", "trace", "workload"],
    examples: [
      "heddle simulate --threads 16 --hints seats",
      "heddle simulate --what-if orders=2m30s",
      "heddle simulate --format trace --out run.json    (open it in Perfetto)",
    ],
    load: async () => (await import("./simulate")).simulateCommand,
  },
  {
    name: "sweep",
    summary: "makespan against thread count, and the count worth paying for",
    usage: "[PATH]",
    maxPositionals: 1,
    options: ["json", "format", ...READING, ...SIMULATION],
    formats: ["text", "json", "markdown", "html"],
    examples: ["heddle sweep --threads 1..32", "heddle sweep --contention 0.03,0.001"],
    load: async () => (await import("./sweep")).sweepCommand,
  },
  {
    name: "plan",
    summary: "how to run it today: one run or phases, as dbt commands",
    usage: "[PATH]",
    maxPositionals: 1,
    options: ["json", "format", ...READING, ...SIMULATION.filter((name) => name !== "policy")],
    formats: ["text", "json", "markdown", "html"],
    examples: ["heddle plan", "heddle plan --hints seats --threads 16"],
    load: async () => (await import("./plan")).planCommand,
  },
  {
    name: "run",
    summary: "the dbt you have, started in the order of a plan",
    usage: "-- [DBT ARGUMENTS]",
    maxPositionals: Number.POSITIVE_INFINITY,
    options: ["json", "format", ...STARTING],
    formats: ["text", "json"],
    examples: ["heddle run -- --select tag:nightly --threads 8", "heddle run --dry-run"],
    load: async () => (await import("./run")).run,
  },
  {
    name: "build",
    summary: "dbt build, in the same way",
    usage: "-- [DBT ARGUMENTS]",
    maxPositionals: Number.POSITIVE_INFINITY,
    options: ["json", "format", ...STARTING],
    formats: ["text", "json"],
    examples: ["heddle build --reserve 25 -- --fail-fast"],
    load: async () => (await import("./run")).run,
  },
  {
    name: "diff",
    summary: "what a change does to models, run and findings",
    usage: "BASE [HEAD] [PATH]",
    maxPositionals: 3,
    options: [
      "json",
      "format",
      "fail-on",
      ...READING.filter((name) => name !== "select" && name !== "exclude"),
    ],
    formats: ["text", "json", "markdown", "html"],
    examples: [
      "heddle diff main                        (a commit against the work tree)",
      "heddle diff v1.4 HEAD warehouse/dbt     (two commits, one project of many)",
      "heddle diff ../before ../after --format markdown",
    ],
    load: async () => (await import("./diff")).diffCommand,
  },
  {
    name: "report",
    summary: "past runs, the next one, thread counts and advice on one page",
    usage: "[PATH]",
    maxPositionals: 1,
    options: [
      "json",
      "format",
      "deadline",
      "price-per-thread-hour",
      ...READING.filter((name) => name !== "select" && name !== "exclude"),
    ],
    formats: ["text", "json", "markdown", "html"],
    examples: [
      "heddle report --format html --out report.html",
      "heddle report --deadline 45m --price-per-thread-hour 0.4 --format markdown",
    ],
    load: async () => (await import("./report")).reportCommand,
  },
  {
    name: "calibrate",
    summary: "what the run history says about durations",
    usage: "[PATH]",
    maxPositionals: 1,
    options: ["json", "format", ...READING],
    formats: ["text", "json", "markdown", "html"],
    examples: ["heddle calibrate --history 'runs/**/run_results.json'"],
    load: async () => (await import("./calibrate")).calibrate,
  },
  {
    name: "lsp",
    summary: "the language server",
    usage: "--stdio",
    maxPositionals: 0,
    options: ["stdio"],
    formats: ["text"],
    examples: ["heddle lsp --stdio"],
    load: async () => (await import("./lsp")).lsp,
  },
];

/** Promised commands that this version does not have, each with what to use meanwhile. */
export const LATER: Readonly<Record<string, string>> = {
  shred: "the modulo shredder comes with a later version",
};

export function findCommand(name: string): Command | undefined {
  return COMMANDS.find((command) => command.name === name);
}
