/**
 * Finds a model that all other threads idle for: it waits for one last parent, nothing else can
 * run meanwhile, and once it is done several models can. One finding per such gate.
 */
import { formatDuration } from "../../base/duration";
import type { ScheduledTask } from "../../schedule/schedule";
import { hasEvidence } from "../evidence";
import { durationBasis } from "../phrases";
import { refSite } from "../places";
import type { Rule } from "../rule";

const FEWEST_THREADS = 3;
/** Fewer parents are a chain, of which `serial-chain` speaks. */
const FEWEST_PARENTS = 3;
const FEWEST_CHILDREN = 2;
/** Share of the run that the wait must take. */
const WORTH_SHARE = 0.1;
/** From here on the run is one chain and `serial-chain` says so. */
const CHAIN_SHARE = 0.9;

export const fanInStarvesThreads: Rule = {
  code: "fan-in-starves-threads",
  severity: "information",
  title: "All threads but one wait for one parent of a model",
  advice: "simulated",

  *check(input) {
    const schedule = input.schedule();
    if (schedule === undefined || schedule.threads < FEWEST_THREADS || !hasEvidence(input)) return;
    const { tasks, makespanMs, criticalPathMs, threads } = schedule;
    if (criticalPathMs >= makespanMs * CHAIN_SHARE) return;
    const byId = new Map(tasks.map((task) => [task.id, task]));
    const children = childCounts(input.workload()?.tasks ?? []);
    const busy = tasks.filter(({ thread }) => thread >= 0);
    for (const gate of tasks) {
      const node = input.project.nodes.get(gate.id);
      if (node === undefined || (children.get(gate.id) ?? 0) < FEWEST_CHILDREN) continue;
      const parents = node.dependsOn
        .flatMap((id) => byId.get(id) ?? [])
        .sort((a, b) => b.endMs - a.endMs);
      const [last] = parents;
      if (last === undefined || parents.length < FEWEST_PARENTS) continue;
      const worthMs = makespanMs * WORTH_SHARE;
      // Nearly no task is that long, and looking at all others beside each costs n × n.
      if (last.endMs - last.startMs < worthMs) continue;
      const aloneMs = last.endMs - aloneSince(last, busy);
      if (aloneMs < worthMs) continue;
      const parent = input.project.nodes.get(last.id)?.name ?? last.id;
      yield {
        ...refSite(input.project, node, last.id),
        message: `${node.name} waits for ${parent} alone while ${threads - 1} of ${threads} threads idle for ${formatDuration(aloneMs)}: its other ${parents.length - 1} parents are done. A faster ${parent}, or a ${node.name} that does without it, lets them work (${durationBasis(input)}).`,
      };
    }
  },
};

/** From when on nothing but `task` runs; its end where something runs as long as it does. */
function aloneSince(task: ScheduledTask, busy: readonly ScheduledTask[]): number {
  return busy.reduce((since, other) => {
    const isBeside = other !== task && other.startMs < task.endMs;
    return isBeside ? Math.max(since, Math.min(other.endMs, task.endMs)) : since;
  }, task.startMs);
}

function childCounts(
  tasks: readonly { readonly dependsOn: readonly string[] }[],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { dependsOn } of tasks) {
    for (const parent of dependsOn) counts.set(parent, (counts.get(parent) ?? 0) + 1);
  }
  return counts;
}
