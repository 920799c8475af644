/**
 * Finds `+pre_hook` and `+post_hook` in dbt_project.yml of a project that dbt 2 runs: dbt-core takes
 * them for `+pre-hook` and `+post-hook`, dbt 2 for folders, and stops (dbt1013). One finding.
 * Source: dbt-core 1.11 `contracts/project.py`, `translate_aliases`; dbt 2.0 alpha, measured.
 */
import type { YamlPath } from "../../yaml/parseYaml";
import { entryOf, isYamlMap, type YamlMap } from "../../yaml/values";
import { counted } from "../phrases";
import type { Rule } from "../rule";
import { yamlDocument } from "../yamlDocuments";

const FILE = "dbt_project.yml";
const SECTIONS = ["models", "seeds", "snapshots"];
const UNDERSCORED = /^\+(?:pre|post)_hook$/;
const MOST_RELATED = 10;

export const hookKeyRejectedByDbt2: Rule = {
  code: "hook-key-rejected-by-dbt-2",
  severity: "error",
  title: "dbt 2 refuses +pre_hook and +post_hook in dbt_project.yml",

  *check({ project }) {
    const document = project.engine === "fusion" ? yamlDocument(project, FILE) : undefined;
    if (document === undefined || !isYamlMap(document.value)) return;
    const paths: YamlPath[] = [];
    for (const section of SECTIONS) {
      const tree = entryOf(document.value, section);
      if (isYamlMap(tree)) collect(tree, [section], paths);
    }
    // Paths through an alias lead to the keys of its anchor.
    const spans = [
      ...new Map(paths.map((path) => [document.keySpan(path).start, path])).values(),
    ].map((path) => document.keySpan(path));
    const [first, ...others] = spans;
    if (first === undefined) return;
    const isOne = others.length === 0;
    yield {
      file: FILE,
      span: first,
      message: `dbt 2 reads ${isOne ? "this key" : counted(spans.length, "such key")} as a folder (dbt1013): the project does not parse. Write it with a hyphen, as \`+pre-hook\` or \`+post-hook\`; dbt-core takes that, too.`,
      fixes: [
        {
          title: "Write the hook keys with a hyphen",
          preferred: true,
          edits: spans.map((span) => {
            const at = document.text.indexOf("_", span.start);
            return { file: FILE, span: { start: at, end: at + 1 }, newText: "-" };
          }),
        },
      ],
      related: others
        .slice(0, MOST_RELATED)
        .map((span) => ({ file: FILE, span, message: "also with an underscore" })),
    };
  },
};

function collect(tree: YamlMap, path: readonly string[], found: YamlPath[]): void {
  for (const [key, value] of Object.entries(tree)) {
    const own = [...path, key];
    if (UNDERSCORED.test(key)) found.push(own);
    else if (isYamlMap(value) && !key.startsWith("+")) collect(value, own, found);
  }
}
