/**
 * The diagnostics of whole projects by URI, each list with an id that is the same for the same
 * content: what push and pull both start from.
 */
import type { Diagnostic } from "vscode-languageserver";
import { diagnosticsByFile } from "../ide/diagnostics";
import type { ProjectSnapshot } from "../workspace/snapshot";
import { type Session, uriWriter } from "./session";
import { toDiagnostic, uriOfFile } from "./toLsp";

export interface FileDiagnostics {
  readonly items: readonly Diagnostic[];
  readonly resultId: string;
}

/** The list of a file without any problem. */
export const NO_DIAGNOSTICS: FileDiagnostics = { items: [], resultId: "0" };

const known = new WeakMap<ProjectSnapshot, ReadonlyMap<string, FileDiagnostics>>();

/** Diagnostics of every file of `project` that has any, by URI. Computed once per snapshot. */
export function fileDiagnostics(
  session: Session,
  project: ProjectSnapshot,
): ReadonlyMap<string, FileDiagnostics> {
  let byUri = known.get(project);
  if (byUri === undefined) {
    byUri = collect(session, project);
    known.set(project, byUri);
  }
  return byUri;
}

function collect(session: Session, project: ProjectSnapshot): ReadonlyMap<string, FileDiagnostics> {
  const uriOf = uriWriter(session);
  const { rulePageUri } = session.environment;
  const byUri = new Map<string, FileDiagnostics>();
  for (const [file, problems] of diagnosticsByFile(project)) {
    const items = problems.map((problem) =>
      toDiagnostic(project, problem, uriOf, rulePageUri(problem.code)),
    );
    byUri.set(uriOfFile(project, file, uriOf), { items, resultId: contentId(items) });
  }
  return byUri;
}

/** A 53-bit number of the content: two different lists share one about once in 10^15 pairs. */
function contentId(items: readonly Diagnostic[]): string {
  const text = JSON.stringify(items);
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  return ((high >>> 11) * 4294967296 + (low >>> 0)).toString(36);
}
