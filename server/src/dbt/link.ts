/**
 * Resolves every `ref` and `source` of a node to the node it means, and has those reported that dbt
 * would refuse. Source: dbt-core 1.11 `parser/manifest.py` (`_process_refs`).
 */
import type { Span } from "../base/text";
import { missingSeverity, reportAccess, reportMissing } from "./linkProblems";
import { find, findTarget, type LinkTables } from "./linkTables";
import { isEnabled } from "./nodes/draft";
import type { NodeDraft } from "./nodes/nodeDraft";
import type { RefCall } from "./nodes/rendering";
import type { RefSite } from "./project";
import { addProblem, type Resolution } from "./resolution";
import { didYouMean } from "./suggest";
import { SiteRef } from "./tests/siteRef";

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
