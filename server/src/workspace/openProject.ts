/**
 * Opens one dbt project: reads its files, heddle.yml, its baseline and run history now, and puts everything that
 * follows from them behind lazy functions. What the workspace and the command line share.
 */

import { BASELINE_FILE, PROJECT_SETTINGS_FILE } from "../advise/ruleSettings";
import { type FileSystem, isFailure, joinPath } from "../base/fileSystem";
import { engineNamed } from "../dbt/engine";
import type { EvaluationWatch } from "../dbt/evaluationWatch";
import type { DbtProject } from "../dbt/project";
import { readProject } from "../dbt/readProject";
import { rereadFiles } from "../dbt/rereadFiles";
import { type ResolveOptions, resolveProject } from "../dbt/resolveProject";
import type { ProjectSources } from "../dbt/sources";
import type { Settings } from "../protocol";
import type { Complexity } from "../sql/complexity";
import { engineSeen, type SeenEngine } from "./engineSeen";
import { historyMatcher } from "./historyFiles";
import { type Calibrate, rememberingCalibrate } from "./observedHistory";
import { concernOf } from "./projectPaths";
import { type ProjectState, projectSnapshot } from "./projectSnapshot";
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
  /** Absolute paths that may have changed since `previous`; absent: anything may have. */
  readonly changed?: ReadonlySet<string>;
  /** Told of every evaluation. */
  readonly watch?: EvaluationWatch;
}

export interface OpenedProject {
  readonly snapshot: ProjectSnapshot;
  readonly state: ProjectState;
  readonly project: DbtProject;
  readonly sources: ProjectSources;
  readonly settings: Settings;
  /** What macros saw as now. */
  readonly now: string;
  readonly history: readonly ReadRun[];
  readonly engineSeen: readonly SeenEngine[];
  /** Complexity by SQL text, shared by all states of the project. */
  readonly scores: Map<string, Complexity>;
  /** Shared likewise: runs do not change while somebody types. */
  readonly calibrate: Calibrate;
  /** Whether a change of `path` (absolute) can change what is known of the project. */
  concerns(path: string): boolean;
}

/** Scores of texts that are no longer there, kept before all are forgotten. */
const KEPT_SCORES = 2_000;

/**
 * The project at `root`. Reads files now; evaluates models now, schedules when asked. With
 * `changed` and `previous`, an edit of a model costs what follows from that model.
 */
export function openProject(input: OpenProjectInput): OpenedProject {
  const { fileSystem, root, settings, previous } = input;
  const known = previous?.settings === settings ? previous : undefined;
  const read = known && input.changed && rereadProject(input, known, input.changed);
  const now = known !== undefined && isSameHour(known.now, input.now) ? known.now : input.now;
  const sources = read?.sources ?? readSources(input);
  const isSame = known !== undefined && sources === known.sources && now === known.now;
  const project = isSame
    ? known.project
    : resolveProject(sources, resolveOptions(settings, now, input.watch), previous?.project);
  const history =
    read?.history ??
    readHistory(fileSystem, root, settings.history, previous?.history ?? [], input.changed);
  const rulesText = textAt(fileSystem, joinPath(root, PROJECT_SETTINGS_FILE));
  const baselineText = textAt(fileSystem, joinPath(root, BASELINE_FILE));
  const before = known?.state.input;
  const isAsBefore = rulesText === before?.rulesText && baselineText === before?.baselineText;
  if (isSame && history === known.history && isAsBefore) return known;
  const isSameDialect = previous?.project.adapter === project.adapter;
  const runs = history.flatMap(({ run }) => run ?? []);
  // Read where dbt may have run since: an edit is no run.
  const seen =
    read !== undefined && history === known?.history
      ? known.engineSeen
      : engineSeen(fileSystem, root, runs);
  const scores = isSameDialect ? previous.scores : new Map<string, Complexity>();
  // Texts of earlier states pile up with every keystroke.
  if (scores.size > 2 * project.nodes.size + KEPT_SCORES) scores.clear();
  const calibrate = previous?.calibrate ?? rememberingCalibrate();
  const state = projectSnapshot({
    calibrate,
    project,
    settings,
    history,
    engineSeen: seen,
    scores,
    nowMs: Date.parse(settings.at === "" ? now : settings.at),
    rulesText,
    baselineText,
    previous: known?.state,
  });
  const concerns =
    read !== undefined && known !== undefined && history === known.history
      ? known.concerns
      : concernOf(root, sources, settings, history);
  const { snapshot } = state;
  return {
    snapshot,
    state,
    project,
    sources,
    settings,
    now,
    history,
    engineSeen: seen,
    scores,
    calibrate,
    concerns,
  };
}

function textAt(fileSystem: FileSystem, path: string): string | undefined {
  const file = fileSystem.read(path);
  return isFailure(file) ? undefined : file.text;
}

function readSources({ fileSystem, root, settings }: OpenProjectInput): ProjectSources {
  return readProject(fileSystem, root, {
    ...(settings.profilesDir === "" ? {} : { profilesDir: joinPath(root, settings.profilesDir) }),
  });
}

/** The files of `changed` read again; undefined where they are not all known texts. */
function rereadProject(
  { fileSystem, root, settings }: OpenProjectInput,
  known: OpenedProject,
  changed: ReadonlySet<string>,
): { readonly sources: ProjectSources; readonly history: readonly ReadRun[] } | undefined {
  const isHistory = historyMatcher(root, settings.history);
  const own = [PROJECT_SETTINGS_FILE, BASELINE_FILE].map((file) => joinPath(root, file));
  const texts: string[] = [];
  let areRunsNew = false;
  for (const path of changed) {
    if (isHistory(path)) areRunsNew = true;
    else if (!own.includes(path)) texts.push(path);
  }
  const sources = rereadFiles(fileSystem, known.sources, texts);
  if (sources === undefined) return undefined;
  const history = areRunsNew
    ? readHistory(fileSystem, root, settings.history, known.history, changed)
    : known.history;
  return { sources, history };
}

/** Within the hour macros see one clock, so that not every keystroke evaluates all that look at it. */
function isSameHour(one: string, other: string): boolean {
  return one.slice(0, 13) === other.slice(0, 13);
}

function resolveOptions(
  settings: Settings,
  now: string,
  watch: EvaluationWatch | undefined,
): ResolveOptions {
  return {
    ...(watch === undefined ? {} : { watch }),
    ...(settings.engine === "auto" ? {} : engineNamed(settings.engine)),
    ...(settings.target === "" ? {} : { target: settings.target }),
    ...(settings.threads === null ? {} : { threads: settings.threads }),
    vars: JSON.stringify(settings.vars),
    env: settings.env,
    at: settings.at === "" ? now : settings.at,
  };
}
