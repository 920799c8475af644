/**
 * Snapshots that stand in properties alone (`relation: ref('x')`). Source: dbt-core 1.11
 * `parser/schemas.py` (`_add_yaml_snapshot_nodes_to_manifest`).
 */
import { entryOf } from "../../yaml/values";
import { lazyOrigin } from "../config/layers";
import { coreOnly } from "../coreOnly";
import type { PropertyEntry } from "../properties/propertyEntry";
import { spanIn } from "../properties/readProperties";
import { holdsIn } from "../release";
import { addProblem, type Resolution } from "../resolution";
import { literalRefs } from "../tests/siteRef";
import { newDraft } from "./draft";
import type { NodeDraft } from "./nodeDraft";
import { EMPTY_RENDERING } from "./rendering";

/** The snapshot's draft, or undefined where the entry describes one that stands in a file. */
export function yamlSnapshot(resolution: Resolution, entry: PropertyEntry): NodeDraft | undefined {
  const relation = entryOf(entry.value, "relation");
  if (relation === undefined || !holdsIn(resolution.release, "yamlSnapshots")) return undefined;
  const { owner, file, name } = entry;
  const site = lazyOrigin(file.path, "", () => spanIn(entry, ["relation"]));
  const refs = typeof relation === "string" ? literalRefs(relation, site) : [];
  if (refs.length === 0) {
    addProblem(
      resolution,
      "invalid-properties",
      coreOnly(resolution.engine),
      site,
      "`relation` of a snapshot must be ref('…') or source('…', '…').",
    );
  }
  const folders = file.searchedPath.split("/").slice(0, -1);
  return newDraft({
    uniqueId: `snapshot.${owner.name}.${name}`,
    resourceType: "snapshot",
    configKind: "snapshot",
    tree: "snapshots",
    name,
    package: owner,
    file: file.path,
    packagePath: file.packagePath,
    fqn: [owner.name, ...folders, name],
    language: "sql",
    rawCode: `select * from {{ ${String(relation)} }}`,
    offset: 0,
    rendering: { ...EMPTY_RENDERING, refs },
  });
}
