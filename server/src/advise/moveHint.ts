/**
 * The fix that takes a hint from a key that no dbt knows to `meta.heddle.threads`, the one place
 * that every dbt accepts. Says whether anything could change by it.
 */
import type { Fix, TextEdit } from "../base/problem";
import type { DbtProject } from "../dbt/project";
import { type HintSite, hintSites, siteKey } from "./hintSites";
import { moveHintInCall } from "./moveHintInCall";
import { moveHintInYaml } from "./moveHintInYaml";
import { isYamlFile, yamlDocument } from "./yamlDocuments";

/**
 * Fix for one site; undefined where the text cannot be edited safely. Hints that override this one
 * by the same key move along, as `meta.heddle.threads` would otherwise win over them.
 */
export function moveHintFix(project: DbtProject, site: HintSite): Fix | undefined {
  if (isOverriddenByMeta(site)) return undefined;
  const overriding = overridingSites(project, site);
  const edits: TextEdit[] = [];
  for (const each of [site, ...overriding]) {
    const own = moveEdits(project, each);
    if (own === undefined) return undefined;
    edits.push(...own);
  }
  const along =
    overriding.length === 0
      ? ""
      : ` with the ${overriding.length === 1 ? "one that overrides" : `${overriding.length} that override`} it`;
  return {
    title: `Move the hint to meta.heddle.threads${along}`,
    preferred: isReached(site) && !isThreadsRead(project) && !hasOtherHeddleMeta(site),
    edits,
  };
}

/** Where others override a hint for all, moving it could make it win; one that reaches none cannot. */
function isReached({ nodes, overriddenFor }: HintSite): boolean {
  return nodes.length > 0 || overriddenFor.length === 0;
}

function moveEdits(project: DbtProject, { origin }: HintSite): readonly TextEdit[] | undefined {
  const { file, span } = origin;
  if (isYamlFile(file)) {
    const document = yamlDocument(project, file);
    return document && moveHintInYaml(file, document, span.start);
  }
  const text = project.files.get(file);
  return text === undefined ? undefined : moveHintInCall(file, text, span.start);
}

/** A nearer `meta.threads` wins over `threads`, and would lose to what is written in its place. */
function isOverriddenByMeta({ overriddenFor }: HintSite): boolean {
  return overriddenFor.some(({ hint }) => hint?.key === "meta.threads");
}

function overridingSites(project: DbtProject, site: HintSite): readonly HintSite[] {
  if (site.overriddenFor.length === 0) return [];
  const ids = new Set(site.overriddenFor.map((node) => node.uniqueId));
  const found = new Map<string, HintSite>();
  for (const other of hintSites(project)) {
    if (other.key !== "threads" || siteKey(other.origin) === siteKey(site.origin)) continue;
    if (other.nodes.some((node) => ids.has(node.uniqueId))) found.set(siteKey(other.origin), other);
  }
  return [...found.values()];
}

const THREADS_READ =
  /(?<!\w)config\s*(?:\.\s*(?:get|require)\(\s*['"]threads['"]|\.\s*threads\b|\[\s*['"]threads['"])/;
/** A variable of that name hides dbt's `config`. */
const CONFIG_VARIABLE = /\{%-?\s*set\s+config\s*=/;
const known = new WeakMap<DbtProject, boolean>();

/** True where the project's own SQL or macros read the key that would go. */
function isThreadsRead(project: DbtProject): boolean {
  let isRead = known.get(project);
  if (isRead === undefined) {
    isRead = false;
    for (const text of project.files.values()) {
      if (!text.includes("threads") || CONFIG_VARIABLE.test(text)) continue;
      isRead = THREADS_READ.test(text);
      if (isRead) break;
    }
    known.set(project, isRead);
  }
  return isRead;
}

/** `meta` merges by its top keys only: a nearer `heddle` would hide what a farther one says. */
function hasOtherHeddleMeta({ nodes }: HintSite): boolean {
  return nodes.some(({ config }) => {
    const meta = config["meta"];
    return typeof meta === "object" && meta !== null && Object.hasOwn(meta, "heddle");
  });
}
