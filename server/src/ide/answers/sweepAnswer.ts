/** CONTRACT "heddle.sweep/1": makespan against thread count and the count worth paying for. */
import type { SweepResult } from "../../protocol";
import { HINT_MEANINGS, type HintMeaning, type Policy } from "../../schedule/schedule";
import type { Sweep } from "../../schedule/sweep";
import type { SweepRequest } from "../../workspace/snapshot";
import type { LimitCurve } from "./limitCurves";
import type { RunSource } from "./runSource";
import { pastError, slowdownNote } from "./slowdownAnswer";

export interface SweepAnswer extends SweepResult {
  /** Every meaning of hints under every order, where all were asked for; dbt 2 ignores hints. */
  readonly curves?: readonly SweepCurve[];
  /** Of a tabular model: the refresh against connections and partitions. */
  readonly limits?: readonly LimitCurve[];
}

/** One sweep among others. */
export interface SweepCurve {
  readonly hints: HintMeaning;
  readonly policy: Policy;
  readonly recommended: Sweep["recommended"];
  readonly saturatesAt: number;
  readonly points: readonly {
    readonly threads: number;
    readonly makespanMs: number;
    readonly band?: { readonly lowMs: number; readonly highMs: number };
  }[];
}

const COMBINATIONS: readonly { readonly hints: HintMeaning; readonly policy: Policy }[] = [
  ...(["dbt-core", "longest-path"] as const).flatMap((policy) =>
    HINT_MEANINGS.map((hints) => ({ hints, policy })),
  ),
  { hints: "ignored", policy: "fusion" },
];

/** One simulation per thread count of the range; with `isGrid` per combination, too. */
export function sweepAnswer(
  source: RunSource,
  request: SweepRequest = {},
  isGrid = false,
): SweepAnswer {
  const swept = source.sweep(request);
  const simulated = source.calibrated?.(request) ?? request;
  const tasks = source.workload(simulated).tasks.length;
  const { makespanMs = 0 } =
    swept.points.find(({ threads }) => threads === swept.recommended.threads) ?? {};
  const slowdown = slowdownNote(source, simulated, { tasks, makespanMs });
  const past = pastError(source);
  return {
    schema: "heddle.sweep/1",
    ...swept,
    ...(isGrid && {
      curves: COMBINATIONS.map((one) => curveOf(source.sweep({ ...request, ...one }))),
    }),
    ...(slowdown !== undefined && { slowdown }),
    ...(past !== undefined && { pastError: past }),
  };
}

function curveOf({ hints, policy, recommended, saturatesAt, points }: Sweep): SweepCurve {
  return {
    hints,
    policy,
    recommended,
    saturatesAt,
    points: points.map(({ threads, makespanMs, band }) => ({
      threads,
      makespanMs,
      ...(band !== undefined && { band }),
    })),
  };
}
