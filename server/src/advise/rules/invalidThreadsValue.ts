/**
 * Finds thread hints that are no positive whole number, so that no one can follow them. One finding
 * per place, and one per macro where several places take the value from the same one.
 */
import type { DbtMacro, DbtProject, Json } from "../../dbt/project";
import { type HintSite, hintSites, isInstalledFile } from "../hintSites";
import { hintSpan } from "../hintSpan";
import { nameList, nodesCounted } from "../phrases";
import type { Finding, Rule } from "../rule";
import { relatedNodes } from "./relatedNodes";

export const invalidThreadsValue: Rule = {
  code: "invalid-threads-value",
  severity: "warning",
  title: "A thread hint is no positive whole number",

  *check({ project }) {
    const byMacro = new Map<DbtMacro, HintSite[]>();
    for (const site of hintSites(project)) {
      const { key, value, threads } = site;
      if (value === undefined || threads !== undefined) continue;
      // dbt 2 refuses the key whatever its value.
      if (key === "threads" && project.engine === "fusion") continue;
      const macro = macroOf(project, site);
      if (macro === undefined) yield single(project, site);
      else byMacro.set(macro, [...(byMacro.get(macro) ?? []), site]);
    }
    for (const [macro, sites] of byMacro) {
      const [site] = sites;
      if (site === undefined) continue;
      yield sites.length === 1 ? single(project, site, macro) : shared(project, sites, macro);
    }
  },
};

function single(project: DbtProject, site: HintSite, macro?: DbtMacro): Finding {
  const { origin, value = null, nodes } = site;
  const by = macro === undefined ? "" : ` from ${macro.name}()`;
  return {
    file: origin.file,
    span: hintSpan(project, origin),
    message: `threads is ${shown(value)}${by}, not a whole number from 1: ${nodesCounted(nodes)} ${
      nodes.length === 1 ? "has" : "have"
    } no hint.`,
    related: relatedNodes(project, site),
  };
}

/** At the macro that all of them call. */
function shared(project: DbtProject, sites: readonly HintSite[], macro: DbtMacro): Finding {
  const values = [...new Set(sites.map(({ value = null }) => shown(value)))];
  const nodes = sites.flatMap((site) => site.nodes);
  return {
    file: macro.file,
    span: macro.nameSpan,
    message: `threads is ${nameList(values)} from ${macro.name}(), not a whole number from 1: ${nodesCounted(nodes)} have no hint.`,
    related: sites.slice(0, MOST_RELATED).map(({ origin, value = null }) => ({
      file: origin.file,
      span: hintSpan(project, origin),
      message: `threads is ${shown(value)} here`,
    })),
  };
}

const MOST_RELATED = 10;

/** The one macro of that name in the project's own files. */
function macroOf(project: DbtProject, { origin }: HintSite): DbtMacro | undefined {
  const name = origin.via.replace(/\(\)$/, "").replace(/^.*\./, "");
  const named = [...project.macros.values()].filter((macro) => macro.name === name);
  return named.length === 1 && !isInstalledFile(named[0]!.file) ? named[0] : undefined;
}

function shown(value: Json): string {
  if (value === null) return "null";
  if (typeof value === "string") return value === "" ? "empty" : `the text "${clip(value)}"`;
  return clip(JSON.stringify(value));
}

function clip(text: string): string {
  return text.length > 40 ? `${text.slice(0, 37)}…` : text;
}
