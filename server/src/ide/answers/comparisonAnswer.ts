/**
 * The JSON of `heddle models --against`: where Heddle's reading of a project differs from a
 * manifest that dbt wrote, and whether the project has changed since.
 */
import { type FileSystem, joinPath, relativePath } from "../../base/fileSystem";
import { compareWithManifest, type Difference } from "../../dbt/artifacts/compareWithManifest";
import type { Manifest } from "../../dbt/artifacts/manifest";
import type { DbtProject } from "../../dbt/project";
import type { ComparedField, ComparisonAnswer } from "../../protocol";

/** Compares every node. O(nodes × config keys), and one look at the disk per file. */
export function comparisonAnswer(
  project: DbtProject,
  manifest: Manifest,
  fileSystem: FileSystem,
): ComparisonAnswer {
  const differences = compareWithManifest(project, manifest);
  const ids = new Set([
    ...project.nodes.keys(),
    ...project.sources.keys(),
    ...manifest.nodes.keys(),
    ...manifest.sources.keys(),
  ]);
  const { generatedMs, dbtVersion } = manifest;
  return {
    schema: "heddle.comparison/1",
    project: project.name,
    manifest: {
      file: relativePath(project.root, manifest.file),
      dbtVersion: dbtVersion ?? null,
      generatedAt: generatedMs === undefined ? null : new Date(generatedMs).toISOString(),
      newerFiles: newerFiles(project, manifest, fileSystem),
    },
    nodes: ids.size,
    equal: ids.size - new Set(differences.map(({ uniqueId }) => uniqueId)).size,
    differences: differences.map((one) => comparedField(project, one)),
  };
}

function comparedField(
  project: DbtProject,
  { uniqueId, field, ours, theirs }: Difference,
): ComparedField {
  const node = project.nodes.get(uniqueId) ?? project.sources.get(uniqueId);
  const file = (node ?? project.disabled.get(uniqueId))?.file ?? null;
  return {
    uniqueId,
    field,
    heddle: ours,
    manifest: theirs,
    file,
    uncertain: node?.uncertain ?? [],
  };
}

/** By the manifest's own time, or that of its file; none where the disk has no times. */
function newerFiles(
  { root, files }: DbtProject,
  { file, generatedMs }: Manifest,
  fileSystem: FileSystem,
): readonly string[] {
  const made = generatedMs ?? fileSystem.modifiedMs?.(file);
  if (made === undefined || fileSystem.modifiedMs === undefined) return [];
  const newer: string[] = [];
  for (const path of files.keys()) {
    const written = fileSystem.modifiedMs(joinPath(root, path));
    if (written !== undefined && written > made) newer.push(path);
  }
  return newer.sort();
}
