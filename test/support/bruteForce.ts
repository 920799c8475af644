/**
 * The shortest schedule of a small workload by trying every choice, idling included: at the start
 * and at every end, any set of ready tasks that fits may start. Exponential; for up to 7 tasks.
 */
import type { HintMeaning } from "../../server/src/schedule/schedule";
import type { Task, Workload } from "../../server/src/workload/workload";

/** Best possible makespan in ms. Starting only at ends of others loses nothing (left shift). */
export function bestMakespan(workload: Workload, threads: number, hints: HintMeaning): number {
  const { tasks, capacity } = workload;
  const indexOf = new Map(tasks.map((task, index) => [task.id, index]));
  const fits = (running: readonly Task[]) => areTogether(running, threads, hints, capacity.pools);
  const known = new Map<string, number>();

  const search = (ended: number, running: readonly (readonly [number, number])[]): number => {
    const key = `${ended}:${running.map(([index, left]) => `${index}=${left}`).join()}`;
    const seen = known.get(key);
    if (seen !== undefined) return seen;
    let best = Infinity;
    const busy = new Set(running.map(([index]) => index));
    const ready = tasks.flatMap((task, index) =>
      (ended & (1 << index)) === 0 &&
      !busy.has(index) &&
      task.dependsOn.every((id) => (ended & (1 << indexOf.get(id)!)) !== 0)
        ? [index]
        : [],
    );
    for (let chosen = 0; chosen < 1 << ready.length; chosen++) {
      const started = ready.filter((_, at) => (chosen & (1 << at)) !== 0);
      const all = [
        ...running,
        ...started.map((index) => [index, tasks[index]!.durationMs] as const),
      ];
      if (all.length === 0 || !fits(all.map(([index]) => tasks[index]!))) continue;
      const step = Math.min(...all.map(([, left]) => left));
      const next = all.flatMap(([index, left]) =>
        left > step ? [[index, left - step] as const] : [],
      );
      let after = ended;
      for (const [index, left] of all) if (left === step) after |= 1 << index;
      const rest = after === (1 << tasks.length) - 1 ? 0 : search(after, next);
      best = Math.min(best, step + rest);
    }
    known.set(key, best);
    return best;
  };
  return tasks.length === 0 ? 0 : search(0, []);
}

function areTogether(
  running: readonly Task[],
  threads: number,
  hints: HintMeaning,
  pools: Readonly<Record<string, number>>,
): boolean {
  const onThreads = running.filter((task) => task.noSlot !== true);
  const countBy = (name: string) => running.filter((task) => task.pool === name).length;
  if (Object.entries(pools).some(([name, limit]) => countBy(name) > limit)) return false;
  if (hints === "slots") {
    const width = (task: Task) => Math.min(task.threads ?? 1, threads);
    return onThreads.reduce((sum, task) => sum + width(task), 0) <= threads;
  }
  if (onThreads.length > threads) return false;
  if (hints === "ignored") return true;
  return onThreads.every(({ threads: hint }) => {
    if (hint === undefined) return true;
    const others = hints === "seats" ? onThreads.filter((o) => o.threads === hint) : onThreads;
    return others.length <= hint;
  });
}
