/**
 * The fix that takes a hint from a key that no dbt knows to `meta.heddle.threads`, the one place
 * that every dbt accepts. Says whether anything could change by it.
 */
import type { Fix, TextEdit } from "../base/problem";
import type { DbtProject } from "../dbt/project";
import { type HintSite, hintSites, siteKey } from "./hintSites";
import { hintSpan } from "./hintSpan";
import { moveHintInCall } from "./moveHintInCall";
import { moveHintInYaml } from "./moveHintInYaml";
import { isYamlFile, yamlDocument } from "./yamlDocuments";

/**
 * Fix for one site; undefined where the text cannot be edited safely. Hints that override this one
 * by `threads` or `meta.threads` move along, as `meta.heddle.threads` would otherwise win over them.
 */
export function moveHintFix(project: DbtProject, site: HintSite): Fix | undefined {
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

function moveEdits(project: DbtProject, site: HintSite): readonly TextEdit[] | undefined {
  if (site.key === "meta.threads") return moveWithinMeta(project, site);
  const { file, span } = site.origin;
  if (isYamlFile(file)) {
    const document = yamlDocument(project, file);
    return document && moveHintInYaml(file, document, span.start);
  }
  const text = project.files.get(file);
  return text === undefined ? undefined : moveHintInCall(file, text, span.start);
}

/** `threads: 3` in a `meta` becomes `heddle: {threads: 3}` there; the same text in Jinja and YAML. */
function moveWithinMeta(project: DbtProject, site: HintSite): readonly TextEdit[] | undefined {
  if (hasOtherHeddleMeta(site)) return undefined;
  const { file } = site.origin;
  const span = hintSpan(project, site.origin);
  const written = project.files.get(file)?.slice(span.start, span.end) ?? "";
  const quote = ENTRY.exec(written)?.[1];
  if (quote === undefined) return undefined;
  const at = (offset: number) => ({ start: offset, end: offset });
  return [
    { file, span: at(span.start), newText: `${quote}heddle${quote}: {` },
    { file, span: at(span.end), newText: "}" },
  ];
}

/** One entry on one line, whose value may stand within braces. */
const ENTRY = /^(['"]?)threads\1\s*:\s*(?:[\w.+-]+|"(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*')$/;

/** Every site that overrides this one, or one that moves along, without `heddle` already. */
function overridingSites(project: DbtProject, site: HintSite): readonly HintSite[] {
  const found = new Map<string, HintSite>([[siteKey(site.origin), site]]);
  const queue = [site];
  for (const { overriddenFor } of queue) {
    if (overriddenFor.length === 0) continue;
    const ids = new Set(overriddenFor.map((node) => node.uniqueId));
    for (const other of hintSites(project)) {
      const key = siteKey(other.origin);
      if (other.key === "meta.heddle.threads" || found.has(key)) continue;
      if (!other.nodes.some((node) => ids.has(node.uniqueId))) continue;
      found.set(key, other);
      queue.push(other);
    }
  }
  return [...found.values()].slice(1);
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
