/**
 * The one line above a model: recommended and configured threads, its place in the run, its time.
 * Stands at the first line of every model file and never moves; says nothing in other files.
 */
import { formatDuration } from "../base/duration";
import type { ThreadsHint } from "../dbt/project";
import type { ProjectSnapshot } from "../workspace/snapshot";
import { type ModelFacts, modelFacts, nodeOfFile, variesByRun } from "./modelFacts";
import { type OtherClock, thenWords } from "./otherClock";
import { decidingMacro, shortDuration, shownValue } from "./words";

/** Below this share of the whole run, or this time, a saving is not worth the reader's eye. */
const NOTABLE_SHARE = 0.01;
const NOTABLE_MS = 1000;

export interface CodeLens {
  /** unique_id of the model; its text is `codeLensTitle`'s answer. */
  readonly uniqueId: string;
}

/** The lens of `file` (relative to the root), at its first line; absent in files that are no model. */
export function codeLens(project: ProjectSnapshot, file: string): CodeLens | undefined {
  if (!/\.(sql|py|jinja2?|j2)$/i.test(file)) return undefined;
  const node = nodeOfFile(project, file);
  return node && { uniqueId: node.uniqueId };
}

/**
 * Text of a lens. Two simulations at most; absent when the model has vanished meanwhile. `other` is
 * asked only where a macro reads the clock.
 */
export function codeLensTitle(
  project: ProjectSnapshot,
  uniqueId: string,
  other?: OtherClock,
): string | undefined {
  const { nodes, disabled } = project.project;
  const node = nodes.get(uniqueId) ?? disabled.get(uniqueId);
  if (node === undefined) return undefined;
  const facts = modelFacts(project, node);
  if (facts.isDisabled) return "disabled: not part of the run";
  return [
    threadsPart(project, facts, other),
    ...placeParts(facts),
    ...(facts.duration ? [shortDuration(facts.duration)] : []),
    ...savingPart(project, facts),
  ].join(" · ");
}

function threadsPart(
  project: ProjectSnapshot,
  { node, recommendation }: ModelFacts,
  other: OtherClock | undefined,
): string {
  const { hint } = node;
  if (hint === undefined) {
    if (recommendation === undefined) return "threads not set";
    return `threads not set → ${recommendation.threads} recommended`;
  }
  const configured = `threads ${hint.threads ?? shownValue(hint.value)}${macroPart(project, hint, thenWords(project, node.uniqueId, other))}`;
  if (recommendation === undefined) return configured;
  const { threads, rangeLow, rangeHigh } = recommendation;
  if (hint.threads === threads) return `${configured} ✓`;
  const isAsGood =
    hint.threads !== undefined && rangeLow <= hint.threads && hint.threads <= rangeHigh;
  if (isAsGood) return `${configured} ✓ (${rangeLow}–${rangeHigh} recommended)`;
  return `${configured} → ${threads} recommended`;
}

/** Where a macro decides: which one, "now" where that may change, and what it says then. */
function macroPart(project: ProjectSnapshot, hint: ThreadsHint, then: string): string {
  const macro = decidingMacro(hint);
  if (macro === undefined) return "";
  const moment = variesByRun(project, macro) ? ` now${then === "" ? "" : `, ${then}`}` : "";
  return `${moment} from ${macro}()`;
}

function placeParts({ run }: ModelFacts): readonly string[] {
  if (run === undefined) return [];
  if (run.task.critical) return ["critical"];
  return [`slack ${formatDuration(run.task.slackMs)}`];
}

function savingPart(
  project: ProjectSnapshot,
  { node, run, duration }: ModelFacts,
): readonly string[] {
  // Half of a figure that nobody knows is worth nothing.
  if (run === undefined || !run.task.critical || duration?.origin === "assumed") return [];
  const savedMs = project.savingIf(node.uniqueId, 0.5);
  if (savedMs < Math.max(NOTABLE_MS, run.schedule.makespanMs * NOTABLE_SHARE)) return [];
  return [`−${formatDuration(savedMs)} if halved`];
}
