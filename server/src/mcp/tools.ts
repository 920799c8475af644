/**
 * Heddle's tools for language models as data: what each is for, what it takes, and which words of
 * the command line it stands for. All of them read and compute; none writes or starts anything.
 */

/** What a client sent; checked by nobody before `wordsOf`. */
export type ToolArguments = Readonly<Record<string, unknown>>;

export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** JSON Schema of the arguments. */
  readonly inputSchema: {
    readonly type: "object";
    readonly properties: Readonly<Record<string, object>>;
    readonly required?: string[];
    readonly additionalProperties: false;
  };
  /** Arguments that become `--name=value`, by their name on the command line. */
  readonly options: Readonly<Record<string, string>>;
  /** Argument that stands before PATH. */
  readonly subject?: string;
}

/** Words of the command line, or why there are none. */
export type ToolWords = { readonly words: readonly string[] } | { readonly refused: string };

const PROJECT = {
  type: "string",
  description:
    "Folder or file to read, relative to the folder that the server was started for; omit for that folder itself.",
};
const FORMAT = {
  type: "string",
  enum: ["markdown", "json"],
  description: "markdown (default) to read, json for every figure.",
};
const SELECT = {
  type: "string",
  description: "dbt's node selection, for instance tag:nightly or +orders.",
};
const TARGET = { type: "string", description: "Target of profiles.yml." };
const ENGINE = {
  type: "string",
  enum: ["dbt-core", "fusion"],
  description: "dbt 1.x or dbt 2; omit for what the project shows.",
};
const AT = { type: "string", description: "The clock that macros see, as an ISO time." };
const VARS = { type: "string", description: "Variables as dbt's --vars takes them (YAML)." };
const READING = {
  project: PROJECT,
  format: FORMAT,
  select: SELECT,
  target: TARGET,
  engine: ENGINE,
  at: AT,
  vars: VARS,
};
const READING_OPTIONS = {
  format: "format",
  select: "select",
  target: "target",
  engine: "engine",
  at: "at",
  vars: "vars",
};

const HINTS = {
  type: "string",
  enum: ["ignored", "seats", "exclusive", "slots"],
  description: "What a model's threads hint means; ignored (default) is what dbt does.",
};
const POLICY = {
  type: "string",
  enum: ["dbt-core", "fusion", "longest-path"],
  description: "Order of ready models; dbt-core (default) is what dbt 1 does.",
};
const COMMAND = { type: "string", enum: ["run", "build"], description: "Which dbt command." };

export const TOOLS: readonly Tool[] = [
  {
    name: "simulate",
    title: "Simulate a run",
    description:
      "Predicts how the run of a dbt project, tabular model or workload file will be scheduled: length, lower bound, critical path, thread utilization, what would save most. Use it for questions about the length of a run, its bottleneck or its threads.",
    inputSchema: {
      type: "object",
      properties: {
        ...READING,
        threads: {
          type: "integer",
          minimum: 1,
          maximum: 4096,
          description: "Threads of the run; omit for those of profiles.yml.",
        },
        hints: HINTS,
        policy: POLICY,
        command: COMMAND,
        whatIf: {
          type: "array",
          items: { type: "string" },
          description:
            "Other durations for some models, each NAME=DURATION, for instance orders=2m30s.",
        },
      },
      additionalProperties: false,
    },
    options: {
      ...READING_OPTIONS,
      threads: "threads",
      hints: "hints",
      policy: "policy",
      command: "command",
      whatIf: "what-if",
    },
  },
  {
    name: "sweep",
    title: "Sweep thread counts",
    description:
      "Predicts the length of a run for each thread count, and the count worth paying for. Use it when somebody asks how many threads to use.",
    inputSchema: {
      type: "object",
      properties: {
        ...READING,
        range: {
          type: "string",
          pattern: "^\\d+\\.\\.\\d+$",
          description: "Thread counts, for instance 1..32 (default 1..64).",
        },
        hints: HINTS,
        policy: POLICY,
        command: COMMAND,
      },
      additionalProperties: false,
    },
    options: {
      ...READING_OPTIONS,
      range: "threads",
      hints: "hints",
      policy: "policy",
      command: "command",
    },
  },
  {
    name: "explain",
    title: "Explain a model",
    description:
      "Explains one model: recommended and configured threads and why, complexity, duration with its origin, place in the run, neighbours, findings.",
    inputSchema: {
      type: "object",
      properties: {
        ...READING,
        model: { type: "string", description: "Name or unique_id of the model." },
      },
      required: ["model"],
      additionalProperties: false,
    },
    options: READING_OPTIONS,
    subject: "model",
  },
  {
    name: "check",
    title: "Check a project",
    description:
      "Lists every finding: hints that dbt ignores or refuses, serial chains, bottlenecks, broken refs and configuration, each with its place and its fix.",
    inputSchema: { type: "object", properties: READING, additionalProperties: false },
    options: READING_OPTIONS,
  },
  {
    name: "models",
    title: "List models",
    description:
      "Lists the models of a dbt project (or the tables of a tabular model): configuration, dependencies, threads hint and its origin, complexity, recommendation, duration and its origin.",
    inputSchema: { type: "object", properties: READING, additionalProperties: false },
    options: READING_OPTIONS,
  },
];

/** Words for `tool`; refuses arguments that it does not know and paths that lead out of the root. */
export function wordsOf(tool: Tool, args: ToolArguments): ToolWords {
  const words = [tool.name];
  const { subject } = tool;
  if (subject !== undefined) {
    const named = args[subject];
    if (typeof named !== "string" || named === "" || named.startsWith("-")) {
      return { refused: `${subject}: name one, for instance "orders"` };
    }
    words.push(named);
  }
  const path = args["project"] ?? ".";
  if (typeof path !== "string" || !isInside(path)) {
    return {
      refused: `project: ${JSON.stringify(path)} is no path inside the folder that is served`,
    };
  }
  words.push(path === "" ? "." : path);
  const given = { format: "markdown", ...args };
  for (const [name, value] of Object.entries(given)) {
    if (name === "project" || name === subject) continue;
    const option = Object.hasOwn(tool.options, name) ? tool.options[name] : undefined;
    if (option === undefined) {
      const known = Object.keys(tool.inputSchema.properties).join(", ");
      return { refused: `${name}: ${tool.name} takes ${known}` };
    }
    for (const one of Array.isArray(value) ? value : [value]) {
      if (typeof one !== "string" && typeof one !== "number") {
        return { refused: `${name}: ${JSON.stringify(one)} is no text and no number` };
      }
      words.push(`--${option}=${one}`);
    }
  }
  return { words };
}

/** A relative path that climbs nowhere; what reads as an option is none. */
function isInside(path: string): boolean {
  const isAbsolute = /^(?:[/\\]|[A-Za-z]:)/.test(path);
  return !isAbsolute && !path.startsWith("-") && !path.split(/[/\\]/).includes("..");
}
