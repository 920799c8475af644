/**
 * One project's frozen state with all that follows from it: complexity, recommendations, problems,
 * and the forecast of its run. Everything is computed when first asked for, at most once.
 */
import { recommendThreads } from "../advise/recommendThreads";
import type { RuleInput } from "../advise/rule";
import {
  BASELINE_FILE,
  mergeRuleLevels,
  PROJECT_SETTINGS_FILE,
  parseRuleSettings,
} from "../advise/ruleSettings";
import { type RuleRun, repeatRules, runRules } from "../advise/runRules";
import { lazy, lazyBy } from "../base/lazy";
import type { Problem } from "../base/problem";
import { type LineIndex, lineIndex } from "../base/text";
import { usableRuns } from "../dbt/artifacts/history";
import type { DbtNode, DbtProject } from "../dbt/project";
import { editBetween } from "../dbt/resolvedState";
import type { Settings } from "../protocol";
import { type Complexity, sqlComplexity } from "../sql/complexity";
import { dialectOf } from "../sql/dialect";
import { isSameRun, isTextOnly } from "./edit";
import type { SeenEngine } from "./engineSeen";
import { createForecast, type Forecast } from "./forecast";
import { createNodeIndex, keepsIndex, type NodeIndex } from "./nodeIndex";
import type { Calibrate } from "./observedHistory";
import type { ReadRun } from "./readHistory";
import type { HistorySummary, ProjectSnapshot } from "./snapshot";

export interface ProjectSnapshotInput {
  readonly project: DbtProject;
  readonly settings: Settings;
  readonly history: readonly ReadRun[];
  readonly engineSeen: readonly SeenEngine[];
  /** Complexity by SQL text; scores found here are added to it. */
  readonly scores: Map<string, Complexity>;
  /** Learns from the runs; remembers its answer from state to state. */
  readonly calibrate: Calibrate;
  /** The moment at which the project is looked at, ms since 1970. */
  readonly nowMs: number;
  /** Text of heddle.yml; absent where there is none. */
  readonly rulesText: string | undefined;
  /** Text of the baseline; absent where there is none. */
  readonly baselineText: string | undefined;
  /** The state before, whose answers hold on where nothing they rest on has changed. */
  readonly previous: ProjectState | undefined;
}

/** A snapshot with what the next state may take over from it. */
export interface ProjectState {
  readonly snapshot: ProjectSnapshot;
  readonly input: Omit<ProjectSnapshotInput, "previous">;
  readonly forecast: Forecast;
  readonly index: () => NodeIndex;
  /** Line indexes by file, of the texts that were asked for last; shared by all states. */
  readonly lines: Map<string, { readonly text: string; readonly index: LineIndex }>;
  /** What the rules found, if anybody has asked. */
  readonly rules: () => RuleRun | undefined;
  /** Problems by file, if anybody has asked. */
  readonly byFile: () => ReadonlyMap<string, readonly Problem[]> | undefined;
}

/** Snapshot over a resolved project. O(1); each value costs when it is first asked for. */
export function projectSnapshot(given: ProjectSnapshotInput): ProjectState {
  const { previous, ...input } = given;
  const { project, settings, history, scores } = input;
  const dialect = dialectOf(project.adapter);
  const complexityOf = (node: DbtNode): Complexity | undefined => {
    if (!hasSql(node)) return undefined;
    const score = scores.get(node.rawCode) ?? sqlComplexity(node.rawCode, dialect);
    scores.set(node.rawCode, score);
    return score;
  };
  const complexity = lazyBy((uniqueId: string): Complexity | undefined => {
    const node = project.nodes.get(uniqueId) ?? project.disabled.get(uniqueId);
    return node === undefined ? undefined : complexityOf(node);
  });
  const edit = previous && editSince(previous, input);
  const forecast =
    edit !== undefined && previous !== undefined && isSameRun(edit, complexityOf)
      ? previous.forecast
      : createForecast({
          project,
          runs: history.flatMap(({ run }) => (run === undefined ? [] : [run])),
          scoreOf: (node) => complexityOf(node)?.score ?? 0,
          calibrate: input.calibrate,
        });
  const { durations } = forecast;
  const recommendation = lazyBy((uniqueId: string) => {
    const node = project.nodes.get(uniqueId);
    if (node === undefined || !RECOMMENDED_TYPES.has(node.resourceType)) return undefined;
    const score = complexity(uniqueId);
    const duration = durations().get(uniqueId);
    return recommendThreads({
      resourceType: node.resourceType,
      ...(score === undefined ? {} : { complexity: score }),
      ...(duration === undefined ? {} : { duration }),
      runThreads: project.threads.effective,
      reservePercent: settings.reservePercent,
      isCritical: forecast.isCritical(uniqueId),
      dependentCount: forecast.dependentCount(uniqueId),
    });
  });

  const ownRules = lazy(() => parseRuleSettings(input.rulesText ?? ""));
  // What the rules found before holds on only where the run is the same one, too.
  const earlier =
    edit !== undefined && forecast === previous?.forecast && isTextOnly(edit, complexityOf)
      ? previous.rules()
      : undefined;
  const rules = asked(() => {
    const ruleInput: RuleInput = {
      project,
      options: {
        levels: mergeRuleLevels(ownRules().value, settings.rules),
        reservePercent: settings.reservePercent,
        ...(ownRules().serverMemoryBytes === undefined
          ? {}
          : { serverMemoryBytes: ownRules().serverMemoryBytes }),
      },
      nowMs: input.nowMs,
      runs: lazy(() => usableRuns(history.flatMap(({ run }) => (run === undefined ? [] : [run])))),
      durations,
      workload: () => (forecast.isComplete() ? forecast.workload() : undefined),
      schedule: () => (forecast.isComplete() ? forecast.schedule() : undefined),
      sweep: () => (forecast.isComplete() ? forecast.sweep() : undefined),
      complexity,
      recommendation,
    };
    return earlier === undefined || edit === undefined
      ? runRules(ruleInput)
      : repeatRules(ruleInput, earlier, edit);
  });
  const problems = lazy(() => [
    ...rules.get().problems,
    ...ownRules().problems,
    ...history.flatMap((run) => run.problems),
  ]);
  const known = earlier && previous?.byFile();
  const problemsByFile = asked(() =>
    sharedLists(
      groupBy(problems(), ({ file }) => file),
      known,
    ),
  );
  const lines: ProjectState["lines"] = previous?.lines ?? new Map();
  const isIndexKept =
    edit !== undefined &&
    previous !== undefined &&
    keepsIndex(previous.input.project, project, edit);
  const index = isIndexKept ? previous.index : lazy(() => createNodeIndex(project));
  const ownTexts = new Map([
    [PROJECT_SETTINGS_FILE, input.rulesText],
    [BASELINE_FILE, input.baselineText],
  ]);
  const textOf = (file: string): string | undefined => {
    return (
      ownTexts.get(file) ??
      project.files.get(file) ??
      history.find((run) => run.file === file)?.text
    );
  };

  const { isComplete: _c, isCritical: _i, dependentCount: _d, ...answers } = forecast;
  const snapshot: ProjectSnapshot = {
    project,
    settings,
    history: lazy(() => summaryOf(history)),
    engineSeen: () => input.engineSeen,
    ...answers,
    complexity,
    recommendation,
    // After an edit of macros every rule looks at everything again.
    isSettled: () =>
      rules.known() !== undefined || (earlier !== undefined && edit?.areMacrosNew === false),
    reportSettings: () => ownRules().report,
    problems,
    problemsIn: (file) => problemsByFile.get().get(file) ?? [],
    problemsByFile: problemsByFile.get,
    nodesIn: lazyBy((file: string) => index().inFile(project, file)),
    findNode(idOrName) {
      const byId = project.nodes.get(idOrName) ?? project.sources.get(idOrName);
      if (byId !== undefined) return byId;
      return preferred(index().named(project, idOrName)) ?? project.disabled.get(idOrName);
    },
    textOf,
    linesOf(file) {
      const text = textOf(file) ?? "";
      const known = lines.get(file);
      if (known?.text === text) return known.index;
      const index = lineIndex(text);
      lines.set(file, { text, index });
      return index;
    },
  };
  return {
    snapshot,
    input,
    forecast,
    index,
    lines,
    rules: rules.known,
    byFile: problemsByFile.known,
  };
}

/** The edit that led here, where nothing else has changed since the state before. */
function editSince({ input }: ProjectState, now: ProjectState["input"]) {
  const isSame =
    input.settings === now.settings &&
    input.history === now.history &&
    input.rulesText === now.rulesText;
  return isSame ? editBetween(input.project, now.project) : undefined;
}

/** A value computed when first asked for, that can be looked at without asking. */
function asked<T>(compute: () => T): { get(): T; known(): T | undefined } {
  let value: { readonly value: T } | undefined;
  return {
    get() {
      value ??= { value: compute() };
      return value.value;
    },
    known: () => value?.value,
  };
}

/** `lists`, those with the same items as before being the same arrays. */
function sharedLists<T>(
  lists: ReadonlyMap<string, readonly T[]>,
  before: ReadonlyMap<string, readonly T[]> | undefined,
): ReadonlyMap<string, readonly T[]> {
  if (before === undefined) return lists;
  return new Map(
    [...lists].map(([key, list]) => {
      const old = before.get(key);
      const isSame = old?.length === list.length && list.every((item, at) => item === old[at]);
      return [key, isSame && old !== undefined ? old : list];
    }),
  );
}

const RECOMMENDED_TYPES = new Set(["model", "seed", "snapshot"]);

function hasSql(node: DbtNode): boolean {
  return node.rawCode !== "" && !node.file.endsWith(".py") && node.resourceType !== "seed";
}

/** Of nodes with one name: the only one, or the only model among tests and the like. */
function preferred(nodes: readonly DbtNode[]): DbtNode | undefined {
  const models = nodes.filter(({ resourceType }) => RECOMMENDED_TYPES.has(resourceType));
  const candidates = models.length > 0 ? models : nodes;
  return candidates.length === 1 ? candidates[0] : undefined;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function summaryOf(history: readonly ReadRun[]): HistorySummary {
  const usable = usableRuns(history.flatMap(({ run }) => (run === undefined ? [] : [run])));
  const newest = Math.max(...usable.map(({ generatedMs }) => generatedMs ?? 0));
  return {
    runs: usable.length,
    files: usable.map(({ file }) => file),
    ...(newest > 0 ? { newest: new Date(newest).toISOString() } : {}),
  };
}
