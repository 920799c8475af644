/**
 * Opens one dbt project: reads its files, heddle.yml and run history now, and puts everything that
 * follows from them behind lazy functions. What the workspace and the command line share.
 */

import { PROJECT_SETTINGS_FILE } from "../advise/ruleSettings";
import { type FileSystem, isFailure, joinPath } from "../base/fileSystem";
import type { DbtProject } from "../dbt/project";
import { readProject } from "../dbt/readProject";
import { type ResolveOptions, resolveProject } from "../dbt/resolveProject";
import type { Settings } from "../protocol";
import type { Complexity } from "../sql/complexity";
import { type Calibrate, rememberingCalibrate } from "./observedHistory";
import { concernOf } from "./projectPaths";
import { projectSnapshot } from "./projectSnapshot";
import { type ReadRun, readHistory } from "./readHistory";
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
  /** Complexity by SQL text, shared by all states of the project. */
  readonly scores: Map<string, Complexity>;
  /** Shared likewise: runs do not change while somebody types. */
  readonly calibrate: Calibrate;
  /** Whether a change of `path` (absolute) can change what is known of the project. */
  concerns(path: string): boolean;
}

/** Scores of texts that are no longer there, kept before all are forgotten. */
const KEPT_SCORES = 2_000;

/** The project at `root`. Reads files now; evaluates models now, schedules when asked. */
export function openProject(input: OpenProjectInput): OpenedProject {
  const { fileSystem, root, settings, previous } = input;
  const sources = readProject(fileSystem, root, {
    ...(settings.profilesDir === "" ? {} : { profilesDir: joinPath(root, settings.profilesDir) }),
  });
  const project = resolveProject(sources, resolveOptions(input), previous?.project);
  const history = readHistory(fileSystem, root, settings.history, previous?.history ?? []);
  const rulesFile = fileSystem.read(joinPath(root, PROJECT_SETTINGS_FILE));
  const isSameDialect = previous?.project.adapter === project.adapter;
  const scores = isSameDialect ? previous.scores : new Map<string, Complexity>();
  // Texts of earlier states pile up with every keystroke.
  if (scores.size > 2 * project.nodes.size + KEPT_SCORES) scores.clear();
  const calibrate = previous?.calibrate ?? rememberingCalibrate();
  const snapshot = projectSnapshot({
    calibrate,
    project,
    settings,
    history,
    scores,
    rulesText: isFailure(rulesFile) ? undefined : rulesFile.text,
  });
  return {
    snapshot,
    project,
    history,
    scores,
    calibrate,
    concerns: concernOf(root, sources, settings, history),
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
