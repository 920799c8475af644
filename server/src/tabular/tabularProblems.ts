/**
 * What the rules say of one model, with levels of heddle.yml and ignore annotations applied, and
 * what following each would save.
 */

import { formatDuration } from "../base/duration";
import { compareProblems, type Problem } from "../base/problem";
import type { Follow } from "./changedModel";
import { TABULAR_RULES } from "./rules/index";
import { importTables, isIgnoredBy } from "./rules/tabularRule";
import { knownRows, type TabularModel } from "./tabularModel";
import type { ProcessingSettings } from "./tabularWorkload";

export type TabularLevels = ReadonlyMap<string, Problem["severity"] | "off">;

/** Length of a model's full refresh in ms. */
export type RefreshLength = (model: TabularModel) => number;

/** Each costs two simulations; a model with more findings has other worries first. */
const MOST_SIMULATED = 60;

export interface AdviceOptions {
  readonly levels?: TabularLevels;
  /** Absent: nothing is said of savings. */
  readonly lengthOf?: RefreshLength;
}

/** Findings in file order. O(objects + DAX) per rule; two simulations for each that has a gain. */
export function tabularProblems(
  model: TabularModel,
  processing: ProcessingSettings,
  { levels = new Map(), lengthOf }: AdviceOptions = {},
): readonly Problem[] {
  const found: Found[] = [];
  for (const rule of TABULAR_RULES) {
    const severity = levels.get(rule.code) ?? rule.severity;
    if (severity === "off" || isIgnoredBy(model, rule)) continue;
    for (const finding of rule.check({ model, processing })) {
      const { owner, follow, risk, couldBeWrong = [], ...rest } = finding;
      if (owner !== undefined && isIgnoredBy(owner, rule)) continue;
      found.push({ problem: { ...rest, code: rule.code, severity }, follow, risk, couldBeWrong });
    }
  }
  const gains = lengthOf === undefined ? [] : gainsOf(model, found, lengthOf);
  return found
    .map(({ problem }, at): Problem => ({ ...problem, ...gains[at] }))
    .sort(compareProblems);
}

interface Found {
  readonly problem: Problem;
  readonly follow: Follow | undefined;
  readonly risk: Follow | undefined;
  readonly couldBeWrong: readonly string[];
}

/**
 * What each finding saves, alone and once all others are followed: what is no bottleneck today may
 * be the next one. Without row counts no time means anything; then nobody's measurement is claimed.
 */
function gainsOf(
  model: TabularModel,
  found: readonly Found[],
  lengthOf: RefreshLength,
): readonly Pick<Problem, "savesMs" | "evidence">[] {
  const unknown = importTables(model).filter((table) => knownRows(table) === undefined).length;
  const tables = unknown === 1 ? "1 table has" : `${unknown} tables have`;
  const rows = unknown === 0 ? "" : `: ${tables} no row count (annotation or heddle.yml)`;
  const follows = found.flatMap(({ follow }) => follow ?? []);
  const isSimulated = unknown === 0 && follows.length <= MOST_SIMULATED;
  const before = isSimulated ? lengthOf(model) : 0;
  const allFollowed = isSimulated ? lengthOf(follows.reduce(followed, model)) : 0;
  const risks = found.filter(({ risk }) => risk !== undefined).length;
  return found.map(({ follow, risk, couldBeWrong }) => {
    if (risk !== undefined && isSimulated && risks <= MOST_SIMULATED) {
      const worst = Math.max(before, lengthOf(risk(model)));
      const because = `Nothing is saved where it does not happen. Where it does, in the last segment, a full refresh predicted to take ${formatDuration(before)} takes ${formatDuration(worst)}.`;
      return { evidence: { kind: "heuristic", confidence: "low", because, couldBeWrong } };
    }
    if (follow === undefined || !isSimulated) {
      const because = `Its gain was not simulated${rows}.`;
      return { evidence: { kind: "heuristic", confidence: "low", because, couldBeWrong } };
    }
    const savesMs = Math.max(0, Math.round(before - lengthOf(follow(model))));
    const others = follows.filter((one) => one !== follow);
    const last = Math.max(0, lengthOf(others.reduce(followed, model)) - allFollowed);
    const because = `Of a full refresh predicted to take ${formatDuration(before)} it saves ${formatDuration(savesMs)} alone, and ${formatDuration(last)} once the other advice is followed.`;
    const evidence = {
      kind: "simulated",
      confidence: "low",
      because,
      couldBeWrong: ["The rates are assumed: trust proportions, not minutes.", ...couldBeWrong],
    } as const;
    return { savesMs, evidence };
  });
}

function followed(model: TabularModel, follow: Follow): TabularModel {
  return follow(model);
}
