/** Finds a target without `threads`: dbt-core then runs one model at a time. */
import { baseName } from "../../base/fileSystem";
import type { Fix } from "../../base/problem";
import { parseYaml, type YamlDocument, type YamlPath } from "../../yaml/parseYaml";
import { entryOf, isYamlMap } from "../../yaml/values";
import { hasEvidence } from "../evidence";
import type { Rule, RuleInput } from "../rule";

/** What dbt's documentation recommends to start with. */
const USUAL_THREADS = 4;

export const profileThreadsMissing: Rule = {
  code: "profile-threads-missing",
  severity: "warning",
  title: "The target sets no threads, so dbt-core uses 1",

  *check(input) {
    const { project } = input;
    const file = [...project.files.keys()].find((path) => baseName(path) === "profiles.yml");
    if (project.engine !== "dbt-core" || project.threads.origin !== "default") return;
    if (file === undefined || project.target === null) return;
    const document = parseYaml(project.files.get(file) ?? "");
    const path = targetPath(document, project.target.name, project.target.type);
    if (path === undefined) return;
    const threads = advisedThreads(input);
    yield {
      file,
      span: document.keySpan(path),
      message: `Target ${project.target.name} sets no threads: dbt-core runs one model at a time. Set threads, for example ${threads}.`,
      fixes: insertFix(file, document, path, threads),
    };
  },
};

/** The one target of that name and type; undefined where several profiles have it. */
function targetPath({ value }: YamlDocument, name: string, type: string): YamlPath | undefined {
  if (!isYamlMap(value)) return undefined;
  const paths = Object.keys(value).filter((profile) => {
    const outputs = isYamlMap(value[profile]) ? entryOf(value[profile], "outputs") : undefined;
    const target = isYamlMap(outputs) ? entryOf(outputs, name) : undefined;
    return isYamlMap(target) && target["type"] === type && !Object.hasOwn(target, "threads");
  });
  return paths.length === 1 ? [paths[0]!, "outputs", name] : undefined;
}

function advisedThreads(input: RuleInput): number {
  const recommended = hasEvidence(input) ? input.sweep()?.recommended.threads : undefined;
  return Math.max(2, recommended ?? USUAL_THREADS);
}

function insertFix(
  file: string,
  { text, valueSpan }: YamlDocument,
  path: YamlPath,
  threads: number,
): readonly Fix[] {
  const { start } = valueSpan(path);
  const indent = text.slice(text.lastIndexOf("\n", start) + 1, start);
  if (!/^ +$/.test(indent)) return [];
  const newText = `threads: ${threads}\n${indent}`;
  const edits = [{ file, span: { start, end: start }, newText }];
  return [{ title: `Set threads to ${threads}`, preferred: false, edits }];
}
