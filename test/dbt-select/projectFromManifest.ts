/**
 * A DbtProject out of dbt's own manifest, so that selection is tested apart from Heddle's reading
 * of projects. `files` are the project's files by path relative to its root.
 */
import type { Manifest, ManifestNode } from "../../server/src/dbt/artifacts/manifest";
import type { DbtNode, DbtProject, Json } from "../../server/src/dbt/project";
import { dbtNode, dbtProject } from "./handBuilt";

/** What selection asks of a node beyond its common fields, named as in the manifest. */
const EXTRA_FIELDS = ["patch_path", "test_metadata", "access", "latest_version", "source_name"];

export function projectFromManifest(manifest: Manifest, files: readonly string[]): DbtProject {
  const name = manifest.projectName ?? "";
  const nodes = [...manifest.nodes.values(), ...manifest.sources.values()];
  return dbtProject(
    nodes.map((node) => nodeFrom(node, name, files)),
    { name, files: new Map(files.map((file) => [file, ""])) },
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
