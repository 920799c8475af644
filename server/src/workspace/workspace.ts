/**
 * The only mutable thing of the server: folders, unsaved documents and settings, changed by
 * `apply` alone. Everything that answers questions is a frozen `Snapshot` taken from it.
 */
import { type FileSystem, isFailure } from "../base/fileSystem";
import { lazy } from "../base/lazy";
import type { EvaluationWatch } from "../dbt/evaluationWatch";
import type { Settings } from "../protocol";
import { cachedFileSystem } from "./cachedFileSystem";
import { projectAbove, projectsAround } from "./findInputs";
import { type OpenedProject, openProject } from "./openProject";
import type { ProjectSnapshot, Snapshot } from "./snapshot";

export interface WorkspaceOptions {
  /** The disk; texts are cached until a change says otherwise. */
  readonly fileSystem: FileSystem;
  readonly settings: Settings;
  /** Absolute paths of the folders that are open. */
  readonly folders: readonly string[];
  /** ISO time that macros see where the settings give none. Read once per project and revision. */
  readonly now: () => string;
  /** Told of every evaluation. */
  readonly watch?: EvaluationWatch;
}

/** All that can happen to a workspace. Paths are absolute, with `/`. */
export type Change =
  /** A document was opened or edited; `text` undefined = closed, the disk counts again. */
  | { readonly kind: "document"; readonly path: string; readonly text: string | undefined }
  /** Files or folders appeared, changed or vanished on disk. */
  | { readonly kind: "disk"; readonly paths: readonly string[] }
  | { readonly kind: "settings"; readonly settings: Settings }
  | { readonly kind: "folders"; readonly folders: readonly string[] };

export interface Workspace {
  /** Number of changes applied so far. */
  readonly revision: number;
  apply(change: Change): void;
  /** The present state; the same object until the next change. */
  snapshot(): Snapshot;
}

interface Project {
  readonly root: string;
  opened: OpenedProject | undefined;
  /** Paths that changed since it was opened; undefined: anything may have. */
  changed: Set<string> | undefined;
}

/** Workspace over `fileSystem`. Projects are read when a snapshot first asks for them. */
export function createWorkspace(options: WorkspaceOptions): Workspace {
  const fileSystem = cachedFileSystem(options.fileSystem);
  let settings = options.settings;
  let folders = options.folders;
  let revision = 0;
  let projects: Map<string, Project> | undefined;
  let current: Snapshot | undefined;

  const knownProjects = (): Map<string, Project> => {
    projects ??= new Map(
      projectRoots(fileSystem, folders, settings.projectDir).map((root) => [
        root,
        { root, opened: undefined, changed: undefined },
      ]),
    );
    return projects;
  };

  const noticePath = (path: string): void => {
    if (isProjectFile(path) || holdsProjects(path)) {
      rememberRoots();
      return;
    }
    for (const project of projects?.values() ?? []) {
      if (project.opened?.concerns(path) === true) project.changed?.add(path);
    }
  };

  /** True for a folder: one that came may hold projects, one that went may have held some. */
  const holdsProjects = (path: string): boolean =>
    !isFailure(fileSystem.list(path)) ||
    [...(projects?.keys() ?? [])].some((root) => `${root}/`.startsWith(`${path}/`));

  /** Which projects exist may have changed: found anew, what is known of the old ones is kept. */
  const rememberRoots = (): void => {
    const before = projects;
    projects = undefined;
    for (const [root, project] of knownProjects()) {
      const known = before?.get(root);
      if (known !== undefined) project.opened = known.opened;
    }
  };

  const staleAll = (): void => {
    for (const project of projects?.values() ?? []) project.changed = undefined;
  };

  const snapshotOf = (project: Project): ProjectSnapshot => {
    const { changed } = project;
    if (project.opened === undefined || changed === undefined || changed.size > 0) {
      project.opened = openProject({
        fileSystem,
        root: project.root,
        settings,
        now: options.now(),
        previous: project.opened,
        ...(changed === undefined ? {} : { changed }),
        ...(options.watch === undefined ? {} : { watch: options.watch }),
      });
      project.changed = new Set();
    }
    return project.opened.snapshot;
  };

  return {
    get revision() {
      return revision;
    },

    apply(change) {
      revision++;
      current = undefined;
      switch (change.kind) {
        case "document":
          fileSystem.setDocument(change.path, change.text);
          noticePath(change.path);
          break;
        case "disk":
          for (const path of change.paths) fileSystem.forget(path);
          for (const path of change.paths) noticePath(path);
          break;
        case "settings":
          settings = change.settings;
          rememberRoots();
          staleAll();
          break;
        case "folders":
          folders = change.folders;
          rememberRoots();
          break;
      }
    },

    snapshot() {
      if (current !== undefined) return current;
      const known = knownProjects();
      // Innermost first, so that a project nested in another one wins its own files.
      const roots = [...known.keys()].sort((a, b) => b.length - a.length);
      const opened = new Map(
        [...known].map(([root, project]): [string, () => ProjectSnapshot] => {
          // A project in use is brought up to date now, so that later changes cannot reach this
          // snapshot; one that nobody has asked for yet is read when somebody does.
          if (project.opened === undefined) return [root, lazy(() => snapshotOf(project))];
          const present = snapshotOf(project);
          return [root, () => present];
        }),
      );
      const taken = revision;
      const takenSettings = settings;
      current = {
        revision: taken,
        settings: takenSettings,
        get projects() {
          return [...opened.values()].map((open) => open());
        },
        projectOf(path) {
          const root = roots.find((folder) => path === folder || path.startsWith(`${folder}/`));
          if (root !== undefined) return opened.get(root)?.();
          const outside = [...known.values()].find((project) => project.opened?.concerns(path));
          return outside === undefined ? undefined : opened.get(outside.root)?.();
        },
      };
      return current;
    },
  };
}

/** Folders of the dbt projects in and around the open folders, sorted and unique. */
function projectRoots(
  fileSystem: FileSystem,
  folders: readonly string[],
  projectDir: string,
): readonly string[] {
  const roots = folders.flatMap((folder) => {
    if (projectDir !== "") {
      const chosen = projectAbove(fileSystem, `${folder}/${projectDir}`);
      if (chosen !== undefined) return [chosen];
    }
    return projectsAround(fileSystem, folder);
  });
  return [...new Set(roots)].sort();
}

function isProjectFile(path: string): boolean {
  return path.endsWith("/dbt_project.yml");
}
