/**
 * Every difference between a resolved project and dbt's manifest, field by field. Knows nothing of
 * how either was made.
 */
import type { DbtNode, DbtProject, Json } from "../../../server/src/dbt/project";

export interface ManifestNode {
  readonly resource_type: string;
  readonly config: Readonly<Record<string, Json>>;
  readonly depends_on?: { readonly nodes?: readonly string[]; readonly macros?: readonly string[] };
  readonly tags?: readonly string[];
  readonly schema?: string | null;
  readonly database?: string | null;
  readonly alias?: string | null;
  readonly fqn?: readonly string[];
  readonly identifier?: string;
}

export interface Manifest {
  readonly metadata: { readonly dbt_version: string };
  readonly nodes: Readonly<Record<string, ManifestNode>>;
  readonly sources: Readonly<Record<string, ManifestNode>>;
  readonly exposures: Readonly<Record<string, ManifestNode>>;
  readonly metrics: Readonly<Record<string, ManifestNode>>;
  readonly semantic_models?: Readonly<Record<string, ManifestNode>>;
  readonly saved_queries?: Readonly<Record<string, ManifestNode>>;
  readonly unit_tests?: Readonly<Record<string, ManifestNode>>;
  readonly functions?: Readonly<Record<string, ManifestNode>>;
  readonly disabled: Readonly<Record<string, readonly ManifestNode[]>>;
}

export interface Comparison {
  readonly lines: readonly string[];
  readonly summary: string;
  readonly differenceCount: number;
}

/** Compares all enabled members and the names of the disabled ones. */
export function compareProject(project: DbtProject, manifest: Manifest): Comparison {
  const expected = new Map<string, ManifestNode>();
  for (const table of [
    manifest.nodes,
    manifest.sources,
    manifest.exposures,
    manifest.metrics,
    manifest.semantic_models ?? {},
    manifest.saved_queries ?? {},
    manifest.unit_tests ?? {},
    manifest.functions ?? {},
  ]) {
    for (const [id, node] of Object.entries(table)) expected.set(id, node);
  }
  const actual = new Map<string, DbtNode>([...project.nodes, ...project.sources]);
  const lines: string[] = [];
  const bad = new Set<string>();
  const report = (id: string, what: string, ours: unknown, theirs: unknown): void => {
    bad.add(id);
    lines.push(`${id} ${what}: dbt ${short(theirs)} · Heddle ${short(ours)}`);
  };
  for (const id of expected.keys()) {
    if (!actual.has(id))
      report(id, "is missing", project.disabled.has(id) ? "disabled" : "absent", "enabled");
  }
  for (const id of actual.keys()) {
    if (!expected.has(id))
      report(
        id,
        "is too much",
        "enabled",
        Object.hasOwn(manifest.disabled, id) ? "disabled" : "absent",
      );
  }
  for (const id of Object.keys(manifest.disabled)) {
    if (!project.disabled.has(id) && !expected.has(id)) {
      report(id, "is missing", actual.has(id) ? "enabled" : "absent", "disabled");
    }
  }
  for (const id of project.disabled.keys()) {
    if (!Object.hasOwn(manifest.disabled, id) && !expected.has(id))
      report(id, "is too much", "disabled", "absent");
  }
  for (const [id, theirs] of expected) {
    const ours = actual.get(id);
    if (ours !== undefined) compareNode(id, ours, theirs, report);
  }
  const equal = expected.size - [...bad].filter((id) => expected.has(id)).length;
  return {
    lines,
    summary: `${equal} of ${expected.size} equal, ${bad.size} with differences, ${Object.keys(manifest.disabled).length} disabled`,
    differenceCount: bad.size,
  };
}

type Report = (id: string, what: string, ours: unknown, theirs: unknown) => void;

function compareNode(id: string, ours: DbtNode, theirs: ManifestNode, report: Report): void {
  const same = (what: string, a: unknown, b: unknown): void => {
    if (canonical(a) !== canonical(b)) report(id, what, a, b);
  };
  same("depends_on.nodes", ours.dependsOn, sorted(theirs.depends_on?.nodes));
  if (theirs.depends_on?.macros !== undefined) {
    same(
      "depends_on.macros",
      ours.dependsOnMacros,
      sorted(theirs.depends_on.macros.filter(Boolean)),
    );
  }
  if (theirs.tags !== undefined) same("tags", sorted(ours.tags), sorted(theirs.tags));
  if (theirs.schema !== undefined && theirs.resource_type !== "semantic_model") {
    same("schema", ours.schema, theirs.schema);
    same("database", ours.database, theirs.database ?? null);
  }
  if (theirs.alias !== undefined) same("alias", ours.alias, theirs.alias);
  if (theirs.fqn !== undefined) same("fqn", ours.fqn, theirs.fqn);
  for (const key of new Set([...Object.keys(theirs.config), ...Object.keys(ours.config)])) {
    same(`config.${key}`, ours.config[key], theirs.config[key]);
  }
}

function sorted(values: readonly string[] | undefined): readonly string[] {
  return [...new Set(values ?? [])].sort();
}

function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_key, part: unknown) =>
      typeof part === "object" && part !== null && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
        : part,
    ) ?? "absent"
  );
}

function short(value: unknown): string {
  const text = typeof value === "string" ? value : canonical(value);
  return text.length > 220 ? `${text.slice(0, 220)}…` : text;
}
