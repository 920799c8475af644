/**
 * Finds keys of dbt_project.yml that lack their `+`: a mapping is then read as a folder and says
 * nothing; another value works in dbt-core (MissingPlusPrefixDeprecation) and not in dbt 2.
 * Source: dbt-core 1.11 `context/context_config.py`, `_project_configs`.
 */
import type { DbtProject } from "../../dbt/project";
import { parseYaml, type YamlDocument, type YamlPath } from "../../yaml/parseYaml";
import { isYamlMap, type YamlMap } from "../../yaml/values";
import { counted } from "../phrases";
import type { Finding, Rule } from "../rule";
import { isSchemaChecked } from "../schemaChecks";

const FILE = "dbt_project.yml";
/** Sections of dbt_project.yml that hold configuration trees. */
const SECTIONS = ["models", "seeds", "snapshots", "tests", "data_tests", "unit_tests", "sources"];
/** Config keys whose value is a mapping. */
const MAPPING_KEYS: ReadonlySet<string> = new Set(
  "meta docs persist_docs grants contract column_types quoting labels freshness".split(" "),
);

export const folderKeyWithoutPlus: Rule = {
  code: "folder-key-without-plus",
  severity: "information",
  title: "A config key of dbt_project.yml lacks its +",

  *check({ project }) {
    const text = project.files.get(FILE);
    if (text === undefined) return;
    const document = parseYaml(text);
    if (!isYamlMap(document.value)) return;
    const plain: YamlPath[] = [];
    const lost: YamlPath[] = [];
    for (const section of SECTIONS) {
      const tree = document.value[section];
      if (isYamlMap(tree)) collect(project, tree, [section], plain, lost);
    }
    for (const path of onePerPlace(document, lost)) yield lostFinding(document, path);
    const places = onePerPlace(document, plain);
    if (places.length > 0) yield plainFinding(project, document, places);
  },
};

/** Paths through an alias lead to the keys of its anchor. */
function onePerPlace(document: YamlDocument, paths: readonly YamlPath[]): readonly YamlPath[] {
  const places = new Map(paths.map((path) => [document.keySpan(path).start, path]));
  return [...places.values()];
}

function collect(
  project: DbtProject,
  tree: YamlMap,
  path: readonly string[],
  plain: YamlPath[],
  lost: YamlPath[],
): void {
  for (const [key, value] of Object.entries(tree)) {
    // A threads key has a rule of its own, whose fix moves it.
    if (key.startsWith("+") || (key === "threads" && !isYamlMap(value))) continue;
    const own = [...path, key];
    if (!isYamlMap(value)) plain.push(own);
    else if (MAPPING_KEYS.has(key) && !isFolder(project, own)) lost.push(own);
    else collect(project, value, own, plain, lost);
  }
}

/** True where a package, folder or node of that name exists at that place of the tree. */
function isFolder(project: DbtProject, [, ...names]: readonly string[]): boolean {
  const isUnder = (fqn: readonly string[]): boolean =>
    names.every((name, index) => fqn[index] === name);
  for (const { fqn } of [...project.nodes.values(), ...project.disabled.values()]) {
    // Keys above the project's name apply to all packages, so a path may start below it.
    if (isUnder(fqn) || isUnder(fqn.slice(1))) return true;
  }
  return false;
}

function lostFinding(document: YamlDocument, path: YamlPath): Finding {
  const key = String(path.at(-1));
  return {
    file: FILE,
    span: document.keySpan(path),
    severity: "warning",
    message: `\`${key}:\` without + is read as a folder of that name, so what stands below it has no effect. Write \`+${key}:\`.`,
    fixes: [plusFix(document, [path])],
  };
}

function plainFinding(
  project: DbtProject,
  document: YamlDocument,
  paths: readonly YamlPath[],
): Finding {
  const [first, ...others] = paths;
  const keys = [...new Set(paths.map((path) => `\`${path.at(-1)}\``))].slice(0, 3).join(", ");
  return {
    file: FILE,
    span: document.keySpan(first!),
    ...((project.engine === "fusion" || isSchemaChecked(project)) && { severity: "warning" }),
    message: `${counted(paths.length, "config key")} without + (${keys}): dbt-core reads ${
      paths.length === 1 ? "it" : "them"
    } as config but has deprecated the form (MissingPlusPrefixDeprecation), dbt 2 ignores ${
      paths.length === 1 ? "it. Write it" : "them. Write them"
    } with +.`,
    fixes: [plusFix(document, paths)],
    related: others
      .slice(0, 10)
      .map((path) => ({ file: FILE, span: document.keySpan(path), message: "also without +" })),
  };
}

/** A `+` before each key, inside its quotes where it has some. */
function plusFix(document: YamlDocument, paths: readonly YamlPath[]) {
  const edits = paths.map((path) => {
    const { start } = document.keySpan(path);
    const at = /['"]/.test(document.text[start] ?? "") ? start + 1 : start;
    return { file: FILE, span: { start: at, end: at }, newText: "+" };
  });
  // A mapping that had no effect gets one; a value that had one keeps it.
  const isSame = paths.every((path) => !MAPPING_KEYS.has(String(path.at(-1))));
  return { title: "Write the + prefix", preferred: isSame, edits };
}
