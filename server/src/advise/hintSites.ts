/**
 * The places where thread hints are written, each once, with the nodes it decides. Rules speak
 * about places rather than nodes, so that one folder key is one finding.
 */
import { compareText } from "../base/problem";
import type { ConfigOrigin, DbtNode, DbtProject, ThreadsHint } from "../dbt/project";

export interface HintSite {
  readonly origin: ConfigOrigin;
  readonly key: ThreadsHint["key"];
  /** As resolved; absent for a place that decides nothing. */
  readonly value?: ThreadsHint["value"];
  /** Absent where the value is not usable, and for a place that decides nothing. */
  readonly threads?: number;
  /** Nodes whose hint comes from here, in id order. */
  readonly nodes: readonly DbtNode[];
  /** Nodes for which another place overrides this one. */
  readonly overriddenFor: readonly DbtNode[];
}

const known = new WeakMap<DbtProject, readonly HintSite[]>();

/**
 * Sites of the project's own files, sorted by place; those of installed packages are not the
 * user's to change. Includes places that every node overrides. O(nodes).
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

interface Draft {
  readonly origin: ConfigOrigin;
  readonly key: ThreadsHint["key"];
  hint: ThreadsHint | undefined;
  readonly nodes: DbtNode[];
  readonly overriddenFor: DbtNode[];
}

function collectSites(project: DbtProject): readonly HintSite[] {
  const sites = new Map<string, Draft>();
  const siteOf = (origin: ConfigOrigin, key: ThreadsHint["key"]): Draft | undefined => {
    if (isInstalledFile(origin.file)) return undefined;
    const id = siteKey(origin);
    let site = sites.get(id);
    if (site === undefined) {
      site = { origin, key, hint: undefined, nodes: [], overriddenFor: [] };
      sites.set(id, site);
    }
    return site;
  };
  for (const node of project.nodes.values()) {
    const { hint } = node;
    if (hint === undefined) continue;
    const site = siteOf(hint.origin, hint.key);
    if (site !== undefined) {
      site.hint ??= hint;
      site.nodes.push(node);
    }
    for (const origin of hint.overridden) {
      siteOf(origin, keyAt(project, origin))?.overriddenFor.push(node);
    }
  }
  return [...sites.values()].map(siteFrom).sort((a, b) => compareSites(a.origin, b.origin));
}

function siteFrom({ origin, key, hint, nodes, overriddenFor }: Draft): HintSite {
  const threads = hint?.threads;
  return {
    origin,
    key: hint?.key ?? key,
    ...(hint !== undefined && { value: hint.value }),
    ...(threads !== undefined && { threads }),
    nodes,
    overriddenFor,
  };
}

/** Which key a place that lost was written under; what begins with `meta` is one of the others. */
function keyAt(project: DbtProject, { file, span }: ConfigOrigin): ThreadsHint["key"] {
  const written = project.files.get(file)?.slice(span.start, span.end) ?? "";
  return /^['"]?\+?meta/.test(written) ? "meta.threads" : "threads";
}

function compareSites(a: ConfigOrigin, b: ConfigOrigin): number {
  return compareText(a.file, b.file) || a.span.start - b.span.start;
}
