/**
 * Small words inside the text, off by default: what a macro made of `threads`, how much room the
 * model behind a ref has. Adds nothing that the eye can read off the line itself.
 */
import { formatDuration } from "../base/duration";
import type { Span } from "../base/text";
import type { ProjectSnapshot } from "../workspace/snapshot";
import type { Card } from "./card";
import { modelCard } from "./modelCard";
import { nodeOfFile, runPlace } from "./modelFacts";
import { isYaml } from "./place";
import { decidingMacro, shownValue } from "./words";

export interface InlayHint {
  readonly offset: number;
  readonly label: string;
  /** unique_id of the model whose card is the tooltip (`inlayHintCard`). */
  readonly uniqueId: string;
}

/** Hints of `file` within `span`, in text order. */
export function inlayHints(
  project: ProjectSnapshot,
  file: string,
  span: Span,
): readonly InlayHint[] {
  if (!project.settings.enable || !project.settings.inlayHints.enable) return [];
  const found = isYaml(file) ? hintsInYaml(project, file) : hintsInModel(project, file);
  return found
    .filter(({ offset }) => span.start <= offset && offset <= span.end)
    .sort((a, b) => a.offset - b.offset);
}

/** The card of the model that a hint is about. */
export function inlayHintCard(project: ProjectSnapshot, uniqueId: string): Card | undefined {
  const node = project.project.nodes.get(uniqueId);
  return node && modelCard(project, node);
}

function hintsInModel(project: ProjectSnapshot, file: string): readonly InlayHint[] {
  const node = nodeOfFile(project, file);
  if (node === undefined || !project.project.nodes.has(node.uniqueId)) return [];
  const hints: InlayHint[] = [];
  const { hint } = node;
  if (hint !== undefined && hint.origin.file === file && decidingMacro(hint) !== undefined) {
    const label = `= ${hint.threads ?? shownValue(hint.value)}`;
    hints.push({ offset: hint.origin.span.end, label, uniqueId: node.uniqueId });
  }
  const schedule = project.schedule();
  for (const { target, span, file: where } of node.refs) {
    const task = target === undefined ? undefined : runPlace(schedule, target)?.task;
    if (task === undefined || where !== file) continue;
    const label = task.critical ? "critical" : `slack ${formatDuration(task.slackMs)}`;
    hints.push({ offset: span.end, label, uniqueId: task.id });
  }
  return hints;
}

/** Values of YAML that Jinja decides: what they come to, once for each line. */
function hintsInYaml(project: ProjectSnapshot, file: string): readonly InlayHint[] {
  const text = project.textOf(file) ?? "";
  const lines = project.linesOf(file);
  const byLine = new Map<number, InlayHint>();
  for (const { hint, uniqueId } of project.project.nodes.values()) {
    if (hint === undefined || hint.origin.file !== file) continue;
    const { line } = lines.positionAt(hint.origin.span.start);
    if (byLine.has(line)) continue;
    const offset = lines.offsetAt({ line, character: Number.MAX_SAFE_INTEGER });
    const written = text.slice(hint.origin.span.start, offset);
    if (!written.includes("{{")) continue;
    byLine.set(line, { offset, label: `= ${shownValue(hint.value)}`, uniqueId });
  }
  return [...byLine.values()];
}
