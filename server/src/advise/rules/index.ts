/** Every rule, in the order of their codes. A new rule is a file here, two lines below and a page. */
import { TABULAR_READER_RULES, TABULAR_RULES } from "../../tabular/rules/index";
import { SCRIPT_RULES } from "../../tabular/script/scriptProblems";
import type { Rule, RuleInfo } from "../rule";
import { bottleneckModel } from "./bottleneckModel";
import { chainedViews } from "./chainedViews";
import { ephemeralRepeated } from "./ephemeralRepeated";
import { fanInStarvesThreads } from "./fanInStarvesThreads";
import { folderKeyWithoutPlus } from "./folderKeyWithoutPlus";
import { heavySharesSeats } from "./heavySharesSeats";
import { hintOnDisabled } from "./hintOnDisabled";
import { hintOnEphemeral } from "./hintOnEphemeral";
import { hintOverriddenElsewhere } from "./hintOverriddenElsewhere";
import { hintVariesByRun } from "./hintVariesByRun";
import { historyTooOld } from "./historyTooOld";
import { historyTooSmall } from "./historyTooSmall";
import { hookKeyRejectedByDbt2 } from "./hookKeyRejectedByDbt2";
import { hookMemoryAboveServer } from "./hookMemoryAboveServer";
import { hookSerialisesRun } from "./hookSerialisesRun";
import { incrementalReadsEverything } from "./incrementalReadsEverything";
import { incrementalWithoutUniqueKey } from "./incrementalWithoutUniqueKey";
import { invalidThreadsValue } from "./invalidThreadsValue";
import { longRootStartedLate } from "./longRootStartedLate";
import { memoryAboveServer } from "./memoryAboveServer";
import { memorySettingOfPostgres } from "./memorySettingOfPostgres";
import { microbatchFillsItsShare } from "./microbatchFillsItsShare";
import { microbatchRunsSerially } from "./microbatchRunsSerially";
import { modelWorthSplitting } from "./modelWorthSplitting";
import { profileThreadsMissing } from "./profileThreadsMissing";
import { READER_RULES } from "./readerRules";
import { serialChain } from "./serialChain";
import { shardCountDiffers } from "./shardCountDiffers";
import { shardFamilyIncomplete } from "./shardFamilyIncomplete";
import { shardLoaderLocks } from "./shardLoaderLocks";
import { shardModuloLosesRows } from "./shardModuloLosesRows";
import { testGatesLongChain } from "./testGatesLongChain";
import { threadsAboveAdapterLimit } from "./threadsAboveAdapterLimit";
import { threadsAboveGain } from "./threadsAboveGain";
import { threadsClampedByEngine } from "./threadsClampedByEngine";
import { threadsDifferFromRecommended } from "./threadsDifferFromRecommended";
import { threadsExceedCapacity } from "./threadsExceedCapacity";
import { threadsIgnoredByDbt } from "./threadsIgnoredByDbt";
import { threadsRejectedByDbt2 } from "./threadsRejectedByDbt2";
import { unreadModelEndsRun } from "./unreadModelEndsRun";
import { vacuumInsideTransaction } from "./vacuumInsideTransaction";
import { viewReadManyTimes } from "./viewReadManyTimes";

/** Rules that question a project. */
export const RULES: readonly Rule[] = [
  bottleneckModel,
  chainedViews,
  ephemeralRepeated,
  fanInStarvesThreads,
  folderKeyWithoutPlus,
  heavySharesSeats,
  hintOnDisabled,
  hintOnEphemeral,
  hintOverriddenElsewhere,
  hintVariesByRun,
  historyTooOld,
  historyTooSmall,
  hookKeyRejectedByDbt2,
  hookMemoryAboveServer,
  hookSerialisesRun,
  incrementalReadsEverything,
  incrementalWithoutUniqueKey,
  invalidThreadsValue,
  longRootStartedLate,
  memoryAboveServer,
  memorySettingOfPostgres,
  microbatchFillsItsShare,
  microbatchRunsSerially,
  modelWorthSplitting,
  profileThreadsMissing,
  serialChain,
  shardCountDiffers,
  shardFamilyIncomplete,
  shardLoaderLocks,
  shardModuloLosesRows,
  testGatesLongChain,
  threadsAboveAdapterLimit,
  threadsAboveGain,
  threadsClampedByEngine,
  threadsDifferFromRecommended,
  threadsExceedCapacity,
  threadsIgnoredByDbt,
  threadsRejectedByDbt2,
  unreadModelEndsRun,
  vacuumInsideTransaction,
  viewReadManyTimes,
];

/** Every code that a problem can carry, with what it means, sorted by code. */
export const ALL_RULES: readonly RuleInfo[] = [
  ...RULES,
  ...READER_RULES,
  ...TABULAR_RULES,
  ...SCRIPT_RULES,
  ...TABULAR_READER_RULES,
].sort((a, b) => (a.code < b.code ? -1 : 1));

export const RULE_CODES: ReadonlySet<string> = new Set(ALL_RULES.map(({ code }) => code));
