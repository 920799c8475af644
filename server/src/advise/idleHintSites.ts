/**
 * `threads` keys of dbt_project.yml below which no model lies. They decide nothing, so that no node
 * leads to them; dbt 2 refuses the project all the same.
 */
import type { DbtProject } from "../dbt/project";
import type { YamlPath } from "../yaml/parseYaml";
import { entryOf, isYamlMap, type YamlMap } from "../yaml/values";
import { type HintSite, hintSites } from "./hintSites";
import { yamlDocument } from "./yamlDocuments";

const FILE = "dbt_project.yml";
/** Sections whose nodes can have a hint. */
const SECTIONS = ["models", "seeds", "snapshots"];

/** In text order. O(keys of dbt_project.yml × sites in it). */
export function idleHintSites(project: DbtProject): readonly HintSite[] {
  const document = yamlDocument(project, FILE);
  if (document === undefined || !isYamlMap(document.value)) return [];
  const used = [...hintSites(project).map(({ origin }) => origin), ...disabledOrigins(project)]
    .filter(({ file }) => file === FILE)
    .map(({ span }) => span.start);
  const paths: YamlPath[] = [];
  for (const section of SECTIONS) {
    const tree = entryOf(document.value, section);
    if (isYamlMap(tree)) collect(tree, [section], paths);
  }
  const sites = new Map<number, HintSite>();
  for (const path of paths) {
    const span = document.keySpan(path);
    const { end } = document.valueSpan(path);
    if (used.some((start) => start >= span.start && start <= end)) continue;
    const via = path.join(" › ");
    sites.set(span.start, {
      origin: { file: FILE, span, via },
      key: "threads",
      nodes: [],
      overriddenFor: [],
    });
  }
  return [...sites.values()];
}

/** Hints of disabled models are hint-on-disabled's business. */
function disabledOrigins({ disabled }: DbtProject) {
  return [...disabled.values()].flatMap(({ hint }) =>
    hint === undefined ? [] : [hint.origin, ...hint.overridden],
  );
}

function collect(tree: YamlMap, path: readonly string[], found: YamlPath[]): void {
  for (const [key, value] of Object.entries(tree)) {
    const own = [...path, key];
    if (isYamlMap(value)) {
      if (!key.startsWith("+")) collect(value, own, found);
    } else if (key === "threads" || key === "+threads") found.push(own);
  }
}
