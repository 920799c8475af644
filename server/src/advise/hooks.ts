/**
 * The SQL of a node's hooks, with the place that set them. Knows the forms in which dbt takes a
 * hook (a text, a mapping with `sql`, a list of either), not what the SQL does.
 */
import type { DbtNode, DbtProject, Json, Site } from "../dbt/project";
import { isInstalledFile } from "./hintSites";
import { nodeSite } from "./places";

const HOOK_KEYS = ["pre-hook", "post-hook"] as const;
export type HookKey = (typeof HOOK_KEYS)[number];

export interface Hook {
  readonly node: DbtNode;
  readonly key: HookKey;
  readonly sql: string;
  readonly site: Site;
}

/** Every hook of the nodes that a run builds, in node order; hooks that packages set are theirs. */
export function* hooksOf(project: DbtProject): Generator<Hook> {
  for (const node of project.nodes.values()) {
    for (const key of HOOK_KEYS) {
      const hooks = node.config[key];
      // Nearly no node has any, and this is asked of all of them after an edit.
      if (hooks === undefined || (Array.isArray(hooks) && hooks.length === 0)) continue;
      const texts = hookTexts(hooks);
      if (texts.length === 0) continue;
      const { file, span } = node.origins.get(key) ?? nodeSite(project, node);
      if (isInstalledFile(file)) continue;
      for (const sql of texts) yield { node, key, sql, site: { file, span } };
    }
  }
}

/** The SQL of hooks, which are texts or mappings with `sql`. */
export function hookTexts(hooks: Json | undefined): readonly string[] {
  if (typeof hooks === "string") return [hooks];
  if (Array.isArray(hooks)) return hooks.flatMap((hook: Json) => hookTexts(hook));
  const sql = typeof hooks === "object" && hooks !== null && "sql" in hooks ? hooks["sql"] : null;
  return typeof sql === "string" ? [sql] : [];
}

/** Statements of a hook without comments; a hook may hold several. */
export function statementsOf(sql: string): readonly string[] {
  return sql
    .replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, " ")
    .split(";")
    .map((statement) => statement.replace(/\s+/g, " ").trim())
    .filter((statement) => statement !== "");
}
