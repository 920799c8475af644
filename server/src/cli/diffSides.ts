/**
 * Opens the two sides of `heddle diff`: a folder, or a git ref whose files come from git's object
 * store while run history and installed packages, which no commit holds, come from the disk.
 */
import { type FileSystem, isFailure, joinPath, relativePath } from "../base/fileSystem";
import { compareText } from "../base/problem";
import type { DiffInput } from "../ide/answers/diffAnswer";
import type { Settings } from "../protocol";
import { findInputs } from "../workspace/findInputs";
import { openProject } from "../workspace/openProject";
import type { CommandContext } from "./command";
import { type Failure, failure, hasFailed } from "./failure";
import { absolutePath } from "./paths";
import { settingsOf } from "./settings";

/** Folders of a project that are usually not committed and that both sides share. */
const UNCOMMITTED: ReadonlySet<string> = new Set([
  // Its name alone tells where the repository begins.
  ".git",
  ".heddle",
  "target",
  "dbt_packages",
  "dbt_modules",
  "history",
  "run_history",
]);

/** The project that `written` names; for a ref the one at `path` of that commit. */
export function openSide(
  context: CommandContext,
  written: string,
  path: string,
): DiffInput | Failure {
  const { io } = context;
  const settings = settingsOf(context);
  if (hasFailed(settings)) return settings;
  const folder = absolutePath(io, written);
  const isFolder = !isFailure(io.fileSystem.list(folder));
  if (isFolder) return openAt(context, settings, io.fileSystem, folder, written);
  const tree = io.openGitTree(io.cwd, written);
  if (typeof tree === "string") {
    return failure(`${written}: no such folder, and ${tree}`);
  }
  const { top, commit, fileSystem } = tree;
  const layered = withUncommitted(fileSystem, io.fileSystem, top, settings.history);
  const side = openAt(context, settings, layered, absolutePath(io, path), written, path);
  return hasFailed(side) ? side : { ...side, commit };
}

function openAt(
  { io }: CommandContext,
  settings: Settings,
  fileSystem: FileSystem,
  folder: string,
  name: string,
  path?: string,
): DiffInput | Failure {
  const shown = path === undefined || path === "." ? name : `${name}: ${path}`;
  const projects = findInputs(fileSystem, folder).filter(({ kind }) => kind === "dbt");
  const [project] = projects;
  if (project === undefined) return failure(`${shown}: holds no dbt project (dbt_project.yml)`);
  if (projects.length > 1) {
    const paths = projects.map((one) => relativePath(io.cwd, one.path)).join(", ");
    return failure(`${shown}: holds ${projects.length} dbt projects, name one as PATH: ${paths}`);
  }
  io.progress(`reading ${name}`);
  const { snapshot } = openProject({
    fileSystem,
    root: project.path,
    settings,
    now: io.now(),
    previous: undefined,
  });
  return { name, snapshot };
}

/**
 * The commit's files below `top` with, from the disk, what commits do not hold: everything outside
 * `top`, the folders of builds, packages and history, and what `--history` names.
 */
export function withUncommitted(
  tree: FileSystem,
  disk: FileSystem,
  top: string,
  history: readonly string[],
): FileSystem {
  const isBelow = (path: string) => path === top || path.startsWith(top === "/" ? top : `${top}/`);
  const roots = history.map((glob) => glob.replace(/\/[^/]*[*?{[(!].*$/, ""));
  const isShared = (path: string) =>
    !isBelow(path) ||
    relativePath(top, path)
      .split("/")
      .some((part) => UNCOMMITTED.has(part)) ||
    roots.some((root) => path === root || path.startsWith(`${root}/`));
  return {
    read(file) {
      const found = tree.read(file);
      return isFailure(found) && found.failure === "missing" && isShared(file)
        ? disk.read(file)
        : found;
    },
    list(folder) {
      const committed = tree.list(folder);
      if (isShared(folder) && isFailure(committed)) return disk.list(folder);
      const local = disk.list(folder);
      if (isFailure(local)) return committed;
      const known = isFailure(committed) ? [] : committed;
      const names = new Set(known.map(({ name }) => name));
      const more = local.filter(({ name }) => !names.has(name) && isShared(joinPath(folder, name)));
      if (isFailure(committed) && more.length === 0) return committed;
      return [...known, ...more].sort((a, b) => compareText(a.name, b.name));
    },
  };
}
