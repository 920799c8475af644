/** What dbt would refuse of a reference: unknown, disabled, ambiguous and private targets. */
import type { Severity } from "../base/problem";
import { coreOnly } from "./coreOnly";
import type { Found, LinkTables } from "./linkTables";
import { NEEDS_PACKAGE } from "./missingPackages";
import type { NodeDraft } from "./nodes/nodeDraft";
import type { RefCall } from "./nodes/rendering";
import { addProblem, type Resolution } from "./resolution";
import { didYouMean, nearestName } from "./suggest";

/** Tests with a missing target only warn; in dbt 2 so do exposures. */
export function missingSeverity(resolution: Resolution, draft: NodeDraft): Severity {
  if (draft.resourceType === "test") return "warning";
  if (draft.resourceType === "exposure" && resolution.engine === "fusion") return "warning";
  return "error";
}

/** Says why `ref` of `draft` leads nowhere. */
export function reportMissing(
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

/** Says where `draft` may not use `target`. */
export function reportAccess(
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
