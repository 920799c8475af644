/**
 * Everything that is known of one node, gathered once for lens, hover, hints and explain. Takes
 * figures from the snapshot as they are; decides and words nothing.
 */
import type { Recommendation } from "../advise/recommendThreads";
import type { ModelDuration } from "../dbt/artifacts/modelDuration";
import type { DbtMacro, DbtNode } from "../dbt/project";
import type { Schedule, ScheduledTask } from "../schedule/schedule";
import type { Complexity } from "../sql/complexity";
import type { ProjectSnapshot } from "../workspace/snapshot";

export interface ModelFacts {
  readonly node: DbtNode;
  readonly isDisabled: boolean;
  readonly complexity?: Complexity;
  readonly recommendation?: Recommendation;
  readonly duration?: ModelDuration;
  /** Its place in today's run; absent for nodes that the run leaves out. */
  readonly run?: RunPlace;
}

/** A task's place in a schedule. */
export interface RunPlace {
  readonly schedule: Schedule;
  readonly task: ScheduledTask;
  /** 1-based place on the critical path; absent for tasks that are not on it. */
  readonly criticalIndex?: number;
}

/** Facts about an enabled or disabled node, for today's run. */
export function modelFacts(project: ProjectSnapshot, node: DbtNode): ModelFacts {
  const isDisabled = project.project.disabled.get(node.uniqueId) === node;
  if (isDisabled) return { node, isDisabled };
  const complexity = project.complexity(node.uniqueId);
  const recommendation = project.recommendation(node.uniqueId);
  const duration = project.durations().get(node.uniqueId);
  const run = runPlace(project.schedule(), node.uniqueId);
  return {
    node,
    isDisabled,
    ...(complexity && { complexity }),
    ...(recommendation && { recommendation }),
    ...(duration && { duration }),
    ...(run && { run }),
  };
}

const tasksById = new WeakMap<Schedule, ReadonlyMap<string, ScheduledTask>>();

/** The task of `id` in `schedule`; the first look-up in a schedule is O(n), later ones O(1). */
export function runPlace(schedule: Schedule, id: string): RunPlace | undefined {
  let tasks = tasksById.get(schedule);
  if (tasks === undefined) {
    tasks = new Map(schedule.tasks.map((task) => [task.id, task]));
    tasksById.set(schedule, tasks);
  }
  const task = tasks.get(id);
  if (task === undefined) return undefined;
  const index = schedule.criticalPath.indexOf(id);
  return { schedule, task, ...(index >= 0 && { criticalIndex: index + 1 }) };
}

/**
 * Whether what a macro says holds for one moment or target only: it reads the clock or the target,
 * as the rule `hint-varies-by-run` finds it.
 */
export function variesByRun(project: ProjectSnapshot, macro: string): boolean {
  for (const { name, file, nameSpan } of project.project.macros.values()) {
    if (name !== macro) continue;
    const found = project
      .problemsIn(file)
      .some(({ code, span }) => code === "hint-varies-by-run" && span.start === nameSpan.start);
    if (found) return true;
  }
  return false;
}

/** The macro that a call by its bare or last name means: that of the node's own package first. */
export function macroNamed(
  project: ProjectSnapshot,
  name: string,
  ownPackage: string,
): DbtMacro | undefined {
  const bare = name.slice(name.lastIndexOf(".") + 1);
  const named = [...project.project.macros.values()].filter((macro) => macro.name === bare);
  return named.find((macro) => macro.package === ownPackage) ?? named[0];
}

/** The node that `file` is, as opposed to nodes that it only configures; the first of several. */
export function nodeOfFile(project: ProjectSnapshot, file: string): DbtNode | undefined {
  return project.nodesIn(file).find((node) => node.file === file && isRunnable(node));
}

/** Kinds that a run or build gives a thread to and that people hint: not tests, not sources. */
export function isRunnable(node: DbtNode): boolean {
  return (
    node.resourceType === "model" ||
    node.resourceType === "snapshot" ||
    node.resourceType === "seed"
  );
}
