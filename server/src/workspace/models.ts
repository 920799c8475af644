/**
 * The tabular models and TMSL scripts of the open folders and documents, opened when somebody asks
 * and kept until one of their files changes.
 */
import { baseName, type FileSystem, isFailure } from "../base/fileSystem";
import type { TabularLevels } from "../tabular/tabularProblems";
import { cachedFileSystem } from "./cachedFileSystem";
import { type ModelSnapshot, openModel } from "./openModel";
import { findModels, modelPathOf } from "./tabularFiles";

export interface Models {
  setFolders(folders: readonly string[]): void;
  setDocument(path: string, text: string | undefined): void;
  noticeDisk(paths: readonly string[]): void;
  /** Everything is read anew, with the levels that the settings name by then. */
  forget(): void;
  /** The model that an absolute path is or belongs to; absent for other files. */
  modelOf(path: string): ModelSnapshot | undefined;
  /** Paths of all models of the folders and documents, sorted; reads names only. */
  paths(): readonly string[];
  all(): readonly ModelSnapshot[];
}

/** Files that a model may be read from, beside the heddle.yml and traces next to it. */
const OWN = /\.(?:bim|tmdl|tmsl|xmla|json|dax|m)$/i;
/** Files that make a model or script by being there. */
const TELLING =
  /(?:\.(?:bim|tmdl|tmsl|xmla)|(?:refresh|process|tmsl)[^/]*\.json|\/database\.json)$/i;
const BESIDE = /(?:\/heddle\.yml|\.(?:dgml|xml|csv))$/i;

/** What settings say of the models at a path. */
export interface ModelSettings {
  readonly levels: TabularLevels;
  readonly tabular: Readonly<Record<string, unknown>>;
}

/** `settingsOf` is asked whenever a model is opened. */
export function createModels(
  disk: FileSystem,
  settingsOf: (path: string) => ModelSettings,
): Models {
  const fileSystem = cachedFileSystem(disk);
  const documents = new Set<string>();
  const opened = new Map<string, ModelSnapshot | undefined>();
  let folders: readonly string[] = [];
  let found: readonly string[] | undefined;

  const drop = (path: string): void => {
    const isOwn = OWN.test(path);
    const isFolder = !baseName(path).includes(".");
    if (!isOwn && !isFolder && !BESIDE.test(path)) return;
    if (!isOwn) {
      opened.clear();
      if (isFolder) found = undefined;
      return;
    }
    for (const [model, snapshot] of opened) {
      // A script is about a model elsewhere; which one, only opening it tells.
      const isScript = snapshot?.script !== undefined;
      if (isScript || path === model || path.startsWith(`${model}/`)) opened.delete(model);
    }
  };

  const open = (path: string): ModelSnapshot | undefined => {
    if (!opened.has(path)) {
      const snapshot = openModel({ fileSystem, path, ...settingsOf(path) });
      opened.set(path, typeof snapshot === "string" ? undefined : snapshot);
    }
    return opened.get(path);
  };

  const paths = (): readonly string[] => {
    found ??= folders.flatMap((folder) => findModels(fileSystem, folder));
    const loose = [...documents].flatMap((file) => modelPathOf(fileSystem, file) ?? []);
    return [...new Set([...found, ...loose])].sort();
  };

  return {
    setFolders(next) {
      folders = next;
      found = undefined;
    },
    setDocument(path, text) {
      if (text === undefined) documents.delete(path);
      else if (OWN.test(path)) documents.add(path);
      fileSystem.setDocument(path, text);
      drop(path);
    },
    noticeDisk(changed) {
      for (const path of changed) {
        // Of artifacts, which may be huge, and of other files only the name counts.
        const isTold = TELLING.test(path);
        const isKnown = isTold && !isFailure(fileSystem.read(path));
        fileSystem.forget(path);
        // One that came or went changes which models there are.
        if (isTold && isKnown === isFailure(fileSystem.read(path))) found = undefined;
        drop(path);
      }
    },
    forget: () => opened.clear(),
    modelOf(path) {
      if (opened.has(path)) return open(path);
      const model = OWN.test(path) ? modelPathOf(fileSystem, path) : undefined;
      if (model !== undefined) return open(model);
      return paths().includes(path) ? open(path) : undefined;
    },
    paths,
    all: () => paths().flatMap((path) => open(path) ?? []),
  };
}
