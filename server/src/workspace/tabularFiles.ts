/**
 * Where the files around a tabular model lie: TMSL scripts below a folder, the model that a script is
 * about, the heddle.yml beside a model. Looks at names, and into JSON only where its name suggests it.
 */
import { baseName, type FileSystem, folderOf, isFailure, joinPath } from "../base/fileSystem";
import { walkFolders } from "../base/walkFolders";
import { findTmdl } from "../tabular/findTmdl";
import { isTmslText } from "../tabular/script/parseScript";

/** Looks into files, so nearer than where models are looked for by name alone. */
const WALK = { maxDepth: 5, maxFolders: 2_000 };
/** `.xmla` is what Management Studio calls a script, in XML or in TMSL. */
const SCRIPT = /\.(?:tmsl|xmla)$/i;
const SCRIPT_LIKE = /(?:refresh|process|tmsl|xmla)[^/]*\.json$/i;
const LEVELS_ABOVE = 3;

/** Whether a path may name a TMSL script; `.json` may as well be something else. */
export function isScriptPath(path: string): boolean {
  return SCRIPT.test(path) || path.toLowerCase().endsWith(".json");
}

/** Whether `path` is a file that begins as a TMSL script does. Reads it. */
export function isScriptFile(fileSystem: FileSystem, path: string): boolean {
  const read = isScriptPath(path) ? fileSystem.read(path) : undefined;
  return read !== undefined && !isFailure(read) && isTmslText(read.text);
}

/** TMSL scripts below `root`, in the order of their folders. O(folders + texts of candidates). */
export function findScripts(fileSystem: FileSystem, root: string): readonly string[] {
  return filesBelow(fileSystem, root).filter((path) => isScriptNamed(fileSystem, path));
}

/**
 * Models and scripts below `root`, sorted: `.bim` files, TMDL folders, TMSL scripts. O(folders + texts of
 * what is named like a script).
 */
export function findModels(fileSystem: FileSystem, root: string): readonly string[] {
  const files = filesBelow(fileSystem, root).filter(
    (path) => /\.bim$/i.test(path) || isScriptNamed(fileSystem, path),
  );
  return [...new Set([...findTmdl(fileSystem, root), ...files])].sort();
}

function filesBelow(fileSystem: FileSystem, root: string): readonly string[] {
  return [...walkFolders(fileSystem, root, WALK)].flatMap(({ folder, entries }) =>
    entries.flatMap(({ name, kind }) => (kind === "file" ? [joinPath(folder, name)] : [])),
  );
}

/** Whether a file is named like a script and is one. */
function isScriptNamed(fileSystem: FileSystem, path: string): boolean {
  const isNamed = SCRIPT.test(path) || SCRIPT_LIKE.test(baseName(path));
  return isNamed && isScriptFile(fileSystem, path);
}

/**
 * Models that a script may be about, the nearest folders first: `.bim` files and TMDL folders beside
 * it, above it and in the folders beside those.
 */
export function modelsAround(fileSystem: FileSystem, script: string): readonly string[] {
  const found = new Set<string>();
  for (let folder = folderOf(script), step = 0; step < LEVELS_ABOVE; step++) {
    const entries = fileSystem.list(folder);
    const names = isFailure(entries) ? [] : entries;
    const below = names.filter(({ kind, name }) => kind === "folder" && !name.startsWith("."));
    for (const place of [folder, ...below.map(({ name }) => joinPath(folder, name))]) {
      for (const path of modelsIn(fileSystem, place)) found.add(path);
    }
    if (folderOf(folder) === folder) break;
    folder = folderOf(folder);
  }
  return [...found];
}

function modelsIn(fileSystem: FileSystem, folder: string): readonly string[] {
  const entries = fileSystem.list(folder);
  if (isFailure(entries)) return [];
  const bim = entries.flatMap(({ name, kind }) =>
    kind === "file" && /\.bim$/i.test(name) ? [joinPath(folder, name)] : [],
  );
  const definition = joinPath(folder, "definition");
  return [...bim, ...(isModelFolder(fileSystem, definition) ? [definition] : [])];
}

function isModelFolder(fileSystem: FileSystem, folder: string): boolean {
  const [found] = isFailure(fileSystem.list(folder)) ? [] : findTmdl(fileSystem, folder);
  return found === folder;
}

/** The heddle.yml beside a model, or up to three folders above it. */
export function sidecarFile(
  fileSystem: FileSystem,
  model: string,
): { readonly path: string; readonly text: string } | undefined {
  for (let folder = folderOf(model), step = 0; step < 4; folder = folderOf(folder), step++) {
    const path = joinPath(folder, "heddle.yml");
    const read = fileSystem.read(path);
    if (!isFailure(read)) return { path, text: read.text };
  }
  return undefined;
}

/** Path of the model that holds `file`: a `.bim` or script itself, the TMDL folder around a file. */
export function modelPathOf(fileSystem: FileSystem, file: string): string | undefined {
  const name = baseName(file).toLowerCase();
  if (name.endsWith(".bim")) return file;
  if (name.endsWith(".tmdl")) return findTmdl(fileSystem, file)[0];
  const inFolder = /\.(?:json|dax|m)$/.test(name) ? findTmdl(fileSystem, file)[0] : undefined;
  if (inFolder !== undefined) return inFolder;
  return isScriptFile(fileSystem, file) ? file : undefined;
}
