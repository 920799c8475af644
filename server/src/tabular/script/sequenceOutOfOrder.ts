/**
 * A sequence whose refreshes do not stand in the one order that keeps them parallel: clearValues,
 * dataOnly, then one type that calculates. Source: Microsoft Learn, "Sequence command (TMSL)".
 */
import type { ScriptRule } from "./scriptRule";
import { isCalculating } from "./scriptWorkload";

/** Rank of a type in the order that stays parallel; other types have none. */
const RANKS: Readonly<Record<string, number>> = {
  clearvalues: 0,
  dataonly: 1,
  full: 2,
  automatic: 2,
  add: 2,
  calculate: 2,
};

export const sequenceOutOfOrder: ScriptRule = {
  code: "sequence-out-of-order",
  severity: "information",
  title: "A sequence's refreshes stand in an order that breaks their parallelism",
  *check({ file, requests }) {
    for (const { refreshes } of requests) {
      let previous = refreshes[0];
      for (const refresh of refreshes) {
        const rank = RANKS[refresh.type.toLowerCase()];
        const before = RANKS[previous?.type.toLowerCase() ?? ""];
        if (rank === undefined || before === undefined) break;
        const isOtherEnd = rank === 2 && before === 2 && previous?.type !== refresh.type;
        if (rank < before || isOtherEnd) {
          yield {
            file,
            span: refresh.typeSpan ?? refresh.nameSpan,
            message: `${refresh.type} stands after ${previous?.type}, so the refreshes of this sequence no longer run side by side${isCalculating(refresh) && isOtherEnd ? " and are calculated more than once" : ""}. Parallel is: clearValues, then dataOnly, then one full or calculate at the end.`,
            couldBeWrong: ["The script's order is asked for by what it does in between."],
          };
          break;
        }
        previous = refresh;
      }
    }
  },
};
