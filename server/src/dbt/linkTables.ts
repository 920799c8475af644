/**
 * Which node a `ref` or `source` means: tables of all that references can name, and the order in
 * which dbt looks through packages. Source: dbt-core 1.11 `contracts/graph/manifest.py`.
 */
import { entryOf } from "../yaml/values";
import { isEnabled } from "./nodes/draft";
import type { NodeDraft } from "./nodes/nodeDraft";
import type { RefCall } from "./nodes/rendering";
import { packagesToSearch } from "./refs";
import type { Resolution } from "./resolution";

const NO_NODES: readonly NodeDraft[] = [];
const REFABLE: ReadonlySet<string> = new Set(["model", "seed", "snapshot"]);

/** By name, the nodes of each package that has one; nearly always a single one. */
type Table = Map<string, NodeDraft[]>;

/** Enabled and disabled nodes by the names that references use. */
export interface LinkTables {
  readonly refs: Table;
  readonly disabledRefs: Table;
  readonly sources: Table;
  readonly disabledSources: Table;
  readonly metrics: Table;
  readonly functions: Table;
}

/** Builds the tables. O(nodes). */
export function linkTables(resolution: Resolution): LinkTables {
  const tables: LinkTables = {
    refs: new Map(),
    disabledRefs: new Map(),
    sources: new Map(),
    disabledSources: new Map(),
    metrics: new Map(),
    functions: new Map(),
  };
  const put = (table: Table, name: string, draft: NodeDraft): void => {
    const known = table.get(name);
    if (known === undefined) {
      table.set(name, [draft]);
      return;
    }
    const place = known.findIndex((one) => one.package.name === draft.package.name);
    if (place < 0) known.push(draft);
    else known[place] = draft;
  };
  const shadowed = new Set(resolution.shadowed);
  const add = (draft: NodeDraft): void => {
    if (draft.resourceType === "test") return;
    const isOn = isEnabled(draft) && !shadowed.has(draft);
    if (REFABLE.has(draft.resourceType)) {
      const table = isOn ? tables.refs : tables.disabledRefs;
      if (draft.version === null) put(table, draft.name, draft);
      else {
        put(table, `${draft.name}.v${draft.extra["versionText"]}`, draft);
        if (String(draft.version) === String(draft.latestVersion)) put(table, draft.name, draft);
      }
    } else if (draft.resourceType === "source") {
      const name = `${draft.extra["source_name"]}.${draft.name}`;
      put(isOn ? tables.sources : tables.disabledSources, name, draft);
    } else if (draft.resourceType === "metric" && isOn) put(tables.metrics, draft.name, draft);
    else if (draft.resourceType === "function" && isOn) put(tables.functions, draft.name, draft);
  };
  for (const draft of resolution.shadowed) add(draft);
  for (const draft of resolution.drafts.values()) add(draft);
  return tables;
}

export type Found =
  | { readonly target: NodeDraft }
  | { readonly ambiguous: readonly NodeDraft[] }
  | { readonly disabled: NodeDraft }
  | undefined;

/** What `key` means in `nodePackage`, or in the package that is `wanted`. */
export function find(
  resolution: Resolution,
  enabled: Table,
  disabled: Table,
  key: string,
  nodePackage: string,
  wanted: string | undefined,
): Found {
  const isOwnFirst =
    resolution.engine === "fusion" ||
    entryOf(resolution.root.project.flags, "require_ref_searches_node_package_before_root") ===
      true;
  const on = enabled.get(key) ?? NO_NODES;
  const others = disabled.get(key) ?? NO_NODES;
  let off: NodeDraft | undefined;
  for (const name of packagesToSearch(resolution.root.name, nodePackage, wanted, isOwnFirst)) {
    if (name === undefined) {
      if (on.length > 1) return { ambiguous: on };
      if (on[0] !== undefined) return { target: on[0] };
      off ??= others[0];
    } else {
      const target = on.find((one) => one.package.name === name);
      if (target !== undefined) return { target };
      off ??= others.find((one) => one.package.name === name);
    }
  }
  return off === undefined ? undefined : { disabled: off };
}

/** What a reference means for a node: its target, or why there is none. */
export function findTarget(
  resolution: Resolution,
  tables: LinkTables,
  draft: { readonly package: { readonly name: string } },
  ref: Pick<RefCall, "kind" | "args" | "version">,
): Found {
  if (ref.kind === "source") {
    const key = ref.args.join(".");
    return find(
      resolution,
      tables.sources,
      tables.disabledSources,
      key,
      draft.package.name,
      undefined,
    );
  }
  const [first, second] = ref.args;
  const found = (name: string, wanted: string | undefined): Found => {
    const key = ref.version === null ? name : `${name}.v${ref.version}`;
    return find(resolution, tables.refs, tables.disabledRefs, key, draft.package.name, wanted);
  };
  const plain = found(second ?? first ?? "", second === undefined ? undefined : first);
  // dbt 2 knows a node by `package.name` as well.
  const dot = first?.indexOf(".") ?? -1;
  if (plain !== undefined || second !== undefined || dot < 0 || resolution.engine !== "fusion") {
    return plain;
  }
  return found(first!.slice(dot + 1), first!.slice(0, dot));
}
