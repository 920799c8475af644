/** Evidence of a rule's findings: a rule that simulates nothing is a heuristic and says so. */
import type { Evidence } from "../base/problem";
import { type Basis, basisOf, basisWords, confidenceOf, doubts } from "./basis";
import type { Rule, RuleInput } from "./rule";

const DAY_MS = 86_400_000;
const bases = new WeakMap<RuleInput, Basis>();

/** Evidence of the findings of `rule`; none for rules that state facts. */
export function evidenceOf(rule: Rule, input: RuleInput): { readonly evidence?: Evidence } {
  if (rule.advice === undefined) return {};
  if (rule.advice === "heuristic") return { evidence: HEURISTIC };
  const basis = bases.get(input) ?? runBasis(input);
  bases.set(input, basis);
  return {
    evidence: {
      kind: "simulated",
      confidence: confidenceOf(basis),
      because: basisWords(basis),
      couldBeWrong: [...doubts(basis), "locks, quotas and other jobs are not simulated"],
    },
  };
}

const HEURISTIC: Evidence = {
  kind: "heuristic",
  confidence: "low",
  because: "read from the project's files",
  couldBeWrong: ["nobody has measured or simulated what it brings here"],
};

/** The basis of the whole run that `input` asks about. */
export function runBasis(input: RuleInput): Basis {
  const durations = input.durations();
  const newestMs = input.runs().at(-1)?.generatedMs;
  const ageDays =
    newestMs === undefined ? undefined : Math.max(0, (input.nowMs - newestMs) / DAY_MS);
  const ids = input.workload()?.tasks.map(({ id }) => id) ?? [];
  return basisOf(
    ids.flatMap((id) => durations.get(id) ?? []),
    ageDays,
  );
}
