/** Every rule, in the order of their codes. A new rule is a file here, a line below and a page. */
import type { Rule, RuleInfo } from "../rule";
import { invalidThreadsValue } from "./invalidThreadsValue";
import { READER_RULES } from "./readerRules";
import { threadsDifferFromRecommended } from "./threadsDifferFromRecommended";
import { threadsExceedCapacity } from "./threadsExceedCapacity";
import { threadsIgnoredByDbt } from "./threadsIgnoredByDbt";
import { threadsRejectedByDbt2 } from "./threadsRejectedByDbt2";

/** Rules that question a project. */
export const RULES: readonly Rule[] = [
  invalidThreadsValue,
  threadsDifferFromRecommended,
  threadsExceedCapacity,
  threadsIgnoredByDbt,
  threadsRejectedByDbt2,
];

/** Every code that a problem can carry, with what it means. */
export const ALL_RULES: readonly RuleInfo[] = [...RULES, ...READER_RULES].sort((a, b) =>
  a.code < b.code ? -1 : 1,
);

export const RULE_CODES: ReadonlySet<string> = new Set(ALL_RULES.map(({ code }) => code));
