/**
 * Finds pre-hooks that let one model alone take more memory than the database server has. One
 * finding per place that sets the hook. Silent until heddle.yml names the server's memory.
 */
import type { DbtNode } from "../../dbt/project";
import { formatBytes, hookMemory } from "../hookMemory";
import { type Hook, hooksOf, hookTexts } from "../hooks";
import { nodesCounted } from "../phrases";
import type { Rule } from "../rule";

export const hookMemoryAboveServer: Rule = {
  code: "hook-memory-above-server",
  severity: "warning",
  title: "A hook lets one model take more memory than the server has",
  advice: "heuristic",

  *check({ project, options }) {
    const limit = options.serverMemoryBytes;
    if (limit === undefined) return;
    const places = new Map<string, { readonly hook: Hook; readonly nodes: Set<DbtNode> }>();
    for (const hook of hooksOf(project)) {
      const memory = hookMemory(hookTexts(hook.node.config["pre-hook"]));
      if (hook.key !== "pre-hook" || memory === undefined || memory.bytes <= limit) continue;
      const id = `${hook.site.file}:${hook.site.span.start}`;
      const place = places.get(id) ?? { hook, nodes: new Set() };
      places.set(id, place);
      place.nodes.add(hook.node);
    }
    for (const { hook, nodes } of places.values()) {
      const memory = hookMemory(hookTexts(hook.node.config["pre-hook"]));
      if (memory === undefined) continue;
      yield {
        ...hook.site,
        message: `${memory.words} = ${formatBytes(memory.bytes)} for one step of ${nodesCounted([...nodes])}, and the server has ${formatBytes(limit)} (heddle.yml). Lower work_mem, or the server runs out of memory.`,
      };
    }
  },
};
