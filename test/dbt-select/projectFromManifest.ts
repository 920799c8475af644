/**
 * A DbtProject out of dbt's own manifest, so that selection is tested apart from Heddle's reading
 * of projects. `files` are the project's files by path relative to its root.
 */
import type { Manifest, ManifestNode } from "../../server/src/dbt/artifacts/manifest";
import type { DbtMacro, DbtNode, DbtProject, Json } from "../../server/src/dbt/project";
import { releaseOf, USUAL_RELEASE } from "../../server/src/dbt/release";
import { dbtNode, dbtProject } from "./handBuilt";

/** What selection asks of a node beyond its common fields, named as in the manifest. */
const EXTRA_FIELDS = [
  "patch_path",
  "test_metadata",
  "access",
  "latest_version",
  "source_name",
  "description",
];

export function projectFromManifest(manifest: Manifest, files: readonly string[]): DbtProject {
  const name = manifest.projectName ?? "";
  const nodes = [...manifest.nodes.values(), ...manifest.sources.values()];
  // Each macro stands in a file of its own, so that its text can be found.
  const macros = [...manifest.macros.values()].map(({ uniqueId, text }): DbtMacro => {
    const [, package_ = "", macroName = ""] = uniqueId.split(".");
    const span = { start: 0, end: text.length };
    const file = `${uniqueId}.sql`;
    const place = { name: macroName, package: package_, file };
    return { uniqueId, ...place, nameSpan: span, span, parameters: [] };
  });
  const texts = [...manifest.macros.values()].map(
    ({ uniqueId, text }) => [`${uniqueId}.sql`, text] as const,
  );
  return dbtProject(
    nodes.map((node) => nodeFrom(node, name, files)),
    {
      name,
      release: releaseOf(manifest.dbtVersion ?? "") ?? USUAL_RELEASE,
      files: new Map([...files.map((file) => [file, ""] as const), ...texts]),
      macros: new Map(macros.map((macro) => [macro.uniqueId, macro])),
    },
  );
}

function nodeFrom(node: ManifestNode, projectName: string, files: readonly string[]): DbtNode {
  const extra: Record<string, Json> = {};
  for (const field of EXTRA_FIELDS) {
    const value = node.fields[field];
    if (value !== undefined && value !== null) extra[field] = value as Json;
  }
  const { uniqueId, resourceType, fqn, config, tags, dependsOn, rawCode, version } = node;
  return dbtNode(uniqueId, {
    resourceType,
    name: node.name,
    package: node.package,
    file: node.package === projectName ? node.file : installedPath(node, files),
    fqn,
    config,
    tags,
    dependsOn,
    dependsOnMacros: node.dependsOnMacros,
    schema: node.schema,
    database: node.database,
    rawCode,
    version,
    extra,
  });
}

function installedPath(node: ManifestNode, files: readonly string[]): string {
  return (
    files.find((file) => file.endsWith(`/${node.package}/${node.file}`)) ??
    `dbt_packages/${node.package}/${node.file}`
  );
}
