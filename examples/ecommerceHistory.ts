/**
 * Seven nightly runs of the example, as dbt would have recorded them: first in, first out on 16
 * threads, durations around the article's class means. A generator's own small simulation; the
 * product's is another one.
 */
import type { DurationClass } from "./ecommerceModels";
import { type Random, randomOf } from "./ecommerceRandom";

export interface HistoryModel {
  readonly name: string;
  readonly uniqueId: string;
  readonly relationName: string;
  readonly durationClass: DurationClass;
  readonly materialized: "view" | "table" | "incremental";
  /** unique_ids of the models it refs. */
  readonly dependsOn: readonly string[];
}

const MEAN_MS: Readonly<Record<DurationClass, number>> = {
  heavy: 480_000,
  medium: 120_000,
  light: 30_000,
};
/** Rows that a model of a class writes, lowest and highest. */
const ROWS: Readonly<Record<DurationClass, readonly [number, number]>> = {
  heavy: [1_200_000, 9_000_000],
  medium: [120_000, 900_000],
  light: [900, 80_000],
};
/** Models of one class differ by this much either way, runs of one model by the second figure. */
const MODEL_SPREAD = 0.3;
const RUN_SPREAD = 0.06;
const THREADS = 16;
const NIGHTS = [3, 5, 7, 10, 12, 14, 17];

/** The seven runs, oldest first: `day` as `2026-11-03` and the text of run_results.json. */
export function historyRuns(
  models: readonly HistoryModel[],
): readonly { readonly day: string; readonly text: string }[] {
  const typical = scaled(models, (model) => 1 + MODEL_SPREAD * (2 * randomOf(model.name)() - 1));
  return NIGHTS.map((night) => {
    const day = `2026-11-${String(night).padStart(2, "0")}`;
    const noise = new Map(
      models.map((model) => [
        model.uniqueId,
        typical.get(model.uniqueId)! * (1 + RUN_SPREAD * bell(randomOf(`${model.name} ${day}`))),
      ]),
    );
    const durations = scaled(models, (model) => noise.get(model.uniqueId)!);
    return { day, text: runResults(models, durations, day) };
  });
}

/** Weights turned into milliseconds so that each class keeps exactly its mean, within rounding. */
function scaled(
  models: readonly HistoryModel[],
  weightOf: (model: HistoryModel) => number,
): ReadonlyMap<string, number> {
  const result = new Map<string, number>();
  for (const durationClass of ["heavy", "medium", "light"] as const) {
    const members = models.filter((model) => model.durationClass === durationClass);
    const weights = members.map(weightOf);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    let left = MEAN_MS[durationClass] * members.length;
    members.forEach((model, index) => {
      const isLast = index === members.length - 1;
      const share = (MEAN_MS[durationClass] * members.length * weights[index]!) / total;
      const ms = isLast ? left : Math.round(share);
      left -= ms;
      result.set(model.uniqueId, ms);
    });
  }
  return result;
}

/** About normal, between -1 and 1. */
function bell(random: Random): number {
  return (random() + random() + random() - 1.5) / 1.5;
}

interface Placed {
  readonly model: HistoryModel;
  readonly startMs: number;
  readonly endMs: number;
  readonly thread: number;
}

/** First in, first out by (ready time, level, id), as dbt-core 1.x hands models to its threads. */
function placed(
  models: readonly HistoryModel[],
  durations: ReadonlyMap<string, number>,
): readonly Placed[] {
  const byId = new Map(models.map((model) => [model.uniqueId, model]));
  const children = new Map<string, HistoryModel[]>(models.map((model) => [model.uniqueId, []]));
  const missing = new Map(models.map((model) => [model.uniqueId, model.dependsOn.length]));
  for (const model of models) {
    for (const parent of model.dependsOn) children.get(parent)!.push(model);
  }
  const levels = new Map<string, number>();
  const levelOf = (model: HistoryModel): number => {
    const known = levels.get(model.uniqueId);
    if (known !== undefined) return known;
    const level = Math.max(-1, ...model.dependsOn.map((parent) => levelOf(byId.get(parent)!))) + 1;
    levels.set(model.uniqueId, level);
    return level;
  };
  const inOrder = (batch: readonly HistoryModel[]): readonly HistoryModel[] =>
    [...batch].sort((a, b) => levelOf(a) - levelOf(b) || (a.uniqueId < b.uniqueId ? -1 : 1));

  const queue = [...inOrder(models.filter((model) => model.dependsOn.length === 0))];
  const freeThreads = Array.from({ length: THREADS }, (_, index) => index + 1);
  const running: Placed[] = [];
  const done: Placed[] = [];
  let now = 0;
  while (queue.length > 0 || running.length > 0) {
    while (queue.length > 0 && freeThreads.length > 0) {
      const model = queue.shift()!;
      const thread = freeThreads.shift()!;
      running.push({ model, startMs: now, endMs: now + durations.get(model.uniqueId)!, thread });
    }
    running.sort((a, b) => a.endMs - b.endMs || a.startMs - b.startMs);
    const finished = running.shift()!;
    now = finished.endMs;
    done.push(finished);
    freeThreads.push(finished.thread);
    const ready: HistoryModel[] = [];
    for (const child of children.get(finished.model.uniqueId)!) {
      missing.set(child.uniqueId, missing.get(child.uniqueId)! - 1);
      if (missing.get(child.uniqueId) === 0) ready.push(child);
    }
    queue.push(...inOrder(ready));
  }
  return done;
}

function runResults(
  models: readonly HistoryModel[],
  durations: ReadonlyMap<string, number>,
  day: string,
): string {
  const began = Date.parse(`${day}T02:00:07.000Z`);
  const schedule = placed(models, durations);
  const random = randomOf(`run ${day}`);
  const results = schedule.map(({ model, startMs, endMs, thread }) => {
    const compileMs = 8 + Math.floor(random() * 30);
    const [least, most] = ROWS[model.durationClass];
    const rows = Math.round(
      least + (most - least) * randomOf(`rows ${model.name}`)() * (0.97 + 0.06 * random()),
    );
    const isView = model.materialized === "view";
    const code = { view: "CREATE VIEW", table: "SELECT", incremental: "INSERT" }[
      model.materialized
    ];
    const message = isView ? code : `${code === "INSERT" ? "INSERT 0" : code} ${rows}`;
    return {
      status: "success",
      timing: [
        {
          name: "compile",
          started_at: stamp(began + startMs),
          completed_at: stamp(began + startMs + compileMs),
        },
        {
          name: "execute",
          started_at: stamp(began + startMs + compileMs),
          completed_at: stamp(began + endMs),
        },
      ],
      thread_id: `Thread-${thread} (worker)`,
      execution_time: (endMs - startMs) / 1000,
      adapter_response: {
        _message: message,
        code,
        rows_affected: isView ? -1 : rows,
      },
      message,
      failures: null,
      unique_id: model.uniqueId,
      compiled: true,
      compiled_code: null,
      relation_name: model.relationName,
      batch_results: null,
    };
  });
  const makespan = Math.max(...schedule.map((entry) => entry.endMs));
  return `${JSON.stringify({
    metadata: {
      dbt_schema_version: "https://schemas.getdbt.com/dbt/run-results/v6.json",
      dbt_version: "1.11.16",
      generated_at: stamp(began + makespan + 1_250),
      invocation_id: invocationId(day),
      invocation_started_at: stamp(began - 4_100),
      env: {},
    },
    results,
    elapsed_time: (makespan + 3_480) / 1000,
    args: {
      which: "run",
      target: "prod",
      threads: THREADS,
      invocation_command: `dbt run --target prod --threads ${THREADS}`,
      vars: {},
      select: [],
      exclude: [],
    },
  })}\n`;
}

function stamp(ms: number): string {
  return new Date(ms).toISOString().replace("Z", "000Z");
}

function invocationId(day: string): string {
  const random = randomOf(`invocation ${day}`);
  const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}
