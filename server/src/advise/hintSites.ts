/**
 * The places where thread hints are written, each once, with the nodes it decides. Rules speak
 * about places rather than nodes, so that one folder key is one finding.
 */
import { compareText } from "../base/problem";
import type { ConfigOrigin, DbtNode, DbtProject, ThreadsHint } from "../dbt/project";

export interface HintSite {
  readonly origin: ConfigOrigin;
  readonly key: ThreadsHint["key"];
  readonly value: ThreadsHint["value"];
  /** Absent where the value is not usable. */
  readonly threads?: number;
  /** Nodes whose hint comes from here, in id order. */
  readonly nodes: readonly DbtNode[];
  /** Nodes for which another place overrides this one. */
  readonly overriddenFor: readonly DbtNode[];
}

const known = new WeakMap<DbtProject, readonly HintSite[]>();

/**
 * Sites of the project's own files, sorted by place; those of installed packages are not the
 * user's to change. A site whose macro gives several values counts once per value. O(nodes).
 */
export function hintSites(project: DbtProject): readonly HintSite[] {
  const found = known.get(project) ?? collectSites(project);
  known.set(project, found);
  return found;
}

/** Identity of a place. */
export function siteKey({ file, span }: ConfigOrigin): string {
  return `${file}:${span.start}:${span.end}`;
}

/** True for files that `dbt deps` installed. */
export function isInstalledFile(file: string): boolean {
  return file.startsWith("dbt_packages/") || file.startsWith("dbt_modules/");
}

function collectSites(project: DbtProject): readonly HintSite[] {
  const sites = new Map<string, { hint: ThreadsHint; nodes: DbtNode[] }>();
  const overridden = new Map<string, DbtNode[]>();
  for (const node of project.nodes.values()) {
    if (node.hint === undefined) continue;
    for (const origin of node.hint.overridden) {
      const key = siteKey(origin);
      const nodes = overridden.get(key) ?? [];
      nodes.push(node);
      overridden.set(key, nodes);
    }
    if (isInstalledFile(node.hint.origin.file)) continue;
    const key = `${siteKey(node.hint.origin)}=${JSON.stringify(node.hint.value)}`;
    const site = sites.get(key);
    if (site === undefined) sites.set(key, { hint: node.hint, nodes: [node] });
    else site.nodes.push(node);
  }
  return [...sites.values()]
    .map(
      ({ hint, nodes }): HintSite => ({
        origin: hint.origin,
        key: hint.key,
        value: hint.value,
        ...(hint.threads !== undefined && { threads: hint.threads }),
        nodes,
        overriddenFor: overridden.get(siteKey(hint.origin)) ?? [],
      }),
    )
    .sort(
      (a, b) =>
        compareText(a.origin.file, b.origin.file) || a.origin.span.start - b.origin.span.start,
    );
}
