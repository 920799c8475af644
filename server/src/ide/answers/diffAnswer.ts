/**
 * CONTRACT "heddle.diff/1": what a change of a project does to its models, its run and its
 * findings. Compares two states; knows not whether they are folders or commits.
 */
import { compareText } from "../../base/problem";
import type { DbtNode } from "../../dbt/project";
import type { DurationOrigin } from "../../workload/workload";
import type { ProjectSnapshot } from "../../workspace/snapshot";
import { isRunnable } from "../modelFacts";
import { applyBaseline, baselineOf } from "./baseline";
import { type CheckedProblem, checkAnswer } from "./checkAnswer";

/** A model in which something that matters to the run is another. `null` = it has none. */
export interface ModelChange {
  readonly uniqueId: string;
  readonly name: string;
  readonly file: string;
  readonly changes: readonly (
    | { readonly what: "duration"; readonly before: number; readonly after: number }
    | { readonly what: "complexity"; readonly before: number; readonly after: number }
    | { readonly what: "hint"; readonly before: number | null; readonly after: number | null }
    | { readonly what: "materialized"; readonly before: string; readonly after: string }
    | {
        readonly what: "dependsOn";
        readonly added: readonly string[];
        readonly removed: readonly string[];
      }
    | { readonly what: "criticalPath"; readonly before: boolean; readonly after: boolean }
  )[];
}

export interface ModelListed {
  readonly uniqueId: string;
  readonly name: string;
  readonly file: string;
  readonly durationMs: number | null;
  readonly onCriticalPath: boolean;
}

export interface DiffSide {
  /** As the user wrote it: a folder or a git ref. */
  readonly name: string;
  /** Commit id; null for a folder. */
  readonly commit: string | null;
  readonly models: number;
  readonly threads: number;
  readonly makespanMs: number;
  readonly criticalPathMs: number;
  readonly criticalPath: readonly string[];
  /** How many durations are known in which way. */
  readonly durations: Readonly<Record<DurationOrigin, number>>;
}

export interface DiffAnswer {
  readonly schema: "heddle.diff/1";
  readonly project: string;
  readonly base: DiffSide;
  readonly head: DiffSide;
  readonly makespanDeltaMs: number;
  readonly models: {
    readonly added: readonly ModelListed[];
    readonly removed: readonly ModelListed[];
    readonly changed: readonly ModelChange[];
  };
  readonly findings: {
    readonly new: readonly CheckedProblem[];
    readonly gone: readonly CheckedProblem[];
    readonly kept: number;
  };
}

export interface DiffInput {
  readonly name: string;
  readonly commit?: string;
  readonly snapshot: ProjectSnapshot;
}

/** Smaller changes are the estimate's own noise: it is fitted anew when any model changes. */
const NOTEWORTHY_SHARE = 0.05;
const NOTEWORTHY_MS = 500;

/** The change from `base` to `head`, each list in order of unique_id. O(n log n) beside both runs. */
export function diffAnswer(base: DiffInput, head: DiffInput): DiffAnswer {
  const before = stateOf(base);
  const after = stateOf(head);
  const added = [...after.nodes.values()].filter(({ uniqueId }) => !before.nodes.has(uniqueId));
  const removed = [...before.nodes.values()].filter(({ uniqueId }) => !after.nodes.has(uniqueId));
  const changed = [...after.nodes.values()].flatMap((node): readonly ModelChange[] => {
    const old = before.nodes.get(node.uniqueId);
    const changes = old === undefined ? [] : changesOf(before, after, old, node);
    const { uniqueId, name, file } = node;
    return changes.length === 0 ? [] : [{ uniqueId, name, file, changes }];
  });
  return {
    schema: "heddle.diff/1",
    project: head.snapshot.project.name,
    base: before.side,
    head: after.side,
    makespanDeltaMs: after.side.makespanMs - before.side.makespanMs,
    models: {
      added: added.map((node) => listed(after, node)),
      removed: removed.map((node) => listed(before, node)),
      changed,
    },
    findings: findingsOf(base.snapshot, head.snapshot),
  };
}

interface State {
  readonly snapshot: ProjectSnapshot;
  readonly side: DiffSide;
  readonly nodes: ReadonlyMap<string, DbtNode>;
  readonly critical: ReadonlySet<string>;
}

function stateOf({ name, commit, snapshot }: DiffInput): State {
  const nodes = [...snapshot.project.nodes.values()]
    .filter(isRunnable)
    .sort((a, b) => compareText(a.uniqueId, b.uniqueId));
  const { criticalPath, criticalPathMs, makespanMs, threads } = snapshot.schedule();
  const durations = { measured: 0, given: 0, estimated: 0, assumed: 0 };
  for (const { uniqueId } of nodes) {
    const origin = snapshot.durations().get(uniqueId)?.origin;
    if (origin !== undefined) durations[origin]++;
  }
  return {
    snapshot,
    nodes: new Map(nodes.map((node) => [node.uniqueId, node])),
    critical: new Set(criticalPath),
    side: {
      name,
      commit: commit ?? null,
      models: nodes.length,
      threads,
      makespanMs,
      criticalPathMs,
      criticalPath,
      durations,
    },
  };
}

function listed({ snapshot, critical }: State, { uniqueId, name, file }: DbtNode): ModelListed {
  const durationMs = snapshot.durations().get(uniqueId)?.ms ?? null;
  return { uniqueId, name, file, durationMs, onCriticalPath: critical.has(uniqueId) };
}

function changesOf(
  before: State,
  after: State,
  old: DbtNode,
  node: DbtNode,
): ModelChange["changes"] {
  const { uniqueId } = node;
  const oldMs = before.snapshot.durations().get(uniqueId)?.ms ?? 0;
  const newMs = after.snapshot.durations().get(uniqueId)?.ms ?? 0;
  const shiftMs = Math.abs(newMs - oldMs);
  const isSlower = shiftMs >= NOTEWORTHY_MS && shiftMs > NOTEWORTHY_SHARE * Math.max(oldMs, newMs);
  const oldScore = before.snapshot.complexity(uniqueId)?.score ?? 0;
  const newScore = after.snapshot.complexity(uniqueId)?.score ?? 0;
  const oldHint = old.hint?.threads ?? null;
  const newHint = node.hint?.threads ?? null;
  const oldKind = materialized(old);
  const newKind = materialized(node);
  const parents = {
    added: node.dependsOn.filter((id) => !old.dependsOn.includes(id)),
    removed: old.dependsOn.filter((id) => !node.dependsOn.includes(id)),
  };
  const was = before.critical.has(uniqueId);
  const is = after.critical.has(uniqueId);
  return [
    ...(isSlower ? [{ what: "duration" as const, before: oldMs, after: newMs }] : []),
    ...(oldScore === newScore
      ? []
      : [{ what: "complexity" as const, before: oldScore, after: newScore }]),
    ...(oldHint === newHint ? [] : [{ what: "hint" as const, before: oldHint, after: newHint }]),
    ...(oldKind === newKind
      ? []
      : [{ what: "materialized" as const, before: oldKind, after: newKind }]),
    ...(parents.added.length + parents.removed.length === 0
      ? []
      : [{ what: "dependsOn" as const, ...parents }]),
    ...(was === is ? [] : [{ what: "criticalPath" as const, before: was, after: is }]),
  ];
}

function materialized({ config, resourceType }: DbtNode): string {
  const value = config["materialized"];
  return typeof value === "string" ? value : resourceType;
}

/** A finding is the same where its rule, file and text are, wherever its line lies. */
function findingsOf(base: ProjectSnapshot, head: ProjectSnapshot): DiffAnswer["findings"] {
  const [before, after] = [checked(base), checked(head)];
  const textBefore = (file: string) => base.textOf(file);
  const textAfter = (file: string) => head.textOf(file);
  const isNew = applyBaseline(after, baselineOf(before.problems, textBefore), textAfter, "");
  const isGone = applyBaseline(before, baselineOf(after.problems, textAfter), textBefore, "");
  const kept = after.problems.length - isNew.problems.length;
  return { new: isNew.problems, gone: isGone.problems, kept };
}

function checked(snapshot: ProjectSnapshot) {
  return checkAnswer(snapshot.problems(), (file) => snapshot.linesOf(file), ".");
}
