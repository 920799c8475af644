/**
 * Turns Heddle's plain results into the protocol's shapes. The only place that knows how severities,
 * edits and paths are spelled on the wire.
 */
import {
  type Diagnostic,
  DiagnosticSeverity,
  type TextEdit as LspTextEdit,
  type Range,
  type WorkspaceEdit,
} from "vscode-languageserver";
import { joinPath } from "../base/fileSystem";
import type { Problem, Severity, TextEdit } from "../base/problem";
import type { Span } from "../base/text";
import type { ModelSnapshot } from "../workspace/openModel";

/** Whatever files belong to: a dbt project or a tabular model. */
export type FileHome = Pick<ModelSnapshot, "linesOf"> & {
  readonly project: Pick<ModelSnapshot["project"], "root">;
};

/** How edits of a whole project are shown before they are made. */
export interface EditLook {
  readonly label: string;
  readonly description: string;
  /** Whether nothing can break by them. */
  readonly isSafe: boolean;
  /** What stands over the preview of safe edits. */
  readonly lookLabel: string;
}

/** How a path is written as a URI; a session prefers the client's own spelling. */
export type UriOf = (path: string) => string;

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/**
 * `file:` URI of an absolute path with `/`, spelled as VS Code spells it: everything but unreserved
 * characters is percent-encoded and drive letters are lower case (`file:///c%3A/x`).
 */
export function uriOfPath(path: string): string {
  const drive = /^([A-Za-z]):/.exec(path);
  const local = drive === null ? path : `/${(drive[1] ?? "").toLowerCase()}:${path.slice(2)}`;
  if (local.startsWith("//")) {
    const [host = "", ...rest] = local.slice(2).split("/");
    const virtual = /^([a-z][a-z0-9+.-]*):(.*)$/.exec(host);
    if (virtual !== null) {
      const [, scheme = "", authority = ""] = virtual;
      return `${scheme}://${encodeSegment(authority)}/${rest.map(encodeSegment).join("/")}`;
    }
    return `file://${encodeSegment(host)}/${rest.map(encodeSegment).join("/")}`;
  }
  return `file://${local.split("/").map(encodeSegment).join("/")}`;
}

/** URI of a project file given relative to its root. */
export function uriOfFile(project: FileHome, file: string, uriOf: UriOf): string {
  return uriOf(joinPath(project.project.root, file));
}

export function rangeOf(project: FileHome, file: string, span: Span): Range {
  return project.linesOf(file).rangeOf(span);
}

/** A problem as a diagnostic; `helpUri` leads to the rule's page. */
export function toDiagnostic(
  project: FileHome,
  problem: Problem,
  uriOf: UriOf,
  helpUri: string,
): Diagnostic {
  const related = (problem.related ?? []).map(({ file, span, message }) => ({
    location: { uri: uriOfFile(project, file, uriOf), range: rangeOf(project, file, span) },
    message,
  }));
  return {
    range: rangeOf(project, problem.file, problem.span),
    severity: SEVERITIES[problem.severity],
    code: problem.code,
    codeDescription: { href: helpUri },
    source: "heddle",
    message: problem.message,
    ...(related.length > 0 && { relatedInformation: related }),
  };
}

/** Edits of several files in one; the order within a file does not matter to the protocol. */
export function toWorkspaceEdit(
  project: FileHome,
  edits: readonly TextEdit[],
  uriOf: UriOf,
): WorkspaceEdit {
  const changes: Record<string, LspTextEdit[]> = {};
  for (const { file, span, newText } of edits) {
    const uri = uriOfFile(project, file, uriOf);
    changes[uri] ??= [];
    changes[uri].push({ range: rangeOf(project, file, span), newText });
  }
  return { changes };
}

/**
 * The same, to be looked at first: an editor opens its preview where any edit wants to be confirmed.
 * What could break something does so itself; safe edits come confirmed, and one that changes nothing
 * opens the preview. `label` heads the list, `description` says what each edit does.
 */
export function toConfirmedEdit(
  project: FileHome,
  edits: readonly TextEdit[],
  uriOf: UriOf,
  { label, description, isSafe, lookLabel }: EditLook,
): WorkspaceEdit {
  const { changes = {} } = toWorkspaceEdit(project, edits, uriOf);
  return {
    documentChanges: Object.entries(changes).map(([uri, own], index) => ({
      textDocument: { uri, version: null },
      edits: [
        ...(isSafe && index === 0
          ? [{ range: startOf(own), newText: "", annotationId: LOOK }]
          : []),
        ...own.map((edit) => ({ ...edit, annotationId: EDIT })),
      ],
    })),
    changeAnnotations: {
      [EDIT]: { label, description, needsConfirmation: !isSafe },
      ...(isSafe && { [LOOK]: { label: lookLabel, needsConfirmation: true } }),
    },
  };
}

const EDIT = "heddle";
const LOOK = "heddle.look";

function startOf(edits: readonly LspTextEdit[]): Range {
  const start = edits[0]?.range.start ?? { line: 0, character: 0 };
  return { start, end: start };
}

function encodeSegment(segment: string): string {
  // Lone surrogates cannot be encoded; a file name with one is a broken name already.
  return encodeURIComponent(segment.replace(/\p{Surrogate}/gu, "\ufffd")).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
