/**
 * The model folders (TMDL, or as pbi-tools kept them before) that a path names: the folder itself, the
 * one around a `.tmdl` file, the one that a `.pbip` belongs to, those below. Looks at names only.
 */
import { baseName, type FileSystem, folderOf, isFailure, joinPath } from "../base/fileSystem";
import { type WalkedFolder, walkFolders } from "../base/walkFolders";
import { isPbiToolsFolder } from "./readPbiTools";

/** Model folders and `.bim` files that absolute `path` names, sorted. O(folders). */
export function findTmdl(fileSystem: FileSystem, path: string): readonly string[] {
  if (!isFailure(fileSystem.list(path))) return foldersBelow(fileSystem, path);
  const name = baseName(path).toLowerCase();
  if (/\.(?:tmdl|dax|m)$/.test(name) || isPart(path)) return around(fileSystem, folderOf(path));
  return name.endsWith(".pbip") ? modelsOfProject(fileSystem, path) : [];
}

/** A JSON file where pbi-tools kept the parts of a model. */
function isPart(path: string): boolean {
  return /\/(?:database\.json|tables\/[^/]+\/(?:table\.json|[^/]+\/[^/]+\.json))$/i.test(path);
}

/** `Sales.pbip` belongs to the `Sales.SemanticModel` (or `.Dataset`) beside it. */
function modelsOfProject(fileSystem: FileSystem, file: string): readonly string[] {
  const folder = folderOf(file);
  const entries = fileSystem.list(folder);
  if (isFailure(entries)) return [];
  const models = entries.filter(
    ({ name, kind }) => kind === "folder" && /\.(?:SemanticModel|Dataset)$/i.test(name),
  );
  const own = baseName(file)
    .replace(/\.pbip$/i, "")
    .toLowerCase();
  const same = models.filter(({ name }) => name.replace(/\.[^.]*$/, "").toLowerCase() === own);
  return (same.length > 0 ? same : models).flatMap(({ name }) => {
    const below = joinPath(folder, name);
    const tmdl = foldersBelow(fileSystem, below);
    const bim = joinPath(below, "model.bim");
    return tmdl.length > 0 ? tmdl : isFailure(fileSystem.read(bim)) ? [] : [bim];
  });
}

function around(fileSystem: FileSystem, start: string): readonly string[] {
  for (let folder = start, step = 0; step < 4; folder = folderOf(folder), step++) {
    if (isModelFolder(fileSystem, folder)) return [folder];
  }
  return [];
}

function foldersBelow(fileSystem: FileSystem, root: string): readonly string[] {
  const found = new Set<string>();
  // A model holds no other models.
  const isEntered = ({ folder }: WalkedFolder) => !found.has(folder);
  for (const { folder } of walkFolders(fileSystem, root, { isEntered })) {
    if (isModelFolder(fileSystem, folder)) found.add(folder);
  }
  return [...found].sort();
}

function isModelFolder(fileSystem: FileSystem, folder: string): boolean {
  if (isPbiToolsFolder(fileSystem, folder)) return true;
  const entries = fileSystem.list(folder);
  if (isFailure(entries)) return false;
  return entries.some(({ name, kind }) => {
    const lower = name.toLowerCase();
    return kind === "file" && (lower === "model.tmdl" || lower === "database.tmdl");
  });
}
