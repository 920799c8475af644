/**
 * What Heddle's read-only tools tell a language model in the editor: the server's answers, cut to
 * what fits into a conversation. Every figure is the one a person sees. Knows no editor.
 */

import type {
  CustomRequests,
  FindingsResult,
  ModelsResult,
  SimulateResult,
  SweepResult,
} from "../../server/src/protocol";

/** Asks the server; `undefined` where it has no answer. */
export type Ask = <Method extends keyof CustomRequests>(
  method: Method,
  params: CustomRequests[Method]["params"],
) => Promise<CustomRequests[Method]["result"] | undefined>;

export interface ToolInput {
  readonly model?: string;
  readonly select?: string;
  readonly threads?: number;
  readonly hints?: "ignored" | "seats" | "exclusive" | "slots";
  readonly policy?: "dbt-core" | "longest-path";
  readonly command?: "run" | "build";
  readonly limit?: number;
}

type Tool = (uri: string, input: ToolInput, ask: Ask) => Promise<unknown>;

/** More rows than this are counted unless the input asks for more. */
const SHOWN_ROWS = 50;

/** Every tool by its name in package.json. Each answer is JSON; `undefined` = no project. */
export const TOOLS: Readonly<Record<string, Tool>> = {
  heddle_simulate: async (uri, input, ask) => {
    const run = await ask("heddle/simulate", { uri, ...runOf(input) });
    return run && simulated(run, input.limit ?? SHOWN_ROWS);
  },
  heddle_sweep: async (uri, input, ask) => {
    const { threads: _every, ...rest } = runOf(input);
    const sweep = await ask("heddle/sweep", { uri, ...rest });
    return sweep && swept(sweep);
  },
  heddle_explain: async (uri, { model }, ask) =>
    (await ask("heddle/explain", { uri, ...(model !== undefined && { id: model }) }))?.markdown,
  heddle_check: async (uri, input, ask) => {
    const found = await ask("heddle/findings", { uri });
    return found && checked(found, input.limit ?? SHOWN_ROWS);
  },
  heddle_models: async (uri, input, ask) => {
    const { select } = input;
    const models = await ask("heddle/models", { uri, ...(select !== undefined && { select }) });
    return models && listed(models, input.limit ?? SHOWN_ROWS);
  },
};

function runOf({ select, threads, hints, policy, command }: ToolInput) {
  return {
    ...(select !== undefined && { select }),
    ...(threads !== undefined && { threads }),
    ...(hints !== undefined && { hints }),
    ...(policy !== undefined && { policy }),
    ...(command !== undefined && { command }),
  };
}

function simulated({ tasks, criticalPath, ...run }: SimulateResult, limit: number) {
  const { makespanMs, lowerBoundMs, criticalPathMs, workMs, utilization, threads } = run;
  const byId = new Map(tasks.map((task) => [task.id, task]));
  return {
    threads,
    threadsOrigin: run.threadsOrigin,
    hints: run.hints,
    policy: run.policy,
    makespanMs,
    lowerBoundMs,
    criticalPathMs,
    workMs,
    utilization,
    taskCount: tasks.length,
    criticalPath: criticalPath.slice(0, limit).map((id) => ({
      id,
      startMs: byId.get(id)?.startMs,
      endMs: byId.get(id)?.endMs,
    })),
    savings: run.savings ?? [],
    alternatives: run.alternatives,
    slowdown: run.slowdown,
    pastError: run.pastError,
  };
}

/** Curve without the counts that change nothing any more. */
function swept({ points, recommended, saturatesAt, ...sweep }: SweepResult) {
  return {
    hints: sweep.hints,
    policy: sweep.policy,
    recommended,
    saturatesAt,
    points: points
      .filter(({ threads }) => threads <= saturatesAt + 2)
      .map(({ threads, makespanMs, utilization }) => ({ threads, makespanMs, utilization })),
  };
}

function checked({ findings }: FindingsResult, limit: number) {
  return {
    count: findings.length,
    findings: findings.slice(0, limit).map(({ uri, range, ...finding }) => ({
      ...finding,
      file: uri,
      line: range.start.line + 1,
    })),
  };
}

function listed({ project, models }: ModelsResult, limit: number) {
  const slowest = [...models].sort((a, b) => (b.duration?.ms ?? 0) - (a.duration?.ms ?? 0));
  return {
    project,
    count: models.length,
    models: slowest.slice(0, limit).map((model) => ({
      uniqueId: model.uniqueId,
      file: model.file,
      materialized: model.config["materialized"],
      dependsOn: model.dependsOn,
      hint: model.hint,
      complexity: model.complexity,
      recommendation: model.recommendation,
      duration: model.duration,
      uncertain: model.uncertain,
    })),
  };
}
