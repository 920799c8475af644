/**
 * Resolves every `ref` and `source` of a node to the node it means, and has those reported that dbt
 * would refuse. Source: dbt-core 1.11 `parser/manifest.py` (`_process_refs`).
 */
import { missingSeverity, reportAccess, reportMissing } from "./linkProblems";
import { find, findTarget, type LinkTables } from "./linkTables";
import { isEnabled } from "./nodes/draft";
import type { NodeDraft } from "./nodes/nodeDraft";
import type { RefSite } from "./project";
import { siteOf } from "./refSites";
import { addProblem, type Resolution } from "./resolution";
import { didYouMean } from "./suggest";
import { PlainTest } from "./tests/plainTest";

const NONE: readonly RefSite[] = [];

/** Links one node: fills `dependsOn`, gives its references with their targets. */
export function linkNode(
  resolution: Resolution,
  tables: LinkTables,
  draft: NodeDraft,
): readonly RefSite[] {
  if (draft instanceof PlainTest && linkPlainTest(resolution, tables, draft)) return NONE;
  const { rendering } = draft;
  const { named } = rendering;
  const refs =
    draft.patchRefs.length === 0 ? rendering.refs : [...rendering.refs, ...draft.patchRefs];
  if (refs.length === 0 && named.length === 0 && rendering.late === undefined) return NONE;
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
    sites.push(siteOf(ref, target?.uniqueId));
  }
  for (const ref of rendering.late ?? []) {
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

/**
 * Links a test whose thing is there and open to all, once for all tests of the thing; false where
 * there may be something to say of it.
 */
function linkPlainTest(resolution: Resolution, tables: LinkTables, test: PlainTest): boolean {
  const { family } = test;
  if (family.dependsOn === undefined) {
    const { owner } = family.entry;
    const found = findTarget(resolution, tables, test, family.target.refs[0]!);
    if (found === undefined || !("target" in found)) return false;
    const { access, package: home, uniqueId } = found.target;
    if (access === "private" || home !== owner) return false;
    family.dependsOn = [uniqueId];
  }
  test.dependsOn = family.dependsOn;
  return true;
}
