/**
 * Resolves every `ref` and `source` to the node it means, and reports those that dbt would refuse:
 * unknown, disabled, ambiguous, private. Source: dbt-core 1.11 `parser/manifest.py`
 * (`_process_refs`), `contracts/graph/manifest.py`.
 */
import type { Severity } from "../base/problem";
import type { Span } from "../base/text";
import { entryOf } from "../yaml/values";
import { coreOnly } from "./coreOnly";
import { NEEDS_PACKAGE } from "./missingPackages";
import { isEnabled } from "./nodes/draft";
import type { NodeDraft } from "./nodes/nodeDraft";
import type { RefCall } from "./nodes/rendering";
import type { RefSite } from "./project";
import { packagesToSearch } from "./refs";
import { addProblem, type Resolution } from "./resolution";
import { didYouMean, nearestName } from "./suggest";
import { SiteRef } from "./tests/siteRef";

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
    const place = known?.findIndex((one) => one.package.name === draft.package.name) ?? -1;
    if (known === undefined) table.set(name, [draft]);
    else if (place < 0) known.push(draft);
    else known[place] = draft;
  };
  const shadowed = new Set(resolution.shadowed);
  for (const draft of [...resolution.shadowed, ...resolution.drafts.values()]) {
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
  }
  return tables;
}

export type Found =
  | { readonly target: NodeDraft }
  | { readonly ambiguous: readonly NodeDraft[] }
  | { readonly disabled: NodeDraft }
  | undefined;

function find(
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

const NO_NODES: readonly NodeDraft[] = [];
const NONE: readonly RefSite[] = [];

/** Links one node: fills `dependsOn`, gives its references with their targets. */
export function linkNode(
  resolution: Resolution,
  tables: LinkTables,
  draft: NodeDraft,
): readonly RefSite[] {
  const { named } = draft.rendering;
  const refs =
    draft.patchRefs.length === 0
      ? draft.rendering.refs
      : [...draft.rendering.refs, ...draft.patchRefs];
  if (refs.length === 0 && named.length === 0 && draft.rendering.late === undefined) return NONE;
  const sites: RefSite[] = [];
  const reported = new Set<string>();
  const parents = new Set(draft.dependsOn);
  for (const ref of refs) {
    const found = findTarget(resolution, tables, draft, ref);
    const target = found !== undefined && "target" in found ? found.target : undefined;
    if (target !== undefined) {
      if (ref.isCertain) parents.add(target.uniqueId);
      else {
        const call = `${ref.kind} '${ref.args.join("', '")}'`;
        draft.uncertain = [...draft.uncertain, `${call} in a branch that is not known offline`];
      }
    }
    if (target === undefined && draft.resourceType === "test" && ref.isCertain) {
      draft.isSwitchedOff = true;
    }
    const key = target?.uniqueId ?? `${ref.kind} ${ref.args.join(".")} ${ref.version}`;
    if (isEnabled(draft) && !reported.has(key)) {
      reported.add(key);
      if (target === undefined) reportMissing(resolution, tables, draft, ref, found);
      else reportAccess(resolution, draft, ref, target);
    }
    sites.push(siteOf(ref, target));
  }
  for (const ref of draft.rendering.late ?? []) {
    const found = findTarget(resolution, tables, draft, ref);
    if (!isEnabled(draft)) continue;
    if (found === undefined || !("target" in found)) {
      reportMissing(resolution, tables, draft, ref, found);
    } else if (ref.kind === "ref" && !parents.has(found.target.uniqueId)) {
      const call = `{{ ref('${ref.args.join("', '")}') }}`;
      addProblem(
        resolution,
        "evaluation-error",
        ref.isCertain ? "error" : "information",
        { file: ref.file, span: ref.nameSpan },
        `dbt does not see this ref while it parses, and stops when it compiles it. Add the line \`-- depends_on: ${call}\` to the file.`,
      );
    }
  }
  for (const call of named) {
    const [first, second] = call.args;
    const name = second ?? first ?? "";
    const table = call.kind === "metric" ? tables.metrics : tables.functions;
    const found = find(
      resolution,
      table,
      new Map(),
      name,
      draft.package.name,
      second === undefined ? undefined : first,
    );
    if (found !== undefined && "target" in found) parents.add(found.target.uniqueId);
    else if (isEnabled(draft)) {
      addProblem(
        resolution,
        "unknown-ref",
        missingSeverity(resolution, draft),
        call,
        `No ${call.kind} is called '${name}'.${didYouMean(name, table.keys())}`,
      );
    }
  }
  draft.dependsOn = [...parents];
  return sites.slice();
}

/** A reference with the node it leads to. */
function siteOf(ref: RefCall, target: NodeDraft | undefined): RefSite {
  return ref instanceof SiteRef
    ? new LinkedRef(ref, target?.uniqueId)
    : new PlacedRef(ref, target?.uniqueId);
}

/** A reference in a file of its own; a class so that all of a project's have one shape. */
class PlacedRef implements RefSite {
  readonly kind: RefSite["kind"];
  readonly file: string;
  readonly args: readonly string[];
  readonly version: RefSite["version"];
  readonly isCertain: boolean;
  readonly span: Span;
  declare readonly target?: string;

  constructor({ kind, file, args, version, isCertain, span }: RefCall, target: string | undefined) {
    this.kind = kind;
    this.file = file;
    this.args = args;
    this.version = version;
    this.isCertain = isCertain;
    this.span = span;
    if (target !== undefined) this.target = target;
  }
}

/** Spans of references in YAML are computed when somebody looks. */
class LinkedRef implements RefSite {
  declare readonly target?: string;

  constructor(
    private readonly ref: SiteRef,
    target: string | undefined,
  ) {
    if (target !== undefined) this.target = target;
  }

  get kind(): RefSite["kind"] {
    return this.ref.kind;
  }

  get args(): readonly string[] {
    return this.ref.args;
  }

  get version(): RefSite["version"] {
    return this.ref.version;
  }

  get isCertain(): boolean {
    return this.ref.isCertain;
  }

  get file(): string {
    return this.ref.file;
  }

  get span(): Span {
    return this.ref.span;
  }
}

/** What a reference means for a node: its target, or why there is none. */
export function findTarget(
  resolution: Resolution,
  tables: LinkTables,
  draft: { readonly package: { readonly name: string } },
  ref: RefCall,
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
  const name = second ?? first ?? "";
  const key = ref.version === null ? name : `${name}.v${ref.version}`;
  const wanted = second === undefined ? undefined : first;
  return find(resolution, tables.refs, tables.disabledRefs, key, draft.package.name, wanted);
}

/** Tests with a missing target only warn; in dbt 2 so do exposures. */
function missingSeverity(resolution: Resolution, draft: NodeDraft): Severity {
  if (draft.resourceType === "test") return "warning";
  if (draft.resourceType === "exposure" && resolution.engine === "fusion") return "warning";
  return "error";
}

function reportMissing(
  resolution: Resolution,
  tables: LinkTables,
  draft: NodeDraft,
  ref: RefCall,
  found: Found,
): void {
  const severity: Severity = !ref.isCertain
    ? "information"
    : draft.resourceType === "semantic_model"
      ? coreOnly(resolution.engine)
      : missingSeverity(resolution, draft);
  const site = { file: ref.file, span: ref.nameSpan };
  const who = `${draft.resourceType} '${draft.name}'`;
  if (found !== undefined && "ambiguous" in found) {
    const packages = found.ambiguous.map((one) => one.package.name).sort();
    addProblem(
      resolution,
      "ambiguous-ref",
      "error",
      site,
      `'${ref.args.join(".")}' could be in ${packages.join(" or ")}: name the package, ref('${packages[0]}', '${ref.args.at(-1)}').`,
    );
    return;
  }
  if (found !== undefined && "disabled" in found) {
    // dbt-core drops such a test and says so at debug level only (`InvalidDisabledTargetInTestNode`).
    const isDropped = draft.resourceType === "test" && ref.kind === "ref";
    if (isDropped && resolution.engine === "dbt-core") return;
    addProblem(
      resolution,
      "disabled-ref",
      severity,
      site,
      `The ${who} needs '${ref.args.join(".")}', which is disabled (${found.disabled.file}).`,
    );
    return;
  }
  const mayBeMissing = resolution.missing !== undefined && !isOfInstalled(resolution, ref);
  if (mayBeMissing && !isSlip(tables, ref)) {
    const message = `${ref.kind}('${ref.args.join("', '")}') is not found here.`;
    addProblem(resolution, NEEDS_PACKAGE, severity, site, message);
    return;
  }
  if (ref.kind === "source") {
    const [source, table] = ref.args;
    const names = [...tables.sources.keys()];
    const ownTables = names
      .filter((name) => name.startsWith(`${source}.`))
      .map((name) => name.slice(source!.length + 1));
    const hint =
      ownTables.length > 0
        ? `The source '${source}' has no table '${table}'.${didYouMean(table ?? "", ownTables)}`
        : `No source is called '${source}'.${didYouMean(source ?? "", new Set(names.map((name) => name.split(".")[0]!)))}`;
    addProblem(resolution, "unknown-source", mayBeMissing ? "warning" : severity, site, hint);
    return;
  }
  const [first, second] = ref.args;
  const name = second ?? first ?? "";
  const isPackageMissing =
    second !== undefined && !resolution.packages.has(first!) && first !== resolution.root.name;
  const inPackage = second === undefined ? "" : ` in package '${first}'`;
  const version = ref.version === null ? "" : ` version ${ref.version} of`;
  const hasOtherVersion = ref.version !== null && tables.refs.has(name);
  addProblem(
    resolution,
    "unknown-ref",
    // What a package would bring cannot be said to be wrong before it is there.
    mayBeMissing ? "warning" : severity,
    site,
    isPackageMissing
      ? `The package '${first}' is not installed, so '${name}' is not known here.`
      : hasOtherVersion
        ? `There is no${version} '${name}'${inPackage}.`
        : `No model, seed or snapshot is called '${name}'${inPackage}.${didYouMean(name, tables.refs.keys())}`,
  );
}

/** True where the reference itself names a package that is there. */
function isOfInstalled({ packages }: Resolution, { kind, args }: RefCall): boolean {
  return kind === "ref" && args.length > 1 && packages.has(args[0]!);
}

/** True where the target is spelled nearly like something known. */
function isSlip({ refs, sources }: LinkTables, { kind, args }: RefCall): boolean {
  const [first, second] = args;
  if (kind !== "source") {
    return second === undefined && nearestName(first ?? "", refs.keys()) !== undefined;
  }
  const isKnown = [...sources.keys()].some((name) => name.startsWith(`${first}.`));
  return isKnown || nearestName(args.join("."), sources.keys()) !== undefined;
}

function reportAccess(
  resolution: Resolution,
  draft: NodeDraft,
  ref: RefCall,
  target: NodeDraft,
): void {
  if (target.resourceType !== "model") return;
  const isForeign = draft.package !== target.package;
  const isRestricted = target.package.project.restrictAccess;
  if (target.access !== "private" && !(isForeign && isRestricted)) return;
  const site = { file: ref.file, span: ref.nameSpan };
  if (target.access === "private") {
    const isSameGroup = draft.group !== null && draft.group === target.group;
    if (isSameGroup && !(isForeign && isRestricted)) return;
    // dbt 2 looks at models of one package whose target has a group.
    const isLookedAt = draft.resourceType === "model" && !isForeign && target.group !== null;
    addProblem(
      resolution,
      "private-ref",
      isLookedAt ? "error" : coreOnly(resolution.engine),
      site,
      `'${target.name}' is private to the group '${target.group ?? ""}'; the ${draft.resourceType} '${draft.name}' is not in that group.`,
    );
  } else if (target.access === "protected" && isForeign && isRestricted) {
    addProblem(
      resolution,
      "private-ref",
      "error",
      site,
      `'${target.name}' is protected and its package '${target.package.name}' restricts access from others.`,
    );
  }
}
