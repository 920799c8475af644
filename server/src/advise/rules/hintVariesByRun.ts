/**
 * Finds macros that give hints which depend on the hour or the target: the figure in the editor
 * then holds for one moment only. One finding per macro that reads them.
 */
import type { DbtMacro, DbtProject } from "../../dbt/project";
import { configCallAt } from "../callArguments";
import { type HintSite, hintSites, isInstalledFile } from "../hintSites";
import { nodesCounted } from "../phrases";
import type { Rule } from "../rule";

const VARYING: readonly (readonly [RegExp, string])[] = [
  [/\brun_started_at\b|\bmodules\.datetime\b/, "the time of the run"],
  [/\btarget\s*\.\s*(?:name|type|schema|threads)\b/, "the target"],
];

/** Keys whose values may call a macro. */
const HINT_KEY = /\b(?:threads|meta)\b/;

export const hintVariesByRun: Rule = {
  code: "hint-varies-by-run",
  severity: "hint",
  title: "A macro's hint depends on the time or the target",

  readsText: (_, before, after) => [before, after].some(({ rawCode }) => HINT_KEY.test(rawCode)),

  *check({ project }) {
    const sites = new Map<string, { macro: DbtMacro; sites: HintSite[] }>();
    for (const site of hintSites(project)) {
      for (const macro of macrosOf(project, site)) {
        const entry = sites.get(macro.uniqueId) ?? { macro, sites: [] };
        sites.set(macro.uniqueId, entry);
        entry.sites.push(site);
      }
    }
    for (const { macro, sites: users } of sites.values()) {
      const causes = causesIn(project, macro);
      if (causes.length === 0 || isInstalledFile(macro.file)) continue;
      const nodes = users.flatMap((site) => site.nodes);
      yield {
        file: macro.file,
        span: macro.nameSpan,
        message: `${macro.name}() reads ${causes.join(" and ")}: the hint of ${nodesCounted(nodes)} changes from run to run. Set the clock and target that matter (--at, --target).`,
        related: users.slice(0, 10).map(({ origin, nodes: [node] }) => ({
          file: origin.file,
          span: origin.span,
          message: `decides the hint of ${node?.name}`,
        })),
      };
    }
  },
};

function causesIn(project: DbtProject, macro: DbtMacro): readonly string[] {
  const text = textOf(project, macro);
  return VARYING.filter(([pattern]) => pattern.test(text)).map(([, words]) => words);
}

function textOf(project: DbtProject, { file, span }: DbtMacro): string {
  return (project.files.get(file) ?? "").slice(span.start, span.end);
}

/** Macros that the hint's value calls, directly or through others. */
function macrosOf(project: DbtProject, { origin }: HintSite): readonly DbtMacro[] {
  const text = project.files.get(origin.file);
  const call = text === undefined ? undefined : configCallAt(text, origin.span.start);
  const hint = call?.items.find(({ name }) => name === "threads" || name === "meta");
  if (text === undefined || hint === undefined) return [];
  const found = new Map<string, DbtMacro>();
  const queue = called(project, text.slice(hint.valueSpan.start, hint.valueSpan.end));
  for (const macro of queue) {
    if (found.has(macro.uniqueId)) continue;
    found.set(macro.uniqueId, macro);
    queue.push(...called(project, textOf(project, macro)));
  }
  return [...found.values()];
}

function called(project: DbtProject, text: string): DbtMacro[] {
  const names = new Set([...text.matchAll(/\b([A-Za-z_]\w*)\s*\(/g)].map((match) => match[1]));
  return [...project.macros.values()].filter(({ name }) => names.has(name));
}
