/**
 * Opens one dbt project: reads its files, heddle.yml and run history now, and puts everything that
 * follows from them behind lazy functions. What the workspace and the command line share.
 */

import { PROJECT_SETTINGS_FILE } from "../advise/ruleSettings";
import { baseName, type FileSystem, isFailure, joinPath, relativePath } from "../base/fileSystem";
import type { Problem } from "../base/problem";
import type { RunRecord } from "../dbt/artifacts/runRecord";
import { parseRunResults } from "../dbt/artifacts/runResults";
import type { DbtProject } from "../dbt/project";
import { readProject } from "../dbt/readProject";
import { type ResolveOptions, resolveProject } from "../dbt/resolveProject";
import type { ProjectSources } from "../dbt/sources";
import type { Settings } from "../protocol";
import { historyFiles } from "./historyFiles";
import { projectSnapshot } from "./projectSnapshot";
import type { ProjectSnapshot } from "./snapshot";

export interface OpenProjectInput {
  readonly fileSystem: FileSystem;
  /** Absolute path of the folder of dbt_project.yml. */
  readonly root: string;
  readonly settings: Settings;
  /** ISO time that macros see where the settings name none. */
  readonly now: string;
  /** The same project in an earlier state, whose results are reused where their inputs are equal. */
  readonly previous: OpenedProject | undefined;
}

export interface OpenedProject {
  readonly snapshot: ProjectSnapshot;
  readonly project: DbtProject;
  readonly history: readonly ReadRun[];
  /** Whether a change of `path` (absolute) can change what is known of the project. */
  concerns(path: string): boolean;
}

/** A history file with what it says, kept as long as its text is the same. */
export interface ReadRun {
  readonly file: string;
  readonly text: string;
  readonly run: RunRecord | undefined;
  readonly problems: readonly Problem[];
}

/** Folders that dbt and other tools write into; nothing in them is part of the project. */
const WRITTEN_FOLDERS = ["target", "logs", ".git", "node_modules"];

/** The project at `root`. Reads files now; evaluates models now, schedules when asked. */
export function openProject(input: OpenProjectInput): OpenedProject {
  const { fileSystem, root, settings, previous } = input;
  const sources = readProject(fileSystem, root, {
    ...(settings.profilesDir === "" ? {} : { profilesDir: joinPath(root, settings.profilesDir) }),
  });
  const project = resolveProject(sources, resolveOptions(input), previous?.project);
  const history = readHistory(fileSystem, root, settings, previous?.history ?? []);
  const rulesFile = fileSystem.read(joinPath(root, PROJECT_SETTINGS_FILE));
  const snapshot = projectSnapshot({
    project,
    settings,
    history,
    rulesText: isFailure(rulesFile) ? undefined : rulesFile.text,
  });
  const read = pathsOf(sources, root, history);
  return {
    snapshot,
    project,
    history,
    concerns: (path) => read.has(path) || isInProject(path, root, sources.installFolder),
  };
}

function resolveOptions({ settings, now }: OpenProjectInput): ResolveOptions {
  return {
    ...(settings.engine === "auto" ? {} : { engine: settings.engine }),
    ...(settings.target === "" ? {} : { target: settings.target }),
    ...(settings.threads === null ? {} : { threads: settings.threads }),
    vars: JSON.stringify(settings.vars),
    env: settings.env,
    at: settings.at === "" ? now : settings.at,
  };
}

function readHistory(
  fileSystem: FileSystem,
  root: string,
  settings: Settings,
  previous: readonly ReadRun[],
): readonly ReadRun[] {
  const known = new Map(previous.map((run) => [run.file, run]));
  return historyFiles(fileSystem, root, settings.history).flatMap((path): readonly ReadRun[] => {
    const read = fileSystem.read(path);
    if (isFailure(read)) return [];
    const file = relativePath(root, path);
    const before = known.get(file);
    if (before?.text === read.text) return [before];
    const { run, problems } = parseRunResults(read.text, file);
    return [{ file, text: read.text, run, problems }];
  });
}

/** Absolute paths of all that was read, for files outside the project's folder. */
function pathsOf(
  sources: ProjectSources,
  root: string,
  history: readonly ReadRun[],
): ReadonlySet<string> {
  const relative = [
    ...sources.packages.flatMap(({ files }) => files.map(({ path }) => path)),
    ...[sources.profiles, sources.packagesFile].flatMap((file) => (file ? [file.path] : [])),
    ...history.map(({ file }) => file),
  ];
  return new Set(relative.map((path) => joinPath(root, path)));
}

/** Files below the root that dbt might read: sources and YAML, not what tools write. */
function isInProject(path: string, root: string, installFolder: string): boolean {
  if (!path.startsWith(`${root}/`)) return false;
  const inside = path.slice(root.length + 1);
  const folder = inside.slice(0, inside.indexOf("/"));
  if (WRITTEN_FOLDERS.includes(folder)) return baseName(inside) === "run_results.json";
  return !inside.startsWith(`${installFolder}/`) || inside.split("/").length <= 2;
}
