/** Further places of a finding about a hint: the nodes it reaches, and nearer settings. */
import type { Related } from "../../base/problem";
import type { DbtProject } from "../../dbt/project";
import { type HintSite, siteKey } from "../hintSites";
import { nodeSite } from "../places";

/** More related places than this say nothing new. */
const RELATED_LIMIT = 10;

/**
 * Nodes that `site` reaches, unless it is only the one whose file it stands in, and the places that
 * override it, each once with a node they decide.
 */
export function relatedNodes(project: DbtProject, site: HintSite): readonly Related[] {
  const related = new Map<string, Related>();
  for (const { name, hint } of site.overriddenFor) {
    if (related.size === RELATED_LIMIT) break;
    if (hint === undefined || related.has(siteKey(hint.origin))) continue;
    const { file, span, via } = hint.origin;
    related.set(siteKey(hint.origin), { file, span, message: `overridden for ${name} by ${via}` });
  }
  for (const node of site.nodes) {
    if (related.size === RELATED_LIMIT) break;
    if (node.file === site.origin.file) continue;
    related.set(node.uniqueId, { ...nodeSite(project, node), message: `reaches ${node.name}` });
  }
  return [...related.values()];
}
