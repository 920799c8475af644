/**
 * Finds runs in which models that run at the same time may together take more memory than the
 * database server has. One finding per project, at the hungriest of them. Silent until heddle.yml
 * names the server's memory.
 */
import type { DbtNode } from "../../dbt/project";
import type { ScheduledTask } from "../../schedule/schedule";
import { formatBytes, type HookMemory, hookMemory } from "../hookMemory";
import { hookTexts } from "../hooks";
import { counted, nameList } from "../phrases";
import { nodeSite } from "../places";
import type { Rule } from "../rule";

interface Hungry {
  readonly task: ScheduledTask;
  readonly node: DbtNode;
  readonly memory: HookMemory;
}

export const memoryAboveServer: Rule = {
  code: "memory-above-server",
  severity: "warning",
  title: "Models that run together may take more memory than the server has",
  advice: "heuristic",

  *check(input) {
    const { project, options } = input;
    const limit = options.serverMemoryBytes;
    const schedule = limit === undefined ? undefined : input.schedule();
    if (limit === undefined || schedule === undefined) return;
    const hungry = schedule.tasks.flatMap((task): readonly Hungry[] => {
      const node = project.nodes.get(task.id);
      const memory = node && hookMemory(hookTexts(node.config["pre-hook"]));
      // One that is too large alone is another rule's finding.
      return node === undefined || memory === undefined || memory.bytes > limit
        ? []
        : [{ task, node, memory }];
    });
    const together = hungriestMoment(hungry);
    const bytes = sumOf(together);
    const first = together[0];
    if (first === undefined || bytes <= limit) return;
    const { file, span } = first.node.origins.get("pre-hook") ?? nodeSite(project, first.node);
    const fitting = fittingCount(together, limit);
    yield {
      file,
      span,
      message: `${nameList(together.map(({ node }) => node.name))} run at once and may take ${formatBytes(bytes)} (${first.memory.words} each step), but the server has ${formatBytes(limit)} (heddle.yml). It holds ${counted(fitting, "such model")} at a time: give them the hint ${fitting}, or lower work_mem.`,
      related: together.slice(1, 11).map(({ node, memory }) => ({
        ...nodeSite(project, node),
        message: `${node.name}: ${formatBytes(memory.bytes)}`,
      })),
    };
  },
};

/** The tasks of the moment at which they may take most, the hungriest first. O(n²) in hungry ones. */
function hungriestMoment(hungry: readonly Hungry[]): readonly Hungry[] {
  let most: readonly Hungry[] = [];
  for (const { task } of hungry) {
    const beside = hungry.filter(
      (other) => other.task.startMs <= task.startMs && task.startMs < other.task.endMs,
    );
    if (sumOf(beside) > sumOf(most)) most = beside;
  }
  return [...most].sort((a, b) => b.memory.bytes - a.memory.bytes);
}

function sumOf(hungry: readonly Hungry[]): number {
  return hungry.reduce((sum, { memory }) => sum + memory.bytes, 0);
}

/** How many of them fit, taking the largest first so that any such number does. */
function fittingCount(hungry: readonly Hungry[], limit: number): number {
  let left = limit;
  let count = 0;
  for (const { memory } of hungry) {
    left -= memory.bytes;
    if (left < 0) break;
    count++;
  }
  return Math.max(1, count);
}
