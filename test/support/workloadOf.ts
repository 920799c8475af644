/**
 * Workloads in one line: `"a:3 -> b:5, a -> c:2, b c -> d:4"`. A name with a cost is a task, an
 * arrow makes every task on its left a dependency of every task on its right. After the cost may
 * come `/2` (hint 2), `@dw` (pool dw) and `!` (takes no thread), e.g. `load:4/2@dw`.
 */
import type { Task, Workload } from "../../server/src/workload/workload";

interface Draft {
  durationMs: number;
  threads: number | undefined;
  pool: string | undefined;
  noSlot: boolean;
  readonly dependsOn: string[];
}

const TASK = /^([^\s:/@!]+)(?::(\d+(?:\.\d+)?))?(?:\/(\d+))?(?:@(\w+))?(!)?$/;

/** The workload that `notation` describes; a task without a cost anywhere takes 1 ms. */
export function workloadOf(notation: string, pools: Record<string, number> = {}): Workload {
  const drafts = new Map<string, Draft>();
  for (const chain of notation.split(",")) {
    let before: string[] = [];
    for (const group of chain.split("->")) {
      const names = group
        .trim()
        .split(/\s+/)
        .filter((word) => word !== "");
      const after = names.map((word) => declare(word, drafts));
      for (const id of after) drafts.get(id)?.dependsOn.push(...before);
      before = after;
    }
  }
  const tasks = [...drafts].map(
    ([id, { durationMs, threads, pool, noSlot, dependsOn }]): Task => ({
      id,
      durationMs,
      durationOrigin: "given",
      dependsOn,
      ...(threads === undefined ? {} : { threads }),
      ...(pool === undefined ? {} : { pool }),
      ...(noSlot ? { noSlot } : {}),
    }),
  );
  return { schema: "heddle.workload/1", name: "test", tasks, capacity: { threads: 2, pools } };
}

function declare(word: string, drafts: Map<string, Draft>): string {
  const match = TASK.exec(word);
  if (match === null) throw new Error(`workloadOf: cannot read ${word}`);
  const [, id = "", cost, hint, pool, noSlot] = match;
  const draft = drafts.get(id) ?? {
    durationMs: 1,
    threads: undefined,
    pool: undefined,
    noSlot: false,
    dependsOn: [],
  };
  if (cost !== undefined) draft.durationMs = Number(cost);
  if (hint !== undefined) draft.threads = Number(hint);
  if (pool !== undefined) draft.pool = pool;
  if (noSlot !== undefined) draft.noSlot = true;
  drafts.set(id, draft);
  return id;
}
