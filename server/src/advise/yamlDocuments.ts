/** The YAML files of a project as parsed documents, each read once however many rules ask. */
import type { DbtProject } from "../dbt/project";
import { parseYaml, type YamlDocument } from "../yaml/parseYaml";

const known = new WeakMap<DbtProject, Map<string, YamlDocument>>();

/** Document of `file`; undefined where the project has no such file. */
export function yamlDocument(project: DbtProject, file: string): YamlDocument | undefined {
  const documents = known.get(project) ?? new Map<string, YamlDocument>();
  known.set(project, documents);
  const text = project.files.get(file);
  if (text === undefined) return undefined;
  const document = documents.get(file) ?? parseYaml(text);
  documents.set(file, document);
  return document;
}

export function isYamlFile(file: string): boolean {
  return /\.ya?ml$/i.test(file);
}
