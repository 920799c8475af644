/**
 * `workspace/didChangeWatchedFiles` and what to watch: project files, and of what dbt writes only the
 * run's results. A run of dbt rewrites a whole folder; that must not make the server work.
 */
import type { DidChangeWatchedFilesParams, FileSystemWatcher } from "vscode-languageserver";
import { FileChangeType } from "vscode-languageserver";
import { BUDGETS } from "../environment";
import { pathOf, type Session } from "../session";

export const WATCHERS: readonly FileSystemWatcher[] = [
  { globPattern: "**/*.{sql,yml,yaml,py,csv,md,jinja,jinja2,j2}" },
  { globPattern: "**/run_results*.json" },
  { globPattern: "**/.dbtignore" },
  {
    globPattern: "**/{uv.lock,poetry.lock,pdm.lock,Pipfile.lock,pyproject.toml,requirements*.txt}",
  },
  { globPattern: "**/*.{bim,tmdl,tmsl,xmla,dgml}" },
  { globPattern: "**/*{refresh,process,tmsl}*.json" },
  { globPattern: "**/.heddle-baseline.json" },
];

/** Folders of which nothing matters, wherever they lie. */
const UNWATCHED = /\/(?:\.git|node_modules|logs|\.venv|venv|__pycache__|site-packages)\//;
/** dbt's output: compiled and run SQL, manifests. */
const TARGET = /\/target\//;
const RUN_RESULTS = /\/run_results[^/]*\.json$/;

export function didChangeWatchedFiles(
  session: Session,
  { changes }: DidChangeWatchedFilesParams,
): void {
  const files: string[] = [];
  const artifacts: string[] = [];
  for (const { uri, type } of changes) {
    const path = pathOf(session, uri);
    if (path === undefined || UNWATCHED.test(path)) continue;
    if (RUN_RESULTS.test(path)) artifacts.push(path);
    else if (!TARGET.test(path) && !isOwnText(session, path, type)) files.push(path);
  }
  if (files.length > 0) session.noticeDisk(files, BUDGETS.settleDiskMs);
  if (artifacts.length > 0) session.noticeDisk(artifacts, BUDGETS.settleArtifactsMs);
}

/** The editor has saved what it shows: nothing that is not known already. */
function isOwnText(session: Session, path: string, type: FileChangeType): boolean {
  return type === FileChangeType.Changed && session.documents.uriOf(path) !== undefined;
}
