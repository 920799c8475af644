/** Further places of a finding about a hint: where nearer settings take over. */
import type { Related } from "../../base/problem";
import { type HintSite, siteKey } from "../hintSites";

/** More related places than this say nothing new. */
const RELATED_LIMIT = 10;

/** Places that override `site`, each once, with the node they decide. */
export function overriddenRelated(site: HintSite): readonly Related[] {
  const related = new Map<string, Related>();
  for (const { name, hint } of site.overriddenFor) {
    if (hint === undefined || related.size === RELATED_LIMIT) break;
    const { file, span, via } = hint.origin;
    const message = `overridden for ${name} by ${via}`;
    if (!related.has(siteKey(hint.origin)))
      related.set(siteKey(hint.origin), { file, span, message });
  }
  return [...related.values()];
}
