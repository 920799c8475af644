/**
 * Reads a workload that any tool may have written (CONTRACT section 3): what can be used comes out
 * as a `Workload`, what cannot is said in words that name the task. Never throws.
 */
import { findCycle } from "./findCycle";
import type { Capacity, DurationOrigin, Task, Workload } from "./workload";

/** `error` = no workload comes out; `warning` = one does, read in the way the message says. */
export interface WorkloadProblem {
  readonly severity: "error" | "warning";
  /** The task that the problem is about; absent where it is about the file as a whole. */
  readonly taskId?: string;
  /** One line: what is wrong, where, what is expected. */
  readonly message: string;
}

export interface WorkloadResult {
  /** Absent when any problem is an error. */
  readonly workload?: Workload;
  readonly problems: readonly WorkloadProblem[];
}

type Fields = Readonly<Record<string, unknown>>;
type Report = (severity: WorkloadProblem["severity"], message: string, taskId?: string) => void;

const SCHEMA = "heddle.workload/1";
const ORIGINS: readonly string[] = ["measured", "given", "estimated", "assumed"];
const LARGEST = 0x7fffffff;

/** Workload from the text of a JSON file. */
export function parseWorkload(text: string): WorkloadResult {
  let json: unknown;
  try {
    json = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { problems: [{ severity: "error", message: `workload is not JSON: ${why}` }] };
  }
  return validateWorkload(json);
}

/** Workload from parsed JSON. O(n + edges). */
export function validateWorkload(json: unknown): WorkloadResult {
  const problems: WorkloadProblem[] = [];
  const report: Report = (severity, message, taskId) => {
    problems.push({ severity, message, ...(taskId === undefined ? {} : { taskId }) });
  };
  if (!isFields(json)) {
    report("error", `workload must be an object with "schema" and "tasks", not ${shown(json)}`);
    return { problems };
  }
  if (json["schema"] === undefined)
    report("warning", `workload has no "schema"; read as ${SCHEMA}`);
  else if (json["schema"] !== SCHEMA) {
    report("error", `workload has schema ${shown(json["schema"])}; this version reads ${SCHEMA}`);
  }
  const capacity = readCapacity(json["capacity"], report);
  const tasks = readTasks(json["tasks"], report);
  checkReferences(tasks, capacity, report);
  if (problems.some(({ severity }) => severity === "error")) return { problems };
  const name = typeof json["name"] === "string" ? json["name"] : "workload";
  return { workload: { schema: SCHEMA, name, tasks, capacity }, problems };
}

function readCapacity(json: unknown, report: Report): Capacity {
  if (json === undefined || json === null) {
    report("warning", 'workload has no "capacity"; read as 1 thread, as dbt does without threads');
    return { threads: 1, pools: {} };
  }
  if (!isFields(json)) {
    report("error", `capacity must be an object with "threads", not ${shown(json)}`);
    return { threads: 1, pools: {} };
  }
  const threads = json["threads"] ?? 1;
  if (!isCount(threads)) {
    report("error", `capacity.threads must be a whole number of at least 1, not ${shown(threads)}`);
  }
  const pools = json["pools"] ?? {};
  if (!isFields(pools)) report("error", `capacity.pools must be an object, not ${shown(pools)}`);
  const limits = Object.entries(isFields(pools) ? pools : {}).filter(([name, limit]) => {
    if (isCount(limit)) return true;
    const found = shown(limit);
    report("error", `capacity.pools: ${name} must be a whole number of at least 1, not ${found}`);
    return false;
  });
  return {
    threads: isCount(threads) ? threads : 1,
    pools: Object.fromEntries(limits.map(([name, limit]) => [name, Number(limit)])),
  };
}

function readTasks(json: unknown, report: Report): Task[] {
  if (!Array.isArray(json)) {
    report("error", `tasks must be a list, not ${shown(json)}`);
    return [];
  }
  const tasks: Task[] = [];
  const seen = new Set<string>();
  for (const [index, entry] of json.entries()) {
    const task = readTask(entry, index, report);
    if (task === undefined) continue;
    if (seen.has(task.id)) report("error", `task ${task.id} occurs twice`, task.id);
    else tasks.push(task);
    seen.add(task.id);
  }
  return tasks;
}

function readTask(entry: unknown, index: number, report: Report): Task | undefined {
  if (!isFields(entry)) {
    report("error", `tasks[${index}] must be an object, not ${shown(entry)}`);
    return undefined;
  }
  const id = entry["id"];
  if (typeof id !== "string" || id === "") {
    report("error", `tasks[${index}] has no id; expected a non-empty string, not ${shown(id)}`);
    return undefined;
  }
  const wrong = (what: string) => report("error", `task ${id}: ${what}`, id);
  const durationMs = entry["durationMs"];
  const isDuration = typeof durationMs === "number" && durationMs >= 0 && durationMs < Infinity;
  if (!isDuration) wrong(`durationMs must be a number of at least 0, not ${shown(durationMs)}`);
  const origin = entry["durationOrigin"] ?? "given";
  if (!isOrigin(origin)) {
    wrong(`durationOrigin must be one of ${ORIGINS.join(", ")}, not ${shown(origin)}`);
  }
  const dependsOn = entry["dependsOn"] ?? [];
  const isIdList = isStringList(dependsOn);
  if (!isIdList) wrong(`dependsOn must be a list of ids, not ${shown(dependsOn)}`);
  const threads = entry["threads"] ?? undefined;
  if (threads !== undefined && !isCount(threads)) {
    wrong(`threads must be a whole number of at least 1 or absent, not ${shown(threads)}`);
  }
  const pool = entry["pool"] ?? undefined;
  if (pool !== undefined && typeof pool !== "string") {
    wrong(`pool must be a name or absent, not ${shown(pool)}`);
  }
  const kind = entry["kind"] ?? undefined;
  if (kind !== undefined && typeof kind !== "string") {
    wrong(`kind must be a string or absent, not ${shown(kind)}`);
  }
  const noSlot = entry["noSlot"] ?? false;
  if (typeof noSlot !== "boolean") wrong(`noSlot must be true or false, not ${shown(noSlot)}`);
  return {
    id,
    durationMs: isDuration ? durationMs : 0,
    durationOrigin: isOrigin(origin) ? origin : "given",
    dependsOn: isIdList ? [...new Set(dependsOn)] : [],
    ...(isCount(threads) ? { threads } : {}),
    ...(typeof kind === "string" ? { kind } : {}),
    ...(typeof pool === "string" ? { pool } : {}),
    ...(noSlot === true ? { noSlot } : {}),
  };
}

function checkReferences(tasks: readonly Task[], capacity: Capacity, report: Report): void {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const unlimited = new Set<string>();
  for (const task of tasks) {
    for (const parent of task.dependsOn) {
      if (byId.has(parent)) continue;
      report("error", `task ${task.id}: depends on unknown task ${parent}`, task.id);
    }
    const { pool } = task;
    if (pool !== undefined && !Object.hasOwn(capacity.pools, pool) && !unlimited.has(pool)) {
      unlimited.add(pool);
      const message = `task ${task.id}: pool ${pool} is not in capacity.pools; read as unlimited`;
      report("warning", message, task.id);
    }
  }
  const ids = tasks.map(({ id }) => id);
  const cycle = findCycle(ids, (id) => byId.get(id)?.dependsOn ?? []);
  if (cycle === undefined) return;
  const [first = ""] = cycle;
  const path = [...cycle, first].join(" → ");
  report("error", `task ${first} depends on itself: ${path}`, first);
}

function isFields(json: unknown): json is Fields {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

function isCount(json: unknown): json is number {
  return Number.isInteger(json) && Number(json) >= 1 && Number(json) <= LARGEST;
}

function isOrigin(json: unknown): json is DurationOrigin {
  return typeof json === "string" && ORIGINS.includes(json);
}

function isStringList(json: unknown): json is string[] {
  return Array.isArray(json) && json.every((item) => typeof item === "string");
}

/** A value as it stands in the file, cut to what fits into a message. */
function shown(json: unknown): string {
  if (json === undefined) return "nothing";
  const text = JSON.stringify(json) ?? String(json);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
