/**
 * Finds hooks that run `vacuum` inside a transaction on Postgres, where it fails. Hooks are inside
 * unless they say `transaction: false`. Source: dbt-core 1.11 `contracts` of hooks; PostgreSQL.
 */
import type { DbtNode, Json } from "../../dbt/project";
import { isInstalledFile } from "../hintSites";
import { nodesCounted } from "../phrases";
import { nodeSite } from "../places";
import type { Rule } from "../rule";

const VACUUM = /^\s*vacuum\b/i;
const KEYS = ["pre-hook", "post-hook"];

export const vacuumInsideTransaction: Rule = {
  code: "vacuum-inside-transaction",
  severity: "warning",
  title: "A hook runs vacuum inside a transaction",

  *check({ project }) {
    if (project.adapter !== "postgres") return;
    const places = new Map<string, { site: ReturnType<typeof nodeSite>; nodes: DbtNode[] }>();
    for (const node of project.nodes.values()) {
      const key = KEYS.find((hooks) => hasInnerVacuum(node.config[hooks]));
      if (key === undefined) continue;
      const { file, span } = node.origins.get(key) ?? nodeSite(project, node);
      if (isInstalledFile(file)) continue;
      const id = `${file}:${span.start}`;
      const place = places.get(id) ?? { site: { file, span }, nodes: [] };
      places.set(id, place);
      place.nodes.push(node);
    }
    for (const { site, nodes } of places.values()) {
      yield {
        ...site,
        message: `vacuum cannot run inside a transaction: this hook fails for ${nodesCounted(nodes)}. Write it as {"sql": "vacuum …", "transaction": false}.`,
      };
    }
  },
};

function hasInnerVacuum(hooks: Json | undefined): boolean {
  if (typeof hooks === "string") return isInnerVacuum(hooks);
  if (Array.isArray(hooks)) return hooks.some((hook: Json) => hasInnerVacuum(hook));
  if (typeof hooks !== "object" || hooks === null || !("sql" in hooks)) return false;
  return (
    hooks["transaction"] !== false &&
    typeof hooks["sql"] === "string" &&
    isInnerVacuum(hooks["sql"])
  );
}

/** A hook may be a JSON text with its own `transaction`. */
function isInnerVacuum(hook: string): boolean {
  if (VACUUM.test(hook)) return true;
  return (
    /^\s*\{.*"sql"\s*:\s*"\s*vacuum\b/is.test(hook) && !/"transaction"\s*:\s*false/i.test(hook)
  );
}
