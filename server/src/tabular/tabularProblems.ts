/** What the rules say of one model, with levels of heddle.yml and ignore annotations applied. */
import { compareProblems, type Problem } from "../base/problem";
import { TABULAR_RULES } from "./rules/index";
import { isIgnoredBy } from "./rules/tabularRule";
import type { TabularModel } from "./tabularModel";
import type { ProcessingSettings } from "./tabularWorkload";

export type TabularLevels = ReadonlyMap<string, Problem["severity"] | "off">;

/** Findings in file order. O(objects + DAX) per rule. */
export function tabularProblems(
  model: TabularModel,
  processing: ProcessingSettings,
  levels: TabularLevels = new Map(),
): readonly Problem[] {
  const problems: Problem[] = [];
  for (const rule of TABULAR_RULES) {
    const severity = levels.get(rule.code) ?? rule.severity;
    if (severity === "off" || isIgnoredBy(model, rule)) continue;
    for (const { owner, ...finding } of rule.check({ model, processing })) {
      if (owner !== undefined && isIgnoredBy(owner, rule)) continue;
      problems.push({ ...finding, code: rule.code, severity });
    }
  }
  return problems.sort(compareProblems);
}
