/**
 * Finds hooks with Postgres' memory settings in projects of other databases, where the statement
 * fails or sets nothing that anyone reads. One finding per place that sets the hook.
 */
import type { ConfigOrigin, DbtNode } from "../../dbt/project";
import { isInstalledFile, siteKey } from "../hintSites";
import { hookTexts } from "../hooks";
import { POSTGRES_KIN } from "../memoryAdvice";
import { nodesCounted } from "../phrases";
import { nodeSite } from "../places";
import type { Rule } from "../rule";

const SETTING =
  /\bset\s+(?:local\s+|session\s+)?(work_mem|temp_buffers|hash_mem_multiplier|maintenance_work_mem|random_page_cost)\b/i;

export const memorySettingOfPostgres: Rule = {
  code: "memory-setting-of-postgres",
  severity: "warning",
  title: "A hook sets Postgres' memory in another database",

  *check({ project }) {
    const { adapter } = project;
    if (adapter === null || POSTGRES_KIN.has(adapter)) return;
    const places = new Map<
      string,
      { origin: Omit<ConfigOrigin, "via">; setting: string; nodes: DbtNode[] }
    >();
    for (const node of project.nodes.values()) {
      const setting = hookTexts(node.config["pre-hook"]).map((sql) => SETTING.exec(sql)?.[1]);
      const name = setting.find((found) => found !== undefined);
      if (name === undefined) continue;
      const origin = node.origins.get("pre-hook") ?? nodeSite(project, node);
      if (isInstalledFile(origin.file)) continue;
      const key = siteKey({ ...origin, via: "" });
      const entry = places.get(key) ?? { origin, setting: name.toLowerCase(), nodes: [] };
      places.set(key, entry);
      entry.nodes.push(node);
    }
    for (const { origin, setting, nodes } of places.values()) {
      yield {
        file: origin.file,
        span: origin.span,
        message: `${adapter} has no ${setting}: this hook of ${nodesCounted(nodes)} fails or does nothing. docs/advice.md lists what ${adapter} has instead.`,
      };
    }
  },
};
