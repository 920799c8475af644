/**
 * Lines that are about models on the critical path: a model's first line, refs to such models, and
 * their entries in YAML. What an editor marks beside the text; says nothing where nothing is critical.
 */
import { formatDuration } from "../base/duration";
import type { DbtNode } from "../dbt/project";
import type { CriticalMark } from "../protocol";
import type { ProjectSnapshot } from "../workspace/snapshot";
import { nodeOfFile, runPlace } from "./modelFacts";
import { isYaml } from "./place";

/** Marks of `file` (relative to the root), by line, at most one per line. */
export function marks(project: ProjectSnapshot, file: string): readonly CriticalMark[] {
  if (!project.settings.enable || !project.settings.gutter.enable) return [];
  const found = isYaml(file) ? marksInYaml(project, file) : marksInModel(project, file);
  const byLine = new Map<number, CriticalMark>();
  for (const mark of found) if (!byLine.has(mark.line)) byLine.set(mark.line, mark);
  return [...byLine.values()].sort((a, b) => a.line - b.line);
}

function marksInModel(project: ProjectSnapshot, file: string): readonly CriticalMark[] {
  const node = nodeOfFile(project, file);
  if (node === undefined) return [];
  const lines = project.linesOf(file);
  const own = criticalWords(project, node.uniqueId);
  const found: CriticalMark[] = own === undefined ? [] : [{ line: 0, name: node.name, words: own }];
  for (const { target, span, file: where } of node.refs) {
    const other = target === undefined ? undefined : project.project.nodes.get(target);
    if (other === undefined || where !== file) continue;
    const words = criticalWords(project, other.uniqueId);
    if (words !== undefined) {
      found.push({ line: lines.positionAt(span.start).line, name: other.name, words });
    }
  }
  return found;
}

/** `- name: orders` of a critical model, wherever the entry lies. */
function marksInYaml(project: ProjectSnapshot, file: string): readonly CriticalMark[] {
  const text = project.textOf(file) ?? "";
  const critical = criticalByName(project);
  if (critical.size === 0) return [];
  const lines = project.linesOf(file);
  const found: CriticalMark[] = [];
  for (const entry of text.matchAll(
    /^[ \t]*-[ \t]+name:[ \t]*["']?([\w.]+)["']?[ \t]*(?:#.*)?$/gm,
  )) {
    const node = critical.get(entry[1] ?? "");
    const words = node && criticalWords(project, node.uniqueId);
    if (node === undefined || words === undefined) continue;
    const at = entry.index + entry[0].indexOf("name:");
    if (isOfResources(text, entry.index)) {
      found.push({ line: lines.positionAt(at).line, name: node.name, words });
    }
  }
  return found;
}

/** Whether the list that an entry belongs to is one of models, seeds or snapshots, not of columns. */
function isOfResources(text: string, offset: number): boolean {
  const indent = /^[ \t]*/.exec(text.slice(offset))?.[0].length ?? 0;
  for (let at = offset; at > 0; ) {
    const start = text.lastIndexOf("\n", at - 2) + 1;
    const line = text.slice(start, at - 1);
    const own = /^[ \t]*/.exec(line)?.[0].length ?? 0;
    if (/^[ \t]*[\w-]+:[ \t]*(?:#.*)?$/.test(line) && own <= indent) {
      return /^(?:models|seeds|snapshots):/.test(line);
    }
    at = start;
  }
  return false;
}

function criticalByName(project: ProjectSnapshot): ReadonlyMap<string, DbtNode> {
  const byName = new Map<string, DbtNode>();
  for (const { id, critical } of project.schedule().tasks) {
    const node = critical ? project.project.nodes.get(id) : undefined;
    if (node !== undefined) byName.set(node.name, node);
  }
  return byName;
}

/** `critical: place 4 of 6 on the path, 8 m 04 s of 22 m 50 s`; absent for all other models. */
function criticalWords(project: ProjectSnapshot, id: string): string | undefined {
  const place = runPlace(project.schedule(), id);
  if (place === undefined || !place.task.critical) return undefined;
  const { task, schedule, criticalIndex } = place;
  const where =
    criticalIndex === undefined
      ? "no slack"
      : `${criticalIndex} of ${schedule.criticalPath.length} on the critical path`;
  const took = formatDuration(task.endMs - task.startMs);
  return `${where}, ${took} of the run's ${formatDuration(schedule.makespanMs)}`;
}
