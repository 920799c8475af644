/**
 * Finds shredders that divide one key by different numbers: then the remainders overlap and leave
 * gaps. The number that most places have is taken for the meant one.
 */
import { mayTouchModulo, moduloGroups } from "../moduloSites";
import type { Rule } from "../rule";

/** Further places that a finding lists. */
const SHOWN = 10;

export const shardCountDiffers: Rule = {
  code: "shard-count-differs",
  severity: "warning",
  title: "One key is divided by different numbers of shards",

  readsText: (_, before, after) => mayTouchModulo(before, after),

  *check({ project }) {
    for (const group of moduloGroups(project)) {
      const counts = new Map<number, number>();
      for (const { shards } of group) counts.set(shards, (counts.get(shards) ?? 0) + 1);
      const [most, second] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
      // Two equal halves may be two designs; a few places against many are a slip.
      if (most === undefined || second === undefined || most[1] < 2 || second[1] === most[1])
        continue;
      const odd = group.filter(({ shards }) => shards !== most[0]);
      const [first, ...others] = odd;
      if (first === undefined) continue;
      yield {
        file: first.file,
        span: first.span,
        message: `${first.keyText} is divided by ${first.shards} here and by ${most[0]} in ${most[1]} other places: rows overlap or are left out. Use one number, best a var.`,
        related: others.slice(0, SHOWN).map(({ file, span, shards }) => ({
          file,
          span,
          message: `divides by ${shards}`,
        })),
      };
    }
  },
};
