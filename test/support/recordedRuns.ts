/**
 * The recorded real dbt runs under test/data/runs: graph, thread count, start order and times.
 * See test/data/runs/README.md for how they were made.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ObservedRun, ObservedTask } from "../../server/src/schedule/observedRun";
import type { Task, Workload } from "../../server/src/workload/workload";

const FOLDER = join(process.env["HEDDLE_ROOT"] ?? process.cwd(), "test/data/runs");

/** As the recording script wrote it; seconds, UTC times. */
interface RunFile {
  readonly case: string;
  readonly command: string;
  readonly threads: number;
  readonly nodes: readonly {
    readonly id: string;
    readonly kind: string;
    readonly materialized: string | null;
    readonly executionTime: number | null;
    readonly sleep: number | null;
  }[];
  readonly edges: readonly (readonly [string, string])[];
  readonly order: readonly string[];
  readonly start: Readonly<Record<string, string>>;
  readonly end: Readonly<Record<string, string>>;
  readonly thread: Readonly<Record<string, string>>;
  readonly others?: number;
}

export interface RecordedRun {
  readonly name: string;
  readonly command: string;
  /** Share of all processor time that other processes took meanwhile; absent where not measured. */
  readonly others?: number;
  readonly observed: ObservedRun;
  /** Ids in order of their start events. */
  readonly order: readonly string[];
  /** Dependencies among the nodes that ran, through those that did not. */
  readonly dependsOn: ReadonlyMap<string, readonly string[]>;
}

/** All recorded runs of a folder, by file name. */
export function recordedRuns(folder = FOLDER): readonly RecordedRun[] {
  return readdirSync(folder)
    .filter((name) => /^[cx]\w*[-\w]*\.json$/.test(name) && name !== "contention.json")
    .sort()
    .map((name) => readRun(JSON.parse(readFileSync(join(folder, name), "utf8"))));
}

/** 16 equal CPU-bound models at 1 … 16 threads on 2 cores; seconds. */
export interface ContentionRuns {
  readonly models: number;
  readonly cores: number;
  readonly runs: Readonly<
    Record<string, readonly { readonly window: number; readonly execution: readonly number[] }[]>
  >;
}

export function contentionRuns(): ContentionRuns {
  return JSON.parse(readFileSync(join(FOLDER, "contention.json"), "utf8"));
}

/** The run's graph with durations of one's own choice. */
export function workloadOfRun(
  run: RecordedRun,
  durationOf: (task: ObservedTask) => number,
): Workload {
  const tasks = run.observed.tasks.map(
    (task): Task => ({
      id: task.id,
      durationMs: durationOf(task),
      durationOrigin: "measured",
      dependsOn: run.dependsOn.get(task.id) ?? [],
      ...(task.kind === undefined ? {} : { kind: task.kind }),
    }),
  );
  return {
    schema: "heddle.workload/1",
    name: run.name,
    tasks,
    capacity: { threads: run.observed.threads, pools: {} },
  };
}

function readRun(file: RunFile): RecordedRun {
  const nodes = new Map(file.nodes.map((node) => [node.id, node]));
  const threads = new Map<string, number>();
  const tasks = file.order.map((id): ObservedTask => {
    const worker = file.thread[id] ?? "";
    if (!threads.has(worker)) threads.set(worker, threads.size);
    const node = nodes.get(id);
    const executionTime = node?.executionTime ?? undefined;
    const sleep = node?.sleep ?? undefined;
    const startMs = microseconds(file.start[id]!) / 1000;
    const endMs = microseconds(file.end[id] ?? file.start[id]!) / 1000;
    return {
      id,
      kind: kindOf(node?.kind ?? "model", node?.materialized ?? undefined),
      startMs,
      endMs,
      thread: threads.get(worker)!,
      ...(executionTime === undefined ? {} : { executionMs: executionTime * 1000 }),
      ...(sleep === undefined ? {} : { sqlMs: sleep * 1000 }),
    };
  });
  return {
    name: file.case,
    command: file.command,
    ...(file.others === undefined ? {} : { others: file.others }),
    observed: { threads: file.threads, tasks },
    order: file.order,
    dependsOn: throughUnrun(file),
  };
}

function kindOf(kind: string, materialized: string | undefined): string {
  return kind === "model" ? (materialized ?? "table") : kind;
}

function microseconds(time: string): number {
  const [, whole = time, fraction = ""] = /^(.*?)(?:\.(\d+))?Z$/.exec(time) ?? [];
  return Date.parse(`${whole}Z`) * 1000 + Number(fraction.padEnd(6, "0").slice(0, 6));
}

/** dbt keeps order through nodes that it does not run. */
function throughUnrun(file: RunFile): ReadonlyMap<string, readonly string[]> {
  const ran = new Set(file.order);
  const parents = new Map<string, string[]>();
  for (const [parent, child] of file.edges) {
    parents.set(child, [...(parents.get(child) ?? []), parent]);
  }
  const resolved = new Map<string, readonly string[]>();
  for (const id of ran) {
    const found = new Set<string>();
    const seen = new Set<string>();
    const pending = [...(parents.get(id) ?? [])];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      if (ran.has(next)) found.add(next);
      else pending.push(...(parents.get(next) ?? []));
    }
    resolved.set(id, [...found]);
  }
  return resolved;
}
