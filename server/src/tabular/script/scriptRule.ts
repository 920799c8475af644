/** What a rule on TMSL scripts is. */
import type { TabularFinding, TabularRule } from "../rules/tabularRule";
import type { TmslScript } from "./parseScript";

export type ScriptFinding = Omit<TabularFinding, "owner" | "follow">;

export type ScriptRule = Pick<TabularRule, "code" | "severity" | "title"> & {
  readonly check: (script: TmslScript) => Iterable<ScriptFinding>;
};
