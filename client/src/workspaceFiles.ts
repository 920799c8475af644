/**
 * The files of the projects in this workspace, for a language server without a disk: read through
 * the editor's own file system, sent in pieces, and again when they change.
 */

import * as vscode from "vscode";
import type { FilesParams } from "../../server/src/protocol";

type SentFile = FilesParams["files"][number];

const watched = "**/*.{sql,yml,yaml,py,csv,md,jinja,jinja2,j2,json,dbtignore,bim,tmdl,tmsl,xmla}";
const wanted =
  /(?:\.(?:sql|ya?ml|py|csv|md|jinja2?|j2|bim|tmdl|tmsl|xmla)|(?:refresh|process|tmsl)[^/]*\.json|\/\.dbtignore|\/run_results[^/]*\.json|\/\.heddle-baseline\.json)$/i;
/** Of dbt's output only the runs' results are read. */
const output = /\/(?:target|logs)\/(?!run_results[^/]*\.json$)/;
const passedOver = new Set(["node_modules", "logs", "__pycache__", "venv", "site-packages"]);
const budgets = {
  /** A repository of more files is no dbt project alone. */
  files: 20_000,
  depth: 12,
  /** Larger files are data, not code. */
  bytes: 4_000_000,
  /** Requests at once: a repository far away answers each by itself. */
  readsAtOnce: 24,
  filesPerMessage: 200,
};

/** Sends what is there, then what changes, until disposed. Rejects only when `send` does. */
export async function sendWorkspaceFiles(
  send: (params: FilesParams) => Promise<void>,
): Promise<vscode.Disposable> {
  const watcher = vscode.workspace.createFileSystemWatcher(watched);
  const refresh = async (uri: vscode.Uri) => {
    if (isWanted(uri)) await send({ files: [await readFile(uri)] });
  };
  const subscriptions = [
    watcher,
    watcher.onDidCreate(refresh),
    watcher.onDidChange(refresh),
    watcher.onDidDelete((uri) => send({ files: [{ uri: uri.toString(), text: null }] })),
    vscode.workspace.onDidChangeWorkspaceFolders(({ added }) => sendFolders(added, send)),
  ];
  await sendFolders(vscode.workspace.workspaceFolders ?? [], send);
  return vscode.Disposable.from(...subscriptions);
}

async function sendFolders(
  folders: readonly vscode.WorkspaceFolder[],
  send: (params: FilesParams) => Promise<void>,
): Promise<void> {
  const found: vscode.Uri[] = [];
  for (const { uri } of folders) await collect(uri, 0, found);
  for (let start = 0; start < found.length; start += budgets.filesPerMessage) {
    const part = found.slice(start, start + budgets.filesPerMessage);
    await send({ files: await readAll(part) });
  }
}

async function collect(folder: vscode.Uri, depth: number, found: vscode.Uri[]): Promise<void> {
  let entries: [string, vscode.FileType][];
  try {
    entries = await vscode.workspace.fs.readDirectory(folder);
  } catch {
    // A folder that cannot be listed holds nothing for us.
    return;
  }
  const below: Promise<void>[] = [];
  for (const [name, type] of entries) {
    const uri = vscode.Uri.joinPath(folder, name);
    if (type === vscode.FileType.Directory) {
      const isOpen = depth < budgets.depth && !name.startsWith(".") && !passedOver.has(name);
      if (isOpen) below.push(collect(uri, depth + 1, found));
    } else if (isWanted(uri) && found.length < budgets.files) found.push(uri);
  }
  await Promise.all(below);
}

function isWanted({ path }: vscode.Uri): boolean {
  return wanted.test(path) && !output.test(path);
}

/** In the order of `uris`; several are on their way at once. */
async function readAll(uris: readonly vscode.Uri[]): Promise<readonly SentFile[]> {
  const files = new Array<SentFile>(uris.length);
  let next = 0;
  const reader = async (): Promise<void> => {
    for (let index = next++; index < uris.length; index = next++) {
      files[index] = await readFile(uris[index]!);
    }
  };
  await Promise.all(Array.from({ length: budgets.readsAtOnce }, reader));
  return files;
}

async function readFile(uri: vscode.Uri): Promise<SentFile> {
  try {
    const bytes = await vscode.workspace.fs.readFile(uri);
    const text = bytes.length > budgets.bytes ? "" : new TextDecoder().decode(bytes);
    return { uri: uri.toString(), text };
  } catch {
    return { uri: uri.toString(), text: null };
  }
}
