/**
 * "What if this model took so long, failed, or were split?": reads `ID=CHANGE`. Applies other
 * durations to a graph itself; other changes are `editWorkload`'s. Knows no schedule.
 */
import type { WorkloadGraph } from "../workload/graph";
import type { WorkloadEdit } from "./editWorkload";
import { skippedBy } from "./failures";

export interface DurationEdit {
  /** Number of the task in the graph. */
  readonly task: number;
  readonly durationMs: number;
}

export type WhatIfResult =
  | {
      readonly edit: DurationEdit;
      /** Numbers of the tasks that are skipped because this one fails; they take no time. */
      readonly skipped?: readonly number[];
      readonly change?: undefined;
      readonly problem?: undefined;
    }
  | {
      readonly edit?: undefined;
      readonly skipped?: undefined;
      /** A change of the graph itself. */
      readonly change: WorkloadEdit;
      readonly problem?: undefined;
    }
  | {
      readonly edit?: undefined;
      readonly skipped?: undefined;
      readonly change?: undefined;
      readonly problem: string;
    };

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const MOST_PARTS = 1_000;
const PART = /(\d+(?:\.\d+)?)\s*(ms|s|m|h)\s*/gy;

/**
 * Reads `ID=DURATION`. The id is whole, or its last part where only one task ends so
 * (`clv` for `model.shop.clv`). The duration is in ms, or as people say it (`90s`, `8 m 04 s`,
 * `1h 30m`), or a share of today's (`50%`), or `gone`; or it `fails` after its usual time. Or the
 * graph changes: `split:4`, `view`, `hint:2`, `hint:none`, `after:OTHER`, `without:OTHER`. Ids in
 * `continuing` fail without anybody being skipped.
 */
export function parseWhatIf(
  text: string,
  graph: WorkloadGraph,
  continuing: readonly string[] = [],
): WhatIfResult {
  const equals = text.lastIndexOf("=");
  if (equals < 1) return { problem: `what-if ${text}: expected ID=DURATION, e.g. orders=90s` };
  const id = text.slice(0, equals).trim();
  const found = findTask(id, graph);
  if (typeof found === "string") return { problem: `what-if ${text}: ${found}` };
  const wish = text.slice(equals + 1).trim();
  if (wish === "fails") {
    const edit = { task: found, durationMs: graph.durationMs[found]! };
    return { edit, skipped: skippedBy(graph, [graph.ids[found]!], continuing) };
  }
  const change = readChange(wish, found, graph);
  if (typeof change === "string") return { problem: `what-if ${text}: ${change}` };
  if (change !== undefined) return { change };
  const durationMs = readDuration(wish, graph.durationMs[found]!);
  if (durationMs !== undefined) return { edit: { task: found, durationMs } };
  return {
    problem: `what-if ${text}: expected a change such as split:4, view, hint:2, after:OTHER or without:OTHER, or a duration such as 1500, 90s, 8m04s, 50%, gone or fails`,
  };
}

/** A change of the graph, what is wrong with one, or `undefined` where the wish is none. */
function readChange(
  wish: string,
  task: number,
  graph: WorkloadGraph,
): WorkloadEdit | string | undefined {
  const id = graph.ids[task]!;
  if (wish === "view") return { kind: "view", id };
  const [, kind, value = ""] = /^(split|hint|after|without):\s*(.*)$/s.exec(wish) ?? [];
  if (kind === "split") {
    const parts = Number(value);
    if (/^\d+$/.test(value) && parts >= 2 && parts <= MOST_PARTS) return { kind, id, parts };
    return `expected split:N with N from 2 to ${MOST_PARTS}`;
  }
  if (kind === "hint") {
    if (value === "none") return { kind, id };
    const threads = Number(value);
    if (/^\d+$/.test(value) && threads >= 1 && threads <= 0x7fffffff) return { kind, id, threads };
    return "expected hint:N with N of at least 1, or hint:none";
  }
  if (kind !== "after" && kind !== "without") return undefined;
  const other = findTask(value, graph);
  if (typeof other === "string") return other;
  if (other === task) return "a task cannot wait for itself";
  const edit = { kind, id, other: graph.ids[other]! } as const;
  if (kind === "without" && !graph.tasks[task]!.dependsOn.includes(edit.other)) {
    return `${id} does not depend on ${edit.other} directly`;
  }
  return edit;
}

/**
 * The graph with other durations, sharing everything else. Edited tasks count as `given`; a later
 * edit of the same task wins. O(n).
 */
export function withDurations(graph: WorkloadGraph, edits: readonly DurationEdit[]): WorkloadGraph {
  if (edits.length === 0) return graph;
  const durationMs = graph.durationMs.slice();
  const tasks = [...graph.tasks];
  for (const edit of edits) {
    durationMs[edit.task] = edit.durationMs;
    const task = tasks[edit.task]!;
    tasks[edit.task] = { ...task, durationMs: edit.durationMs, durationOrigin: "given" };
  }
  return { ...graph, durationMs, tasks, workload: { ...graph.workload, tasks } };
}

/** The task with this id, or the only one whose id ends so; else what is wrong, in words. */
export function findTask(id: string, graph: WorkloadGraph): number | string {
  const exact = graph.indexOf.get(id);
  if (exact !== undefined) return exact;
  const matches: number[] = [];
  for (let task = 0; task < graph.size; task++) {
    if (graph.ids[task]!.endsWith(`.${id}`)) matches.push(task);
  }
  const [only] = matches;
  if (matches.length === 1 && only !== undefined) return only;
  if (matches.length === 0) return `no task is called ${id}`;
  const names = matches.slice(0, 3).map((task) => graph.ids[task]);
  return `${id} could be ${names.join(", ")}${matches.length > 3 ? " …" : ""}; give the whole id`;
}

function readDuration(text: string, todayMs: number): number | undefined {
  if (text === "gone") return 0;
  if (/^\d+(\.\d+)?$/.test(text)) return finite(Number(text));
  const share = /^(\d+(?:\.\d+)?)\s*%$/.exec(text)?.[1];
  if (share !== undefined) return finite((todayMs * Number(share)) / 100);
  PART.lastIndex = 0;
  let sum = 0;
  let isRead = false;
  for (let part = PART.exec(text); part !== null; part = PART.exec(text)) {
    sum += Number(part[1]) * UNIT_MS[part[2]!]!;
    isRead = PART.lastIndex === text.length;
    if (isRead) break;
  }
  return isRead ? finite(sum) : undefined;
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}
