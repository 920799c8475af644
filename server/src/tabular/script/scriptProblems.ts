/** What the rules say of one TMSL script, and what sending it as one transaction would save. */
import { formatDuration } from "../../base/duration";
import { compareProblems, type Problem } from "../../base/problem";
import type { Workload } from "../../workload/workload";
import { importTables } from "../rules/tabularRule";
import { knownRows, type TabularModel } from "../tabularModel";
import type { TabularLevels } from "../tabularProblems";
import type { ProcessingSettings } from "../tabularWorkload";
import type { TmslScript } from "./parseScript";
import { refreshesOutsideOneTransaction } from "./refreshesApart";
import type { ScriptRule } from "./scriptRule";
import { inOneTransaction, scriptWorkload } from "./scriptWorkload";
import { sequenceOutOfOrder } from "./sequenceOutOfOrder";

export const SCRIPT_RULES: readonly ScriptRule[] = [
  refreshesOutsideOneTransaction,
  sequenceOutOfOrder,
];

export interface ScriptAdviceOptions {
  readonly levels?: TabularLevels;
  /** The model that the script is about, where it is at hand. */
  readonly model?: TabularModel;
  readonly processing: ProcessingSettings;
  /** Length of a workload in ms. */
  readonly lengthOf: (workload: Workload) => number;
}

/** Findings in file order. Two simulations where refreshes stand apart and the model is known. */
export function scriptProblems(
  script: TmslScript,
  { levels = new Map(), ...options }: ScriptAdviceOptions,
): readonly Problem[] {
  return SCRIPT_RULES.flatMap((rule) => {
    const severity = levels.get(rule.code) ?? rule.severity;
    if (severity === "off") return [];
    return [...rule.check(script)].map(({ couldBeWrong = [], ...finding }): Problem => {
      const gain = rule === refreshesOutsideOneTransaction ? gainOf(script, options) : NO_GAIN;
      const { savesMs, because } = gain;
      const isSimulated = savesMs !== undefined;
      const doubts = isSimulated
        ? ["The rates are assumed: trust proportions, not minutes.", ...couldBeWrong]
        : couldBeWrong;
      return {
        ...finding,
        code: rule.code,
        severity,
        ...(isSimulated && { savesMs }),
        evidence: {
          kind: isSimulated ? "simulated" : "heuristic",
          confidence: "low",
          because,
          couldBeWrong: doubts,
        },
      };
    });
  }).sort(compareProblems);
}

interface Gain {
  readonly savesMs?: number;
  readonly because: string;
}

const NO_GAIN: Gain = { because: "Its gain was not simulated." };

function gainOf(
  script: TmslScript,
  { model, processing, lengthOf }: Omit<ScriptAdviceOptions, "levels">,
): Gain {
  if (model === undefined) {
    return { because: "Its gain was not simulated: the model is not beside the script." };
  }
  const unknown = importTables(model).filter((table) => knownRows(table) === undefined).length;
  if (unknown > 0) {
    const tables = unknown === 1 ? "1 table has" : `${unknown} tables have`;
    return { because: `Its gain was not simulated: ${tables} no row count in ${model.name}.` };
  }
  const apart = lengthOf(scriptWorkload(script, model, processing));
  const together = lengthOf(scriptWorkload(inOneTransaction(script), model, processing));
  const savesMs = Math.max(0, Math.round(apart - together));
  return {
    savesMs,
    because: `Against ${model.name} the requests are predicted to take ${formatDuration(apart)} one by one and ${formatDuration(together)} as one transaction.`,
  };
}
