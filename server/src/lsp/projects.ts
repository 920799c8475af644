/**
 * All workspaces of a session: one for each open folder, because each may have settings of its own,
 * and one for each project whose files are open without a folder. Finds the project of a path.
 */
import { baseName, folderOf } from "../base/fileSystem";
import type { RunContext, Settings } from "../protocol";
import { projectAbove, projectsAround } from "../workspace/findInputs";
import { createModels, type Models } from "../workspace/models";
import { DEFAULT_SETTINGS } from "../workspace/settings";
import type { ProjectSnapshot } from "../workspace/snapshot";
import { type Change, createWorkspace, type Workspace } from "../workspace/workspace";
import { BUDGETS, type Environment } from "./environment";

export interface Projects {
  /** Tabular models and scripts; they change with the projects, in step with `revision`. */
  readonly models: Models;
  /** Counts all changes; any two answers of one revision are the same. */
  readonly revision: number;
  /** Absolute paths of the open folders. */
  readonly folders: readonly string[];
  /** Opens and closes folders; unchanged ones keep what they know. */
  setFolders(folders: readonly string[]): void;
  /** Settings of one folder, or of all and of folders to come. */
  setSettings(settings: Settings, folder?: string): void;
  /** An open document's text; `undefined` when it was closed. */
  setDocument(path: string, text: string | undefined): void;
  /** Files or folders changed on disk. */
  noticeDisk(paths: readonly string[]): void;
  /** The innermost project of a path; reads it when nobody has yet. */
  projectOf(path: string): ProjectSnapshot | undefined;
  /**
   * Every project of the open folders and around open documents; reads them. Of a folder with very
   * many projects only those that somebody has asked about.
   */
  all(): readonly ProjectSnapshot[];
  /** Folders of all projects, sorted; reads none of them. */
  roots(): readonly string[];
  /** What is asked about from now on in place of some settings. */
  setContext(context: RunContext): void;
  settingsOf(path: string): Settings;
  /**
   * The project of a path as it would be with some settings changed; the last few asked for are
   * kept, so that moving a slider does not read the project again.
   */
  variantOf(path: string, changed: Partial<Settings>): ProjectSnapshot | undefined;
}

/** One for the page of the schedule, one for another time of day. */
const KEPT_VARIANTS = 2;

interface Folder {
  readonly path: string;
  readonly workspace: Workspace;
  settings: Settings;
  /** Projects in it; absent until asked for. */
  roots: readonly string[] | undefined;
  /** True for the project around a document that lies in no open folder. */
  readonly isLoose: boolean;
}

/** No folders yet, every setting at its default. */
export function createProjects({ fileSystem, now, watch }: Environment): Projects {
  const documents = new Map<string, string>();
  /** Roots of the projects that a request was about. */
  const asked = new Set<string>();
  let folders: Folder[] = [];
  let defaults = DEFAULT_SETTINGS;
  let context: RunContext = {};
  const models = createModels(fileSystem, (path) => ofModels(settingsOf(path)));
  /** By folder and settings, the latest asked for last. */
  const variants = new Map<string, Workspace>();
  let revision = 0;

  const openWorkspace = (folder: string, settings: Settings): Workspace => {
    const workspace = createWorkspace({
      fileSystem,
      settings: within(settings, context),
      folders: [folder],
      now,
      ...(watch === undefined ? {} : { watch }),
    });
    for (const [file, text] of documents) workspace.apply({ kind: "document", path: file, text });
    return workspace;
  };
  const openFolder = (path: string, isLoose: boolean): Folder => {
    return {
      path,
      workspace: openWorkspace(path, defaults),
      settings: defaults,
      roots: undefined,
      isLoose,
    };
  };

  /** The innermost folder around `path`, open ones before loose ones of the same depth. */
  const folderAround = (path: string): Folder | undefined => {
    let best: Folder | undefined;
    for (const folder of folders) {
      if (
        isInside(path, folder.path) &&
        (best === undefined || folder.path.length > best.path.length)
      )
        best = folder;
    }
    return best;
  };

  const settingsOf = (path: string): Settings => folderAround(path)?.settings ?? defaults;

  /** Projects of a folder that `all` reads. */
  const projectsOf = (folder: Folder): readonly ProjectSnapshot[] => {
    const { workspace, path, settings } = folder;
    if (settings.projectDir !== "") return workspace.snapshot().projects;
    folder.roots ??= projectsAround(fileSystem, path);
    if (folder.roots.length <= BUDGETS.projectsAtOnce) return workspace.snapshot().projects;
    const wanted = folder.roots.filter(
      (root) => asked.has(root) || [...documents.keys()].some((file) => isInside(file, root)),
    );
    return wanted.flatMap((root) => workspace.snapshot().projectOf(root) ?? []);
  };

  const applyToAll = (change: Change): void => {
    const paths = change.kind === "document" ? [change.path] : [];
    forgetRoots(change.kind === "disk" ? change.paths : paths);
    revision++;
    for (const { workspace } of folders) workspace.apply(change);
    for (const workspace of variants.values()) workspace.apply(change);
  };

  /** Where a project file comes or goes, or whole folders do, projects are looked for again. */
  const forgetRoots = (paths: readonly string[]): void => {
    if (
      paths.every((path) => baseName(path) !== "dbt_project.yml" && baseName(path).includes("."))
    ) {
      return;
    }
    for (const folder of folders) folder.roots = undefined;
  };

  const openLoose = (path: string): void => {
    if (folderAround(path) !== undefined) return;
    const root = projectAbove(fileSystem, folderOf(path));
    if (root !== undefined) folders.push(openFolder(root, true));
  };

  /** Loose projects without an open document are let go. */
  const closeLoose = (): void => {
    folders = folders.filter(
      ({ path, isLoose }) => !isLoose || [...documents.keys()].some((file) => isInside(file, path)),
    );
  };

  return {
    models,
    get revision() {
      return revision;
    },
    get folders() {
      return folders.flatMap(({ path, isLoose }) => (isLoose ? [] : [path]));
    },
    setFolders(paths) {
      revision++;
      models.setFolders(paths);
      const known = new Map(folders.map((folder) => [folder.path, folder]));
      const open = [...new Set(paths)].map((path) => {
        const folder = known.get(path);
        return folder === undefined || folder.isLoose ? openFolder(path, false) : folder;
      });
      folders = open;
      for (const file of documents.keys()) openLoose(file);
    },
    setSettings(settings, only) {
      revision++;
      models.forget();
      if (only === undefined) defaults = settings;
      for (const folder of folders) {
        if (only !== undefined && folder.path !== only) continue;
        if (JSON.stringify(folder.settings) === JSON.stringify(settings)) continue;
        folder.settings = settings;
        folder.workspace.apply({ kind: "settings", settings: within(settings, context) });
      }
    },
    setDocument(path, text) {
      if (text === undefined) documents.delete(path);
      else documents.set(path, text);
      models.setDocument(path, text);
      applyToAll({ kind: "document", path, text });
      if (text === undefined) closeLoose();
      else openLoose(path);
    },
    noticeDisk(paths) {
      models.noticeDisk(paths);
      applyToAll({ kind: "disk", paths });
    },
    projectOf(path) {
      const inside = folderAround(path)?.workspace.snapshot().projectOf(path);
      const project = inside ?? outside(folders, path);
      if (project !== undefined) asked.add(project.project.root);
      return project;
    },
    all() {
      const found = new Map<string, ProjectSnapshot>();
      // Deepest folders first: a project that two folders hold belongs to the nearer one.
      for (const folder of [...folders].sort((a, b) => b.path.length - a.path.length)) {
        for (const project of projectsOf(folder)) {
          const { root } = project.project;
          if (!found.has(root)) found.set(root, project);
        }
      }
      return [...found.values()];
    },
    roots() {
      const roots = folders.flatMap((folder) => {
        const { settings, path } = folder;
        if (!settings.enable) return [];
        if (settings.projectDir !== "")
          return projectsOf(folder).map(({ project }) => project.root);
        folder.roots ??= projectsAround(fileSystem, path);
        return folder.roots;
      });
      return [...new Set(roots)].sort();
    },
    setContext(chosen) {
      if (JSON.stringify(chosen) === JSON.stringify(context)) return;
      context = chosen;
      revision++;
      for (const { workspace, settings } of folders) {
        workspace.apply({ kind: "settings", settings: within(settings, context) });
      }
    },
    settingsOf,
    variantOf(path, changed) {
      const folder = folderAround(path);
      if (folder === undefined) return undefined;
      const settings = { ...within(folder.settings, context), ...changed };
      const key = `${folder.path}\n${JSON.stringify(settings)}`;
      const workspace = variants.get(key) ?? openWorkspace(folder.path, settings);
      variants.delete(key);
      variants.set(key, workspace);
      for (const old of variants.keys()) if (variants.size > KEPT_VARIANTS) variants.delete(old);
      return workspace.snapshot().projectOf(path);
    },
  };
}

function ofModels({ rules, tabular }: Settings) {
  return { levels: new Map(Object.entries(rules)), tabular };
}

/** The settings with the moment, target and variables that are asked about. */
function within(settings: Settings, { at, target, vars }: RunContext): Settings {
  return {
    ...settings,
    ...(at !== undefined && { at }),
    ...(target !== undefined && { target }),
    ...(vars !== undefined && { vars: { ...settings.vars, ...vars } }),
  };
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}

/** Files that a project reads from elsewhere: `model-paths: ["../shared"]`, `~/.dbt/profiles.yml`. */
function outside(folders: readonly Folder[], path: string): ProjectSnapshot | undefined {
  for (const { workspace } of folders) {
    const project = workspace.snapshot().projectOf(path);
    if (project !== undefined) return project;
  }
  return undefined;
}
