/**
 * One project's frozen state with all that follows from it: durations, workload, schedules,
 * recommendations, problems. Everything is computed when first asked for, at most once.
 */
import { recommendThreads } from "../advise/recommendThreads";
import type { RuleInput } from "../advise/rule";
import { mergeRuleLevels, PROJECT_SETTINGS_FILE, parseRuleSettings } from "../advise/ruleSettings";
import { runRules } from "../advise/runRules";
import { lazy, lazyBy } from "../base/lazy";
import { lineIndex } from "../base/text";
import { estimateDurations } from "../dbt/artifacts/estimateDurations";
import { collectDurations, usableRuns } from "../dbt/artifacts/history";
import type { Durations } from "../dbt/artifacts/modelDuration";
import type { RunRecord } from "../dbt/artifacts/runRecord";
import type { DbtNode, DbtProject } from "../dbt/project";
import { projectWorkload } from "../dbt/projectWorkload";
import type { Settings } from "../protocol";
import { simulate } from "../schedule/simulate";
import { sweep } from "../schedule/sweep";
import { type Complexity, sqlComplexity } from "../sql/complexity";
import { dialectOf } from "../sql/dialect";
import type { Workload } from "../workload/workload";
import {
  aloneRuns,
  type Calibrate,
  comparableRuns,
  pastPredictions,
  runMargins,
} from "./observedHistory";
import type { ReadRun } from "./readHistory";
import { runnableTasks } from "./runnableTasks";
import type { HistorySummary, ProjectSnapshot, ScheduleRequest, SweepRequest } from "./snapshot";

export interface ProjectSnapshotInput {
  readonly project: DbtProject;
  readonly settings: Settings;
  readonly history: readonly ReadRun[];
  /** Complexity by SQL text; scores found here are added to it. */
  readonly scores: Map<string, Complexity>;
  /** Learns from the runs; remembers its answer from state to state. */
  readonly calibrate: Calibrate;
  /** Text of heddle.yml; absent where there is none. */
  readonly rulesText: string | undefined;
}

/** Snapshot over a resolved project. O(1); each value costs when it is first asked for. */
export function projectSnapshot(input: ProjectSnapshotInput): ProjectSnapshot {
  const { project, settings, history, scores } = input;
  const runs = history.flatMap(({ run }) => (run === undefined ? [] : [run]));

  const dialect = dialectOf(project.adapter);
  const complexity = lazyBy((uniqueId: string): Complexity | undefined => {
    const node = project.nodes.get(uniqueId) ?? project.disabled.get(uniqueId);
    if (node === undefined || !hasSql(node)) return undefined;
    const score = scores.get(node.rawCode) ?? sqlComplexity(node.rawCode, dialect);
    scores.set(node.rawCode, score);
    return score;
  });
  const scoreOf = (node: DbtNode) => complexity(node.uniqueId)?.score ?? 0;
  const durationsFrom = (records: readonly RunRecord[]): Durations => {
    const measured = collectDurations(records, project, {
      ...(project.target === null ? {} : { target: project.target.name }),
    });
    return estimateDurations(project, measured, scoreOf).durations;
  };
  const durations = lazy(() => durationsFrom(runs));
  const historyInput = { project, runs, scoreOf };
  const calibration = lazy(() => {
    const comparable = comparableRuns(historyInput);
    return { ...input.calibrate(comparable), ...runMargins(comparable) };
  });
  const alone = lazy(() => durationsFrom(aloneRuns(runs, calibration())));
  const wholeWorkload = lazyBy((command: "run" | "build") =>
    projectWorkload(project, durations(), { command }),
  );
  const wholeAlone = lazyBy((command: "run" | "build") =>
    projectWorkload(project, alone(), { command }),
  );
  const workload = (request: ScheduleRequest = {}): Workload => {
    const command = request.command ?? "run";
    const { selection, whatIf } = request;
    const isAlone = request.durations === "alone" && calibration().slowedBy !== "nothing";
    const chosen =
      selection !== undefined
        ? projectWorkload(project, isAlone ? alone() : durations(), { command, selection })
        : isAlone
          ? wholeAlone(command)
          : wholeWorkload(command);
    const { tasks } = runnableTasks(chosen.tasks);
    return {
      ...chosen,
      tasks: whatIf === undefined ? tasks : tasks.map((task) => withDuration(task, whatIf)),
    };
  };
  const scheduleOptions = (request: ScheduleRequest) => {
    const { command, reservePercent, selection, whatIf, durations: _, ...options } = request;
    const wanted = options.threads ?? project.threads.effective;
    const threads = Math.max(1, Math.floor((wanted * (100 - (reservePercent ?? 0))) / 100));
    const policy = project.engine === "fusion" ? ("fusion" as const) : ("dbt-core" as const);
    return { hints: "ignored" as const, policy, ...options, threads };
  };
  const calibrated = (request: ScheduleRequest = {}): ScheduleRequest => {
    const { capacity, contention, overhead, overheadMs } = request;
    const own = capacity ?? contention ?? overhead ?? overheadMs;
    if (own !== undefined || calibration().slowedBy === "nothing") return request;
    return { ...request, ...calibration().slowdown, durations: "alone" };
  };
  const simulated = (asked: ScheduleRequest) => {
    const request = calibrated(asked);
    return simulate(workload(request), scheduleOptions(request));
  };
  const swept = ({ from, to, ...asked }: SweepRequest) => {
    const request = calibrated(asked);
    return sweep(workload(request), {
      ...scheduleOptions(request),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    });
  };
  const today = lazy(() => simulated({}));
  const todaySweep = lazy(() => swept({}));
  const critical = lazy(
    () => new Set(today().tasks.flatMap((task) => (task.critical ? [task.id] : []))),
  );
  const dependentCounts = lazy(() => countDependents(workload()));
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
      isCritical: critical().has(uniqueId),
      dependentCount: dependentCounts().get(uniqueId) ?? 0,
    });
  });

  const problems = lazy(() => {
    const own = parseRuleSettings(input.rulesText ?? "");
    const isComplete = lazy(() => runnableTasks(wholeWorkload("run").tasks).left.length === 0);
    const ruleInput: RuleInput = {
      project,
      options: {
        levels: mergeRuleLevels(own.value, settings.rules),
        reservePercent: settings.reservePercent,
      },
      durations,
      workload: () => (isComplete() ? workload() : undefined),
      schedule: () => (isComplete() ? today() : undefined),
      sweep: () => (isComplete() ? todaySweep() : undefined),
      complexity,
      recommendation,
    };
    return [...runRules(ruleInput), ...own.problems, ...history.flatMap((run) => run.problems)];
  });
  const problemsByFile = lazy(() => groupBy(problems(), ({ file }) => file));
  const nodesByFile = lazy(() =>
    groupBy([...project.nodes.values(), ...project.disabled.values()], ({ file }) => file),
  );
  const nodesByName = lazy(() => groupBy([...project.nodes.values()], ({ name }) => name));
  const textOf = (file: string): string | undefined => {
    const own = file === PROJECT_SETTINGS_FILE ? input.rulesText : undefined;
    return own ?? project.files.get(file) ?? history.find((run) => run.file === file)?.text;
  };

  return {
    project,
    settings,
    durations,
    history: lazy(() => summaryOf(history)),
    runs: lazy(() => comparableRuns(historyInput)),
    calibration,
    predictions: lazy(() => pastPredictions(historyInput, calibration())),
    calibrated,
    workload,
    schedule: (request) => (request === undefined ? today() : simulated(request)),
    sweep: (request) => (request === undefined ? todaySweep() : swept(request)),
    complexity,
    recommendation,
    problems,
    problemsIn: (file) => problemsByFile().get(file) ?? [],
    nodesIn: (file) => nodesByFile().get(file) ?? [],
    findNode(idOrName) {
      const byId = project.nodes.get(idOrName) ?? project.sources.get(idOrName);
      if (byId !== undefined) return byId;
      return preferred(nodesByName().get(idOrName) ?? []) ?? project.disabled.get(idOrName);
    },
    textOf,
    linesOf: lazyBy((file: string) => lineIndex(textOf(file) ?? "")),
  };
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

function withDuration<T extends Workload["tasks"][number]>(
  task: T,
  whatIf: ReadonlyMap<string, number>,
): T {
  const durationMs = whatIf.get(task.id);
  return durationMs === undefined ? task : { ...task, durationMs, durationOrigin: "given" };
}

function countDependents({ tasks }: Workload): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { dependsOn } of tasks) {
    for (const parent of dependsOn) counts.set(parent, (counts.get(parent) ?? 0) + 1);
  }
  return counts;
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
