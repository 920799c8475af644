/**
 * What a resolved project was made of, kept so that the next edit can repeat a part of the work.
 * One state serves the newest of a row of projects; an older project finds none and is read anew.
 */
import { compareProblems, compareText, type Problem } from "../base/problem";
import type { EvaluatorCore } from "./context/evaluation";
import type { WholeCheck } from "./finishProject";
import type { LinkTables } from "./linkTables";
import type { MacroState } from "./macroState";
import type { KeptMemory } from "./memory";
import { foldMissing } from "./missingPackages";
import type { DbtNode, DbtProject } from "./project";
import type { Resolution } from "./resolution";
import type { ProjectSources } from "./sources";

/** What an edit replaced in a project. */
export interface ProjectEdit {
  /** Nodes as they were and as they are, by unique_id the same. */
  readonly nodes: readonly (readonly [before: DbtNode, after: DbtNode])[];
  /** Whether ids came or went. */
  readonly isSetNew: boolean;
  /** Paths of the files whose texts differ, relative to the root. */
  readonly files: readonly string[];
  /** Whether files of macros are among them. */
  readonly areMacrosNew: boolean;
}

export interface ResolvedState {
  /** The newest project made from it; undefined once an edit was left half done. */
  project: DbtProject | undefined;
  sources: ProjectSources;
  /** Options of the resolution, as text that can be compared. */
  readonly options: string;
  readonly resolution: Resolution;
  readonly tables: LinkTables;
  readonly found: Map<WholeCheck, readonly Problem[]>;
  readonly memory: KeptMemory;
  readonly macros: MacroState;
  /** The latest step, where it was an edit of `before`. */
  edit: (ProjectEdit & { readonly before: DbtProject }) | undefined;
}

const STATES = new WeakMap<DbtProject, ResolvedState>();

/** Makes `state` the one of `project`. */
export function keepState(project: DbtProject, state: ResolvedState): void {
  state.project = project;
  STATES.set(project, state);
}

/** The state behind `project`; it may have gone on to a newer project. */
export function stateOf(project: DbtProject): ResolvedState | undefined {
  return STATES.get(project);
}

/** What was replaced between two projects; undefined where one is not the other after one edit. */
export function editBetween(before: DbtProject, after: DbtProject): ProjectEdit | undefined {
  const state = STATES.get(after);
  return state?.project === after && state.edit?.before === before ? state.edit : undefined;
}

/** The evaluator that a project was resolved with, to render more of its files. */
export function evaluatorOf(project: DbtProject): EvaluatorCore | undefined {
  return stateOf(project)?.macros.evaluator().core;
}

/** All problems of a state, sorted, each once. O(problems log problems). */
export function problemsOf({
  resolution,
  found,
}: Pick<ResolvedState, "resolution" | "found">): readonly Problem[] {
  const problems = [...resolution.problems, ...resolution.macroProblems];
  for (const own of resolution.problemsOf.values()) problems.push(...own);
  for (const own of found.values()) problems.push(...own);
  return foldMissing(oncePerMessage(uniqueProblems(problems)));
}

/** Which of two equal findings stays must not depend on the order in which they were found. */
function uniqueProblems(problems: readonly Problem[]): readonly Problem[] {
  const sorted = [...problems].sort(
    (a, b) =>
      compareProblems(a, b) ||
      compareText(a.severity, b.severity) ||
      (b.fixes?.length ?? 0) - (a.fixes?.length ?? 0) ||
      (b.related?.length ?? 0) - (a.related?.length ?? 0),
  );
  return sorted.filter((problem, index) => {
    const before = sorted[index - 1];
    return before === undefined || compareProblems(before, problem) !== 0;
  });
}

/** An environment variable that is not given is said once, at the first place that asks for it. */
function oncePerMessage(sorted: readonly Problem[]): readonly Problem[] {
  const said = new Set<string>();
  return sorted.filter(({ code, message }) => {
    if (code !== "env-var-unset" || !message.startsWith("env_var(")) return true;
    if (said.has(message)) return false;
    said.add(message);
    return true;
  });
}
