/** A manifest without what selection does not look at, one node per line, for test data. */

const SECTIONS = [
  "nodes",
  "sources",
  "exposures",
  "metrics",
  "semantic_models",
  "saved_queries",
  "unit_tests",
  "functions",
];
const FIELDS = [
  "resource_type",
  "name",
  "package_name",
  "original_file_path",
  "patch_path",
  "fqn",
  "tags",
  "config",
  "version",
  "latest_version",
  "access",
  "source_name",
];

type Fields = Record<string, unknown>;

export function trimmedManifest(text: string): string {
  const manifest = JSON.parse(text) as Record<string, Record<string, Fields>>;
  const { dbt_schema_version, dbt_version, project_name, adapter_type } = manifest[
    "metadata"
  ] as Fields;
  const metadata = { dbt_schema_version, dbt_version, project_name, adapter_type };
  const sections = SECTIONS.filter((name) => manifest[name] !== undefined).map((name) => {
    const lines = Object.entries(manifest[name]!).map(
      ([id, node]) => `${JSON.stringify(id)}: ${JSON.stringify(trimmedNode(node))}`,
    );
    return `${JSON.stringify(name)}: {\n${lines.join(",\n")}\n}`;
  });
  return `{"metadata": ${JSON.stringify(metadata)},\n${sections.join(",\n")}\n}`;
}

function trimmedNode(node: Fields): Fields {
  const kept: Fields = {};
  for (const field of FIELDS) if (node[field] !== undefined) kept[field] = node[field];
  const dependsOn = node["depends_on"] as Fields | undefined;
  if (dependsOn !== undefined) kept["depends_on"] = { nodes: dependsOn["nodes"] };
  const metadata = node["test_metadata"] as Fields | undefined;
  if (metadata != null) kept["test_metadata"] = { name: metadata["name"] };
  if (typeof node["raw_code"] === "string") kept["raw_code"] = node["raw_code"].trim().slice(0, 1);
  return kept;
}
