/**
 * The diagnostics of whole projects by URI, each list with an id that is the same for the same
 * content: what push and pull both start from.
 */
import type { Diagnostic } from "vscode-languageserver";
import type { Problem } from "../base/problem";
import type { LineIndex } from "../base/text";
import { diagnostics, diagnosticsByFile } from "../ide/diagnostics";
import { modelProblems } from "../ide/tabular/modelProblems";
import type { ModelSnapshot } from "../workspace/openModel";
import type { ProjectSnapshot } from "../workspace/snapshot";
import { type Session, uriWriter } from "./session";
import { type FileHome, toDiagnostic, uriOfFile } from "./toLsp";

export interface FileDiagnostics {
  readonly items: readonly Diagnostic[];
  readonly resultId: string;
}

/** The list of a file without any problem. */
export const NO_DIAGNOSTICS: FileDiagnostics = { items: [], resultId: "0" };

interface Made extends FileDiagnostics {
  /** The line indexes that the ranges were read from, by file. */
  readonly lines: ReadonlyMap<string, LineIndex>;
}

const known = new WeakMap<FileHome, ReadonlyMap<string, FileDiagnostics>>();
/** An edit leaves nearly all lists of a project as they were. */
const made = new WeakMap<readonly Problem[], Made>();

/** Diagnostics of one file of `project`, given relative to its root. */
export function diagnosticsIn(
  session: Session,
  project: ProjectSnapshot,
  file: string,
): FileDiagnostics {
  const problems = diagnostics(project, file);
  return problems.length === 0 ? NO_DIAGNOSTICS : madeOf(session, project, problems);
}

/** Diagnostics of every file of `project` that has any, by URI. Computed once per snapshot. */
export function fileDiagnostics(
  session: Session,
  project: ProjectSnapshot,
): ReadonlyMap<string, FileDiagnostics> {
  return remembered(session, project, () => diagnosticsByFile(project));
}

/** The same of a tabular model or script. */
export function modelDiagnostics(
  session: Session,
  model: ModelSnapshot,
): ReadonlyMap<string, FileDiagnostics> {
  return remembered(session, model, () => modelProblems(model));
}

/** The lists of all projects and models where diagnostics are on; the first one of a file counts. */
export function* allDiagnostics(session: Session): Generator<ReadonlyMap<string, FileDiagnostics>> {
  const { projects } = session;
  for (const project of projects.all()) {
    if (project.settings.enable) yield fileDiagnostics(session, project);
  }
  for (const model of projects.models.all()) {
    const { enable, diagnostics } = projects.settingsOf(model.path);
    if (enable && diagnostics.enable) yield modelDiagnostics(session, model);
  }
}

function remembered(
  session: Session,
  home: FileHome,
  problems: () => ReadonlyMap<string, readonly Problem[]>,
): ReadonlyMap<string, FileDiagnostics> {
  let byUri = known.get(home);
  if (byUri === undefined) {
    byUri = collect(session, home, problems());
    known.set(home, byUri);
  }
  return byUri;
}

function collect(
  session: Session,
  home: FileHome,
  problemsByFile: ReadonlyMap<string, readonly Problem[]>,
): ReadonlyMap<string, FileDiagnostics> {
  const uriOf = uriWriter(session);
  const byUri = new Map<string, FileDiagnostics>();
  for (const [file, problems] of problemsByFile) {
    byUri.set(uriOfFile(home, file, uriOf), madeOf(session, home, problems));
  }
  return byUri;
}

/** The diagnostics of a list, made anew where it or a text that they point into is another one. */
function madeOf(session: Session, home: FileHome, problems: readonly Problem[]): FileDiagnostics {
  const before = made.get(problems);
  if (before !== undefined && isAsBefore(before, home)) return before;
  const uriOf = uriWriter(session);
  const { rulePageUri } = session.environment;
  const lines = new Map<string, LineIndex>();
  const noticing: FileHome = {
    project: home.project,
    linesOf(file) {
      const index = home.linesOf(file);
      lines.set(file, index);
      return index;
    },
  };
  const items = problems.map((problem) =>
    toDiagnostic(noticing, session.words.problem(problem), uriOf, rulePageUri(problem.code)),
  );
  const now = { items, resultId: contentId(items), lines };
  made.set(problems, now);
  return now;
}

function isAsBefore({ lines }: Made, home: FileHome): boolean {
  for (const [file, index] of lines) if (home.linesOf(file) !== index) return false;
  return true;
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
